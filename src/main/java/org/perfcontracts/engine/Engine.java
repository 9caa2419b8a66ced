package org.perfcontracts.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractBuilder;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.CostClasses;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.LibraryBuilder;
import org.perfcontracts.contract.LibraryContract;
import org.perfcontracts.contract.LibraryDescription;
import org.perfcontracts.contract.LibraryFile;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Position;
import org.perfcontracts.contract.Presentation;
import org.perfcontracts.contract.Profiler;
import org.perfcontracts.contract.Trial;
import org.perfcontracts.cpu.Cpuid;
import org.perfcontracts.cpu.CycleMeasurement;
import org.perfcontracts.cpu.Finding;
import org.perfcontracts.cpu.LastPacket;
import org.perfcontracts.cpu.PollSequence;
import org.perfcontracts.cpu.QuickTrial;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.cpu.TrafficRun;
import org.perfcontracts.cpu.TimedPacket;
import org.perfcontracts.cpu.Validator;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.decision.Distiller;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.report.ContractReport;
import org.perfcontracts.report.CycleFigures;
import org.perfcontracts.report.DistillationReport;
import org.perfcontracts.report.DistilledTraffic;
import org.perfcontracts.report.LibraryReport;
import org.perfcontracts.report.Report;
import org.perfcontracts.report.Validation;
import org.perfcontracts.report.ValidationReport;
import org.perfcontracts.report.WorstReport;
import org.perfcontracts.smt.Purpose;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.KeptAnswers;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.LibraryYaml;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.TargetSession;
import org.perfcontracts.traffic.RandomFlows;

/** The engine: from a request to a snapshot, its paths and their contract. */
public final class Engine implements Analysis {
    /** How long the solver may take over a question about words or checks. */
    private static final Duration QUESTION_ABOUT_WORDS = Duration.ofSeconds(1);

    /** How long a contract is held against the CPU before it is given. */
    private static final Duration TRIAL_TIME = Duration.ofMillis(1500);
    /** Besides, for polls behind one another, of which there are some thousand. */
    private static final Duration POLL_TIME = Duration.ofSeconds(8);

    private final KeptAnswers kept;
    private final Duration trialTime;

    /** An engine that keeps nothing from one run to the next. */
    public Engine() {
        this(KeptAnswers.none());
    }

    /** An engine that gives complete contracts of earlier runs again, as long as nothing has changed that they depend on. */
    public Engine(KeptAnswers kept) {
        this(kept, TRIAL_TIME);
    }

    /** The same with another time for which a contract is held against the CPU before it is given. */
    public Engine(KeptAnswers kept, Duration trialTime) {
        this.kept = kept;
        this.trialTime = trialTime;
    }

    @Override
    public Result contract(Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        requirePolls(request);
        Optional<LibraryDescription> library = LibraryYaml.of(request.target());
        try (TargetSession session = TargetSession.open(request, stop)) {
            library.ifPresent(session::noteOutcomes);
            Reuse reuse = reuse(session, request, "contract", request.presentation().key() + "\n" + request.trial() + "\n" + words(request.target())
                    + request.machine().map(machine -> "\n" + machine).orElse(""));
            Optional<Contract> earlier = reuse.earlier(ContractFile::fromText, Contract::complete);
            if (earlier.isPresent()) {
                return reuse.reused(report(explained(earlier.get().about(session.subject(), reuse.assumptions()), library, session), request));
            }
            Patience patience = new Patience(request.budget().time(), stop);
            Surroundings.Explored explored = Surroundings.explore(request, session, patience, progress, stop);
            Exploration exploration = explored.exploration();
            Derivation derivation = derive(session, exploration, patience, request.presentation());
            Contract derived = timed(request, session, exploration, derivation, patience)
                    .after(trial(request, session, exploration, derivation, patience, elsewhere(request, explored, derivation, patience, progress, stop)));
            boolean isCutShort = exploration.assumptions().stream().anyMatch(assumption -> assumption.startsWith(Exploration.CUT_SHORT));
            if (derived.complete() && derived.trial().isPassed() && !isCutShort) {
                reuse.keep(exploration, ContractFile.toText(derived));
            }
            return result(derived.complete() && !derived.trial().isMissing(), report(explained(derived, library, session), request), session, exploration, reuse.warnings());
        }
    }

    private static Contract timed(Request request, TargetSession session, Exploration exploration, Derivation derivation, Patience patience) {
        return request.machine().map(machine -> derivation.contract().with(
                new CycleEstimator(machine, session.instructions(), exploration).of(derivation, exploration.paths(), patience::isAllOver))).orElse(derivation.contract());
    }

