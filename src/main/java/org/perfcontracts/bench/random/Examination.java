package org.perfcontracts.bench.random;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.cpu.LinePlaces;
import org.perfcontracts.cpu.PacketSequence;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.cpu.Trace;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.loop.LoopCut;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/**
 * Holds the contract of a random program against the CPU: the witness of each path, packets that each find the regions of
 * abstract state with contents of their own, and a sequence of packets, each in the state that the earlier ones left.
 *
 * <p>Which path a packet took follows from its instructions and from the paths' conditions on packets. Where several paths are
 * possible, which differ only in what their cut loops do, a packet is a violation if it is one under each of them.
 */
public final class Examination {
    private static final long MOST_STEPS = 50_000;
    /** Each takes as long as thousands that end. */
    private static final int MOST_ENDLESS = 3;
    private static final int MOST_VIOLATIONS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SHOWN_BYTES = 64;

    private final Referee referee;
    private final Exploration exploration;
    private final Derivation derivation;
    private final Map<String, InputClass> classes;
    private final Standing standing;
    private final boolean assumesAnEnd;
    private final long seed;
    private final long end = System.nanoTime() + PATIENCE.toNanos();
    private final List<String> violations = new ArrayList<>();
    private long packets;
    private long unmeasured;
    private int endless;

    /** An examination of a contract that was derived from the exploration that the referee speaks of. */
    public Examination(Referee referee, Exploration exploration, Derivation derivation, long seed) {
        this.referee = referee;
        this.exploration = exploration;
        this.derivation = derivation;
        this.standing = Standing.of(derivation.contract());
        this.assumesAnEnd = derivation.contract().assumptions().stream().anyMatch(each -> each.startsWith(LoopCut.LEADS_TO_AN_END));
        this.classes = derivation.contract().classes().stream().collect(Collectors.toMap(InputClass::name, each -> each));
        this.seed = seed;
    }

    /**
     * What came of it.
     *
     * @param packets    how many were executed
     * @param unmeasured how many of them could not be followed to their end
     * @param violations the first, a sentence each
     */
    public record Result(long packets, long unmeasured, List<String> violations) {
        /** Copies the list. */
        public Result {
            violations = List.copyOf(violations);
        }
    }

    /** Executes the witnesses and, if the contract speaks of all packets, about so many, and compares. */
    public Result run(int wanted) throws TargetException {
        Witness.findAll(exploration.terms(), exploration.paths(), 1, SolverChain.QUESTION_LIMIT, new Statistics(), () -> !goesOn());
        for (Path path : exploration.paths()) {
            if (goesOn()) {
                replay(path);
            }
        }
        if (standing != Standing.PARTIAL) {
            execute(wanted);
        }
        return new Result(packets, unmeasured, violations);
    }

    private void execute(int wanted) throws TargetException {
        List<Assignment> models = exploration.paths().stream().flatMap(path -> path.witness().model().stream()).limit(wanted / 4).toList();
        PacketSource source = new PacketSource(exploration.inputs(), models, seed);
        boolean hasState = referee.hasState();
        StateSource states = new StateSource(referee.regions().all(), referee.snapshot(), seed + 1);
        for (int i = 0; i < wanted * 2 / 3 && goesOn(); i++) {
            Assignment input = source.next();
            compare(referee.run(input, hasState ? states.next() : List.of(), MOST_STEPS), input, "alone");
        }
        // In a sequence memory would not stay as in the snapshot.
        if (wanted > 0 && standing != Standing.WEAK) {
            follow(source, wanted / 3);
        }
    }

    private boolean goesOn() {
        return violations.size() < MOST_VIOLATIONS && endless < MOST_ENDLESS && System.nanoTime() < end;
    }

    private void replay(Path path) throws TargetException {
        switch (referee.replay(path)) {
            case Referee.Verdict.Equal _ -> packets++;
            case Referee.Verdict.Different(String where, Trace _) -> {
                packets++;
                violations.add("witness of path " + path.number() + ": " + where);
            }
            case Referee.Verdict.NotReplayed _ -> { }
        }
    }

    private void follow(PacketSource source, int wanted) throws TargetException {
        PacketSequence sequence = referee.sequence();
        try {
            for (int i = 0; i < wanted && goesOn(); i++) {
                Assignment input = source.whole(source.next());
                PacketSequence.Traced traced = sequence.trace(input, MOST_STEPS);
                compare(traced.trace(), input, "in a sequence");
                if (!traced.summary().isDone()) {
                    sequence.reset();
                }
            }
        } finally {
            sequence.reset();
        }
    }

