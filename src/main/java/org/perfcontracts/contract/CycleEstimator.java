package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.lines.Motion;
import org.perfcontracts.explore.loop.RaisedRates;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.Rounds;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.timing.MachineProfile;
import org.perfcontracts.timing.Scoreboard;
import org.perfcontracts.timing.Step;
import org.perfcontracts.x86.Instruction;

/**
 * Estimates the cycles of paths: a scoreboard over what a path executes, and over many iterations of each way round the loops that were cut in
 * it. As the other formulas do, these speak of passages: what a path executes outside of complete iterations is the constant.
 */
public final class CycleEstimator {
    /** Iterations after which a loop is taken to run evenly, and after how many it is looked at again. */
    private static final int EVEN = 8;
    private static final int AGAIN = 24;
    /** Of longer ways round, fewer iterations tell as much. */
    private static final int LONG_WAY = 400;

    private final MachineProfile machine;
    private final LongFunction<Instruction> code;
    private final Terms terms;
    private final Map<String, Long> automatic;
    private final Set<Long> open;
    private final Map<CycleCase, Map<Trace.Piece, Double>> ofWays = new EnumMap<>(CycleCase.class);
    private final Map<Path, ByLines> byLines = new IdentityHashMap<>();
    private final Map<String, Long> lines = new TreeMap<>();
    private final Map<Trace.Piece, Double> mispredicted = new IdentityHashMap<>();
    private final Map<CycleCase, Map<Path, Polynomial>> ofPaths = new EnumMap<>(CycleCase.class);

    /**
     * An estimator for the paths of one exploration.
     *
     * @param code the instruction at an address
     */
    public CycleEstimator(MachineProfile machine, LongFunction<Instruction> code, Exploration exploration) {
        this.machine = machine;
        this.code = code;
        this.terms = exploration.terms();
        this.automatic = exploration.automatic();
        exploration.regions().forEach((name, bytes) -> lines.put(name, bytes / machine.memory().lineBytes() + 1));      // it may begin within one
        this.open = OpenBranches.of(exploration.paths(), code);
        for (CycleCase each : CycleCase.values()) {
            ofWays.put(each, new IdentityHashMap<>());
            ofPaths.put(each, new IdentityHashMap<>());
        }
    }

    /** The machine whose cycles they are. */
    public MachineProfile machine() {
        return machine;
    }

    /** An address that moves in a way that nobody knows: in each iteration somewhere else. */
    private record Elsewhere(Term unknown, int iteration) {
    }

    /**
     * The estimates of the classes of a contract: of those only that were followed to their end.
     *
     * @param over whether there is no time left; asked before each class
     */
    public Cycles of(Derivation derivation, List<Path> paths, BooleanSupplier over) {
        Contract contract = derivation.contract();
        Map<String, Pcv> ranges = contract.pcvs().stream().collect(Collectors.toMap(Pcv::name, Function.identity()));
        Map<String, List<Path>> members = paths.stream().collect(Collectors.groupingBy(path -> derivation.classes().get(path.number())));
        Map<String, CycleEstimate> classes = new LinkedHashMap<>();
        contract.classes().stream().filter(each -> each.complete() && !each.endless() && !over.getAsBoolean()).map(InputClass::name).forEach(name -> classes.put(name,
                new CycleEstimate(most(members.get(name), CycleCase.WARM, ranges), most(members.get(name), CycleCase.COLD, ranges), most(members.get(name), CycleCase.BOUND, ranges))));
        return new Cycles(machine.name(), machine.processor(), machine.source(), machine.clock().coreGigahertz(), classes);
    }

    private Formula most(List<Path> paths, CycleCase of, Map<String, Pcv> ranges) {
        return Formula.max(paths.stream().map(path -> Formula.atMost(of(path, of))).toList(), ranges).withAtMost(1);
    }

    /**
     * The cycles of one packet.
     *
     * @param warm where all that it touches is in the nearest cache
     * @param cold where nothing of it is in a cache
     * @param bound where all goes as badly as the model allows
     */
    public record Single(double warm, double cold, double bound) {
    }

    /**
     * The cycles of all packets that take one path, in hundredths.
     *
     * @param warm where all that they touch is in the nearest cache
     * @param cold where nothing of it is in a cache
     * @param bound where all goes as badly as the model allows
     * @param other another bound
     */
    public record OfPath(Polynomial warm, Polynomial cold, Polynomial bound, Optional<ByLines> other) {
        /** Of the packet with these values of PCVs. */
        public Single at(Map<String, Long> values) {
            double some = cycles(bound, values);
            return new Single(cycles(warm, values), cycles(cold, values), other.map(each -> Math.min(some, each.at(values))).orElse(some));
        }