    /** The file with the words of a target's library, which conditions are made of; empty where there is none. */
    private static String words(Target target) throws InputException {
        return target.library().isPresent() ? TargetFile.contents(target.library().get()) : "";
    }

    private static Report report(Contract contract, Request request) {
        return new ContractReport(contract, request.split() == Request.Split.REGION ? ContractReport.Detail.PLACES : ContractReport.Detail.CLASSES);
    }

    /** A contract that is not complete claims nothing that could be refuted. */
    private Trial trial(Request request, TargetSession session, Exploration exploration, Derivation derivation, Patience patience, List<Position> elsewhere) {
        if (!derivation.contract().complete()) {
            return Trial.NONE;
        }
        if (request.trial() == Request.Trial.LEFT_OUT) {
            return Trial.SKIPPED;
        }
        return new QuickTrial(session.referee(exploration), exploration, derivation, session::line, () -> pollSequence(request, session, exploration, derivation, elsewhere))
                .run(patience.within(trialTime.dividedBy(2)), patience.within(trialTime), patience.within(trialTime.plus(POLL_TIME)), session.solving());
    }

    private static PollSequence pollSequence(Request request, TargetSession session, Exploration exploration, Derivation derivation, List<Position> elsewhere) {
        return new PollSequence(session.referee(exploration), exploration, derivation, address -> session.function(address).name(), elsewhere, session.otherQueues(), request.level().packetsOfPolls());
    }

    /** Where driver and device may stand otherwise, if that is wanted of a complete contract. */
    private static List<Position> elsewhere(Request request, Surroundings.Explored explored, Derivation derivation, Patience patience, Consumer<Progress> progress, StopSignal stop)
            throws InputException {
        return request.trial() == Request.Trial.HELD_ELSEWHERE && derivation.contract().complete()
                ? new OtherPositions(request, explored, derivation, progress, stop).find(patience::isAllOver) : List.of();
    }

    private static void requirePolls(Request request) throws InputException {
        if (request.trial() == Request.Trial.HELD_ELSEWHERE && (request.level().name() != LevelName.STACK || request.level().driver().device().isEmpty())) {
            throw new InputException(request.target().name() + ": driver and device stand somewhere at level stack only, where a device delivers packets"
                    + " (--level stack --driver ixgbe, virtio or net_ring)");
        }
    }

    private static Contract explained(Contract contract, Optional<LibraryDescription> library, TargetSession session) {
        return library.isEmpty() ? contract : contract.withPcvs(library.get().explained(contract.pcvs(), session.instances()));
    }

    @Override
    public Result library(Request request, Consumer<Progress> progress, StopSignal stop) throws InputException {
        Target target = request.target();
        LibraryDescription whole = LibraryYaml.of(target).orElseThrow(() -> new InputException(target.name()
                + " names no stateful library; give the file by --library, or by the key 'library' of its bolt.yaml (docs/library.md)"));
        try (TargetSession session = TargetSession.open(request, stop)) {
            LibraryDescription description = session.noteCalls(whole);
            Reuse reuse = reuse(session, request, "library", TargetFile.contents(target.library().orElseThrow()));
            Optional<LibraryContract> earlier = reuse.earlier(LibraryFile::fromText, LibraryContract::complete);
            if (earlier.isPresent()) {
                return reuse.reused(new LibraryReport(earlier.get().about(session.subject(), calledBy(request, reuse.assumptions()))));
            }
            Exploration exploration = session.explore(progress, stop);
            LibraryContract library = new LibraryBuilder(description, exploration)
                    .build(session.subject(), calledBy(request, session.assumptions(exploration)));
            if (library.complete()) {
                reuse.keep(exploration, LibraryFile.toText(library));
            }
            return result(library.complete(), new LibraryReport(library), session, exploration, reuse.warnings());
        }
    }

    private static List<String> calledBy(Request request, List<String> assumptions) {
        List<String> all = new ArrayList<>(List.of("Operations are called as " + request.level().entry()
                + " calls them: with its arguments, and under the conditions of its paths."));
        all.addAll(assumptions);
        return all;
    }

    private Reuse reuse(TargetSession session, Request request, String kind, String more) {
        String name = request.target().name() + "-" + request.level().name().key() + "-" + kind;
        return new Reuse(session, kept.place(name, kind + "\n" + session.question() + "\n" + more), request.earlier());
    }