    private void compare(Trace trace, Assignment input, String how) {
        packets++;
        Optional<String> violation = switch (trace.end()) {
            case Trace.End.Done _ -> violation(trace, input);
            case Trace.End.Fault fault -> unlessFaults(fault);
            // A random state can hold a list with a cycle; that there is none is an assumption that the contract then has.
            case Trace.End.StepLimit limit -> unlessEndless(limit);
            default -> {
                unmeasured++;
                yield Optional.empty();
            }
        };
        violation.ifPresent(what -> violations.add("packet " + packets + ", " + how + ", " + shown(input) + ": " + what));
    }

    /** In a sequence the instructions of the last block are not known. */
    private Optional<String> unlessFaults(Trace.End.Fault fault) {
        boolean isSaid = exploration.paths().stream().anyMatch(path -> path.end() instanceof End.Faults(_, long at) && at == fault.address());
        return isSaid ? Optional.empty() : Optional.of("ends with " + fault + ", and no path says so");
    }

    private Optional<String> unlessEndless(Trace.End.StepLimit limit) {
        endless++;
        boolean isSaid = assumesAnEnd || classes.values().stream().anyMatch(InputClass::endless);
        return isSaid ? Optional.empty() : Optional.of("ends with " + limit + ", and no class says so");
    }

    private Optional<String> violation(Trace trace, Assignment input) {
        List<Path> like = referee.pathsOf(trace);
        if (like.isEmpty()) {
            return Optional.of("takes a way of " + trace.instructions() + " instructions that no path describes");
        }
        Evaluator evaluator = new Evaluator(input);
        List<Path> paths = like.stream().filter(path -> referee.admits(path, evaluator)).toList();
        if (paths.isEmpty()) {
            return Optional.of("takes the way of path " + like.getFirst().number() + ", whose conditions it does not meet");
        }
        Map<String, Long> pcvs = new TreeMap<>(referee.pcvs(trace));
        derivation.contract().pcvs().forEach(pcv -> pcvs.putIfAbsent(pcv.name(), 0L));
        Optional<String> first = Optional.empty();
        for (Path path : paths) {
            Optional<String> found = violation(path, trace, pcvs);
            if (found.isEmpty()) {
                return rangeViolation(pcvs);
            }
            first = first.or(() -> found);
        }
        return first.map(what -> what + " at " + nonZero(pcvs));
    }

    private Optional<String> violation(Path path, Trace trace, Map<String, Long> pcvs) {
        InputClass inputClass = classes.get(derivation.classes().get(path.number()));
        for (Metric metric : Metric.values()) {
            long measured = trace.cost(metric);
            long ofPath = path.cost().get(metric).evaluate(pcvs);
            if (path.exact(metric) && ofPath != measured) {
                return Optional.of("exact path " + path.number() + " has " + ofPath + " " + metric.title() + ", measured " + measured);
            }
            Formula formula = inputClass.formulas().get(metric);
            long predicted = formula.evaluate(pcvs);
            if (predicted < measured || formula.exact() && predicted != measured) {
                return Optional.of("class '" + inputClass.name() + "' has " + (formula.exact() ? "exactly " : "at most ") + predicted + " "
                        + metric.title() + " (" + formula + "), measured " + measured);
            }
        }
        return LinePlaces.excess(inputClass, pcvs, trace, exploration.places());
    }

    private Optional<String> rangeViolation(Map<String, Long> pcvs) {
        return derivation.contract().pcvs().stream().filter(pcv -> isOutside(pcv, pcvs.get(pcv.name()))).findFirst()
                .map(pcv -> pcv.name() + " is " + pcvs.get(pcv.name()) + ", outside of its range " + pcv.low() + "…"
                        + (pcv.high().isPresent() ? pcv.high().getAsLong() : ""));
    }

    private static boolean isOutside(Pcv pcv, long value) {
        return value < pcv.low() || pcv.high().isPresent() && value > pcv.high().getAsLong();
    }

    private static Map<String, Long> nonZero(Map<String, Long> pcvs) {
        Map<String, Long> some = new TreeMap<>(pcvs);
        some.values().removeIf(value -> value == 0);
        return some;
    }

    private String shown(Assignment input) {
        Map<String, Long> parameters = new HashMap<>();
        exploration.inputs().parameters().forEach((name, symbol) -> parameters.put(name, input.value(symbol).longValue()));
        return parameters + " " + exploration.inputs().packet().stream().limit(parameters.getOrDefault(exploration.inputs().lengthName(), 0L))
                .limit(SHOWN_BYTES).map(symbol -> "%02x".formatted(input.value(symbol).intValue())).collect(Collectors.joining());
    }
}