        private static double cycles(Polynomial hundredths, Map<String, Long> values) {
            return (double) hundredths.evaluate(values) / CycleEstimate.PARTS;
        }
    }

    /**
     * A bound of what packets of a path take: where all is at hand, and besides each line that is touched, one behind the other. Loops that go over one table again and
     * again touch no more lines than it has.
     *
     * @param atHand in hundredths of cycles, where all is in the nearest cache and mispredicted what can be
     * @param lines  in each place
     * @param most   lines that there are in a place, where that is known
     * @param miss   what one takes, in cycles
     */
    public record ByLines(Polynomial atHand, Map<String, Polynomial> lines, Map<String, Long> most, double miss) {
        double at(Map<String, Long> values) {
            double all = 0;
            for (Map.Entry<String, Polynomial> place : lines.entrySet()) {
                all += Math.min(place.getValue().evaluate(values), most.getOrDefault(place.getKey(), Long.MAX_VALUE));
            }
            return OfPath.cycles(atHand, values) + all * miss;
        }
    }

    /** The cycles of packets that take a path. */
    public OfPath of(Path path) {
        return new OfPath(of(path, CycleCase.WARM), of(path, CycleCase.COLD), of(path, CycleCase.BOUND), Optional.of(byLines.computeIfAbsent(path, this::byLines)));
    }

    private ByLines byLines(Path path) {
        Polynomial atHand = outside(path, Scoreboard.mispredicting(machine, open::contains)).plus(iterations(path, rates(path, way -> atHand(way, CycleCase.BOUND))));
        return new ByLines(atHand, path.lines(), lines, miss(CycleCase.BOUND));
    }

    /** The cycles of a packet that takes a path with the given values of PCVs. */
    public Single single(Path path, Map<String, Long> values) {
        return of(path).at(values);
    }

    private Polynomial of(Path path, CycleCase of) {
        return ofPaths.get(of).computeIfAbsent(path, _ -> all(path, of));
    }

    private Scoreboard board(CycleCase of) {
        return switch (of) {
            case WARM -> new Scoreboard(machine);
            case COLD -> Scoreboard.cold(machine);
            case BOUND -> Scoreboard.worst(machine, open::contains);
        };
    }

    private Polynomial all(Path path, CycleCase of) {
        Polynomial all = outside(path, board(of)).plus(iterations(path, of));
        return of == CycleCase.WARM ? all : all.plus(firstTouches(path, miss(of)));
    }

    /** How long a line takes that is in no cache. */
    private double miss(CycleCase of) {
        return of == CycleCase.COLD ? machine.memory().beyond().median() : machine.memory().beyond().most();
    }

    private Polynomial outside(Path path, Scoreboard board) {
        Trace trace = path.trace();
        List<Step> steps = steps(trace, trace.piece(0, 0), this::place);
        if (steps.getLast().instruction().isReturn()) {     // to where the call has just said
            steps.getLast().accesses().forEach(board::written);
        }
        board.execute(steps);
        return Polynomial.constant(hundredths(board.cycles()));
    }

    private static long hundredths(double cycles) {
        return Math.round(cycles * CycleEstimate.PARTS);
    }

    private Polynomial iterations(Path path, CycleCase of) {
        Map<String, Long> rates = rates(path, way -> iteration(way, of));
        if (of != CycleCase.WARM) {
            // No more than where all is at hand, and each new line by itself.
            Map<String, Long> atHand = rates(path, way -> atHand(way, of));
            rates.replaceAll((point, rate) -> Math.min(rate, atHand.get(point) + newLines(path, point, miss(of))));
        }
        return iterations(path, rates);
    }

    private Polynomial iterations(Path path, Map<String, Long> rates) {
        Polynomial all = Polynomial.ZERO;
        for (Map.Entry<String, Long> rate : rates.entrySet()) {
            all = all.plus(inside(path, rate.getKey()).times(rate.getValue()));
        }
        return all;
    }

    private Map<String, Long> rates(Path path, ToDoubleFunction<Rounds.Way> iteration) {
        Map<String, Long> rates = new TreeMap<>();
        for (Rounds rounds : path.rounds().reversed()) {        // those of inner loops come behind the one that they are in
            List<RaisedRates.Way> ways = rounds.ways().stream().map(way -> new RaisedRates.Way(hundredths(iteration.applyAsDouble(way)), way.passed())).toList();
            Map<String, Long> passed = new TreeMap<>();
            rounds.ways().forEach(way -> passed.putAll(way.passed()));
            if (!passed.isEmpty()) {
                rates.putAll(RaisedRates.raised(rates, passed.keySet(), passed.keySet().iterator().next(), ways));
            }
        }
        return rates;
    }