    @Override
    public Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal stop)
            throws InputException {
        requirePolls(request);
        if (traffic.timing() == RandomTraffic.Timing.MEASURED && request.level().name() != LevelName.NF) {
            throw new InputException(request.target().name() + ": cycles are measured at level nf only, not at level " + request.level().name());
        }
        Optional<LibraryDescription> library = LibraryYaml.of(request.target());
        try (TargetSession session = TargetSession.open(request, stop)) {
            library.ifPresent(session::noteOutcomes);
            Patience patience = new Patience(request.budget().time(), stop);
            Surroundings.Explored explored = Surroundings.explore(request, session, patience, progress, stop);
            Exploration exploration = explored.exploration();
            Derivation derivation = derive(session, exploration, patience, request.presentation());
            Witness.findAll(exploration.terms(), exploration.paths(), Runtime.getRuntime().availableProcessors(), SolverChain.QUESTION_LIMIT, session.solving(), patience::isAllOver);
            Validator.Outcome outcome = new Validator(session.referee(exploration), exploration, derivation, session::line)
                    .run(traffic.packets(), traffic.seed(), traffic.measured(), stop::requested);
            Validation validation = validation(derivation.contract(), exploration, outcome);
            Optional<CycleFigures> cycles = traffic.timing() == RandomTraffic.Timing.MEASURED
                    ? Optional.of(cycles(request, session, exploration, derivation, traffic, stop)) : Optional.empty();
            Optional<Polls> polls = polls(request, session, exploration, derivation, traffic, elsewhere(request, explored, derivation, patience, progress, stop), stop);
            return result(validation.passed(), new ValidationReport(validation, cycles, polls), session, exploration, List.of());
        } catch (TargetException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    private static Optional<Polls> polls(Request request, TargetSession session, Exploration exploration, Derivation derivation, RandomTraffic traffic, List<Position> elsewhere,
            StopSignal stop) throws TargetException {
        return !session.referee(exploration).hasPolls() || stop.requested() ? Optional.empty()
                : Optional.of(pollSequence(request, session, exploration, derivation, elsewhere)
                        .run(traffic.packets(), traffic.seed(), traffic.measured(), stop::requested));
    }

    private static CycleFigures cycles(Request request, TargetSession session, Exploration exploration, Derivation derivation, RandomTraffic traffic, StopSignal stop)
            throws TargetException {
        CycleMeasurement.Outcome outcome = new CycleMeasurement(session.referee(exploration), exploration, derivation)
                .run(traffic.packets(), traffic.seed(), traffic.measured(), stop::requested);
        Optional<CycleFigures.Estimates> estimates = request.machine().map(machine -> estimates(
                new CycleEstimator(machine, session.instructions(), exploration), exploration.paths(), outcome.packets()));
        Map<String, Formula> formulas = derivation.contract().classes().stream()
                .collect(Collectors.toMap(InputClass::name, each -> each.formulas().get(Metric.INSTRUCTIONS), (a, _) -> a));
        return new CycleFigures(Cpuid.processor(), outcome.pages(), outcome.packets(), outcome.failures(), formulas, estimates);
    }

    private static CycleFigures.Estimates estimates(CycleEstimator estimator, List<Path> paths, List<TimedPacket> packets) {
        Map<TimedPacket, CycleEstimator.Single> single = new IdentityHashMap<>();
        packets.forEach(packet -> packet.path().ifPresent(path -> single.put(packet, estimator.single(paths.get(path - 1), packet.pcvs()))));
        return new CycleFigures.Estimates(estimator.machine().name(), single);
    }

    @Override
    public Result distill(Request request, TrafficFile traffic, Consumer<Progress> progress, StopSignal stop) throws InputException {
        requireTraffic(request, traffic);
        try (TargetSession session = TargetSession.open(request, stop)) {
            TrafficSource.check(traffic, request, session, stop::requested);
            Patience patience = new Patience(request.budget().time(), stop);
            Exploration exploration = Surroundings.explore(request, session, patience, progress, stop).exploration();
            Derivation derivation = derive(session, exploration, patience);
            DistillationReport report = distillation(request, session, exploration, derivation, traffic, stop);
            return result(report.passed(), report, session, exploration, List.of());
        } catch (TargetException e) {
            throw new InputException(request.target().name() + ": " + e.getMessage(), e);
        }
    }

    private static DistillationReport distillation(Request request, TargetSession session, Exploration exploration, Derivation derivation, TrafficFile traffic,
            StopSignal stop) throws InputException, TargetException {
        Contract contract = PublishedContract.of(traffic.contract(), derivation.contract());
        Distiller distiller = new Distiller(contract);
        try (TrafficSource source = TrafficSource.open(traffic, request, session); SentCapture sent = SentCapture.open(traffic.sent())) {
            Optional<String> ended = new TrafficRun(session.referee(exploration), exploration, derivation, session::line, distiller, sent)
                    .run(source, traffic.measured(), stop::requested);
            sent.complete();
            Distillation distillation = distiller.distillation();
            traffic.distilled().accept(distillation);
            return new DistillationReport(distillation, new DistilledTraffic(traffic.file().getFileName().toString(),
                    source.arrivals().counts(), source.arrivals().others(), sent(request, sent), ended));
        } catch (SentCapture.Unwritable e) {
            throw e.told();
        } catch (IOException e) {
            throw TrafficSource.fault(e);
        } catch (ArithmeticException e) {
            throw new InputException(traffic.file() + ": what its packets cost in all does not fit 64 bits", e);
        }
    }

    private static OptionalLong sent(Request request, SentCapture sent) {
        return request.level().name() == LevelName.STACK ? OptionalLong.of(sent.frames()) : OptionalLong.empty();
    }

    private static void requireTraffic(Request request, TrafficFile traffic) throws InputException {
        String name = request.target().name();
        if (request.level().name() == LevelName.STACK && request.level().device().isEmpty()) {
            throw new InputException(name + ": at level stack traffic needs a device that delivers it (--driver), and with driver none the program's own driver makes the packets");
        }
        if (request.level().name() != LevelName.STACK && traffic.sent().isPresent()) {
            throw new InputException(name + ": --pcap-out needs level stack, where a device sends; at level nf the entry only says what it wants sent");
        }
    }

    @Override
    public Result worst(Request request, WorstCase worst, Consumer<Progress> progress, StopSignal stop) throws InputException {
        requirePackets(request);
        try (TargetSession session = TargetSession.open(request, stop)) {
            Patience patience = new Patience(request.budget().time(), stop);
            Exploration exploration = session.explore(progress, stop);
            Derivation derivation = derive(session, exploration, patience);
            WorstTraffic traffic = new WorstTraffic(session, exploration, derivation, worst);
            WorstReport report = traffic.find(stop);
            return result(derivation.contract().complete() && traffic.isFound() && !report.isRefuted(), report, session, exploration, List.of());
        } catch (TargetException e) {
            throw new InputException(request.target().name() + ": " + e.getMessage(), e);
        }
    }

    private static void requirePackets(Request request) throws InputException {
        if (request.level().name() != LevelName.NF) {
            throw new InputException(request.target().name() + ": traffic is run at level nf only, not at level " + request.level().name());
        }
    }

    @Override
    public Measured measure(Request request, List<List<RandomFlows.Frame>> sequences, Consumer<Progress> progress, StopSignal stop)
            throws InputException {
        try (TargetSession session = TargetSession.open(request, stop)) {
            Patience patience = new Patience(request.budget().time(), stop);
            Exploration exploration = Surroundings.explore(request, session, patience, progress, stop).exploration();
            Derivation derivation = derive(session, exploration, patience, request.presentation());
            List<LastPacket> packets = new ArrayList<>();
            for (List<RandomFlows.Frame> frames : sequences) {
                packets.add(last(request, session, exploration, derivation, frames, stop));
            }
            return request.machine().map(machine -> new Measured(derivation.contract(), packets,
                            ofPaths(new CycleEstimator(machine, session.instructions(), exploration), exploration.paths(), packets)))
                    .orElseGet(() -> new Measured(derivation.contract(), packets));
        } catch (TargetException e) {
            throw new InputException(request.target().name() + ": " + e.getMessage(), e);
        }
    }

    private static LastPacket last(Request request, TargetSession session, Exploration exploration, Derivation derivation, List<RandomFlows.Frame> frames, StopSignal stop)
            throws InputException, TargetException {
        Referee referee = session.referee(exploration);
        if (request.level().name() == LevelName.STACK) {
            Map<Integer, Long> queues = session.queues(frames.stream().map(RandomFlows.Frame::port).collect(Collectors.toSet()));
            return LastPacket.poll(referee, exploration, derivation, frames, queues, stop::requested);
        }
        return request.machine().isPresent() ? LastPacket.time(referee, exploration, derivation, frames, stop::requested)
                : LastPacket.measure(referee, exploration, derivation, frames, stop::requested);
    }

    private static List<Optional<CycleEstimator.OfPath>> ofPaths(CycleEstimator estimator, List<Path> paths, List<LastPacket> packets) {
        return packets.stream().map(packet -> packet.path().map(number -> estimator.of(paths.get(number - 1)))).toList();
    }

    /**
     * The classes of an exploration's paths at the finest resolution, and their formulas. Words and checks take as long as there is time; what cannot be
     * finished is left behind, and the classes are then told by their cost.
     */
    public static Derivation derive(TargetSession session, Exploration exploration, Patience patience) {
        return derive(session, exploration, patience, Presentation.FINEST);
    }

    static Derivation derive(TargetSession session, Exploration exploration, Patience patience, Presentation presentation) {
        CostClasses costs = CostClasses.of(exploration, session.outcomes(), session::line, presentation);
        patience.startWords();
        if (patience.isOver()) {
            return derive(session, costs, () -> true, presentation);
        }
        return Detached.run("words", () -> derive(session, costs, patience::isOver, presentation), patience::isLongOver)
                .orElseGet(() -> derive(session, costs, () -> true, presentation));
    }

    private static Derivation derive(TargetSession session, CostClasses costs, BooleanSupplier over, Presentation presentation) {
        Exploration exploration = costs.exploration();
        try (Solver solver = SolverChain.create(exploration.terms(), session.solving(), QUESTION_ABOUT_WORDS)) {
            solver.serve(Purpose.WORDS);
            return new ContractBuilder(solver, over, session::line, session.outcomes(), presentation, Optional.of(new Profiler(session::line, session::function)))
                    .derive(session.subject(), costs, session.assumptions(exploration));
        }
    }

    private static Validation validation(Contract contract, Exploration exploration, Validator.Outcome outcome) {
        List<Validation.ClassResult> classes = outcome.classes().stream().map(Engine::classResult).toList();
        return new Validation(contract.subject().target(), contract.subject().level(), contract.complete(),
                new Validation.Paths(exploration.paths().size(), outcome.replayed(), outcome.equal(), outcome.notReplayed()), classes,
                outcome.findings().stream().map(Finding::text).toList(), outcome.later());
    }

    private static Validation.ClassResult classResult(Validator.ClassTally tally) {
        Map<Metric, Validation.Comparison> metrics = new EnumMap<>(Metric.class);
        tally.worst().forEach((metric, worst) -> metrics.put(metric, new Validation.Comparison(worst.predicted(), worst.measured(),
                spokenOf(tally.inputClass().formulas().get(metric), worst.pcvs()))));
        return new Validation.ClassResult(tally.inputClass().name(), tally.packets(), tally.violations(), metrics);
    }

    /** The values of those PCVs that a formula speaks of. */
    private static Map<String, Long> spokenOf(Formula formula, Map<String, Long> pcvs) {
        Map<String, Long> values = new TreeMap<>(pcvs);
        values.keySet().retainAll(formula.alternatives().stream().flatMap(each -> each.variables().stream()).collect(Collectors.toSet()));
        return values;
    }

    private static Map<String, Double> solving(TargetSession session) {
        Map<String, Double> seconds = new TreeMap<>();
        for (Purpose purpose : Purpose.values()) {
            seconds.put(purpose.name().toLowerCase(Locale.ROOT), session.solving().time(purpose).toNanos() / 1e9);
        }
        return seconds;
    }

    private static Result result(boolean passed, Report report, TargetSession session, Exploration exploration, List<String> warnings) {
        Result.Effort effort = new Result.Effort(exploration.paths().size(), exploration.instructions(), session.queries(), solving(session));
        return new Result(passed ? ExitStatus.DONE : ExitStatus.FAILED, rendering(report), Optional.of(effort), Result.Origin.DERIVED, warnings);
    }

    private static ContractReport ofContract(Format format, Report report) {
        if (report instanceof ContractReport contract) {
            return contract;
        }
        throw new IllegalArgumentException("only a contract is written as " + format);
    }

    public static Function<Format, String> rendering(Report report) {
        return format -> switch (format) {
            case TEXT -> report.text();
            case JSON -> report.json();
            case MARKDOWN -> report.markdown();
            case HTML -> report.html();
            case TREE -> ofContract(format, report).tree();
            case PYTHON -> ofContract(format, report).python();
        };
    }
}