    /** What the lines take, in hundredths of cycles, that each passage of a point may touch as the first; very much where it is not known how many there are. */
    private long newLines(Path path, String point, double miss) {
        double lines = 0;
        for (Map.Entry<Monomial, Long> term : path.cost().get(Metric.CACHE_LINES).coefficients().entrySet()) {
            OptionalDouble rate = term.getKey().rate(point);
            if (rate.isEmpty()) {
                return Long.MAX_VALUE / 4;
            }
            lines += rate.getAsDouble() * term.getValue();
        }
        return hundredths(Math.max(0, lines) * miss);
    }

    /** What loops touch once, and the first of the places that move along by a known step, come from memory before anything goes on. */
    private Polynomial firstTouches(Path path, double miss) {
        Map<Monomial, Long> once = new TreeMap<>(path.cost().get(Metric.CACHE_LINES).coefficients());
        once.keySet().removeIf(monomial -> monomial.exponents().keySet().stream().noneMatch(name -> name.startsWith("[")));
        Polynomial lines = Polynomial.of(once);
        for (Rounds rounds : path.rounds()) {
            Optional<String> point = rounds.ways().stream().filter(this::movesAlong).flatMap(way -> way.passed().keySet().stream()).findFirst();
            if (point.isPresent()) {
                lines = lines.plus(Polynomial.bracket(point.get(), outside(path, point.get())));
            }
        }
        return lines.times(hundredths(miss));
    }

    private boolean movesAlong(Rounds.Way way) {
        return way.trace().accesses(way.piece().fromAccess()).subList(0, way.piece().accesses()).stream()
                .anyMatch(access -> way.motion().apply(access.address()).filter(motion -> motion.step() != 0).isPresent());
    }

    /** The passages of a point in complete iterations, as the formula of instructions has them. */
    private Polynomial inside(Path path, String point) {
        return Polynomial.variable(point).plus(-outside(path, point));
    }

    private long outside(Path path, String point) {
        Long address = automatic.get(point);
        return CutLoop.outside(address == null ? point : CutLoop.automatic(address), path.trace().instructions(0), path.passages());
    }

    /** What one more iteration takes where there were many by the same way; what these touch again is in a cache then. */
    private double iteration(Rounds.Way way, CycleCase of) {
        return ofWays.get(of).computeIfAbsent(way.piece(), _ -> even(way, board(of)));
    }

    /** The same where all that it touches is in the nearest cache. */
    private double atHand(Rounds.Way way, CycleCase of) {
        return of == CycleCase.COLD ? iteration(way, CycleCase.WARM)
                : mispredicted.computeIfAbsent(way.piece(), _ -> even(way, Scoreboard.mispredicting(machine, open::contains)));
    }

    private double even(Rounds.Way way, Scoreboard board) {
        int part = way.piece().instructions() > LONG_WAY ? 4 : 1;
        double even = 0;
        for (int i = 0; i < AGAIN / part; i++) {
            if (i == EVEN / part) {
                even = board.cycles();
            }
            int iteration = i;
            board.execute(steps(way.trace(), way.piece(), access -> moved(access, way, iteration)));
        }
        return (board.cycles() - even) / ((AGAIN - EVEN) / part);
    }

    private List<Step> steps(Trace trace, Trace.Piece piece, Function<Trace.Access, Step.Access> place) {
        long[] instructions = trace.instructions(piece.from());
        List<List<Step.Access>> accesses = new ArrayList<>();
        for (int i = 0; i < piece.instructions(); i++) {
            accesses.add(new ArrayList<>());
        }
        for (Trace.Access access : trace.accesses(piece.fromAccess()).subList(0, piece.accesses())) {
            accesses.get(access.step() - piece.from()).add(place.apply(access));
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < piece.instructions(); i++) {
            steps.add(new Step(code.apply(instructions[i]), accesses.get(i)));
        }
        return steps;
    }

    private Step.Access place(Trace.Access access) {
        if (access.address() instanceof Constant known) {
            return new Step.Access("", known.toLong(), access.bytes(), access.store());
        }
        BigInteger plus = Linear.of(access.address()).constant();
        Term unknown = terms.sub(access.address(), terms.constant(access.address().width(), plus));
        return new Step.Access(unknown, plus.longValue(), access.bytes(), access.store());
    }

    private Step.Access moved(Trace.Access access, Rounds.Way way, int iteration) {
        Step.Access first = place(access);
        Optional<Motion> motion = way.motion().apply(access.address());
        return motion.map(moves -> new Step.Access(first.base(), first.offset() + moves.step() * iteration, first.bytes(), first.store()))
                .orElseGet(() -> new Step.Access(new Elsewhere(access.address(), iteration), 0, first.bytes(), first.store()));
    }
}
