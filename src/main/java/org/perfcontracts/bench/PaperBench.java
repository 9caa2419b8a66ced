package org.perfcontracts.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.cpu.Cpuid;
import org.perfcontracts.cpu.LastPacket;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Listener;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.report.PaperComparison;
import org.perfcontracts.report.PaperCycles;
import org.perfcontracts.report.Validation;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.EntryCheck;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.Toolchain;
import org.perfcontracts.timing.MachineProfile;
import org.perfcontracts.traffic.RandomFlows;

/** Brings the paper's classes of packets about, and compares what is predicted for them with what is measured. */
public final class PaperBench {
    private static final Duration PAUSE = Duration.ofHours(1);
    /** One byte less than an Ethernet header has. */
    private static final int RUNT = 13;

    private final Path home;
    private final Analysis analysis;
    private final Function<String, Listener> listeners;
    private final StopSignal stop;
    private final Optional<MachineProfile> machine;
    private final Optional<Driver> driver;
    private final Map<Configuration, List<Shot>> plan = new LinkedHashMap<>();
    private final Map<Shot, Outcome> outcomes = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final List<PaperCycles.Row> cycles = new ArrayList<>();

    /**
     * A bench that measures the programs of Bolt's own folder.
     *
     * @param analysis the engine
     * @param listeners told how far a task is, by its name
     * @param stop is requested when the user interrupts
     * @param machine whose cycles are estimated, and measured on this one; empty where cycles are left out
     */
    public PaperBench(Path home, Analysis analysis, Function<String, Listener> listeners, StopSignal stop, Optional<MachineProfile> machine) {
        this(home, analysis, listeners, stop, machine, Optional.empty());
    }

    /**
     * A bench of the whole stack, which leaves cycles out.
     *
     * @param driver of the ports, with a device
     */
    public PaperBench(Path home, Analysis analysis, Function<String, Listener> listeners, StopSignal stop, Driver driver) {
        this(home, analysis, listeners, stop, Optional.empty(), Optional.of(driver));
    }

    private PaperBench(Path home, Analysis analysis, Function<String, Listener> listeners, StopSignal stop, Optional<MachineProfile> machine, Optional<Driver> driver) {
        this.driver = driver;
        this.home = home;
        this.analysis = analysis;
        this.listeners = listeners;
        this.stop = stop;
        this.machine = machine;
    }

    /** A bench that leaves cycles out. */
    public PaperBench(Path home, Analysis analysis, Function<String, Listener> listeners, StopSignal stop) {
        this(home, analysis, listeners, stop, Optional.empty());
    }

    /** A program run with options of its own, and where the last packet arrives; it is explored once for all scenarios. */
    private record Configuration(String target, List<String> options, int port) {
        @Override
        public String toString() {
            return Stream.concat(Stream.of(target), options.stream()).collect(Collectors.joining(" "));
        }
    }

    /** A scenario at a size, in one program. */
    private record Shot(PaperScenario scenario, Configuration configuration, long capacity, long n) {
        private String title() {
            return scenario.name() + (scenario.growth().isPresent() ? ", n = " + n + ", " + configuration : "");
        }
    }

    /** What came of a shot: the class as the contract has it, the packet, and the cycles of its path if they are known. */
    private record Outcome(Contract contract, InputClass inputClass, LastPacket packet, Optional<CycleEstimator.OfPath> estimate) {
    }

    /** Measures the scenarios, which are some of the file's. */
    public PaperComparison run(PaperFile file, List<PaperScenario> scenarios) throws InputException {
        for (PaperScenario scenario : scenarios) {
            shots(scenario).forEach(shot -> plan.computeIfAbsent(shot.configuration, _ -> new ArrayList<>()).add(shot));
        }
        for (Map.Entry<Configuration, List<Shot>> each : plan.entrySet()) {
            measure(each.getKey(), each.getValue());
        }
        List<PaperComparison.Row> rows = new ArrayList<>();
        for (PaperScenario scenario : scenarios) {
            shots(scenario).forEach(this::check);
            if (scenario.growth().isEmpty()) {
                rows.add(measuredRow(scenario, shots(scenario).getFirst(), scenario.published(), scenario.name()));
                cycles.add(timedRow(shots(scenario).getFirst(), scenario.publishedCycles(), scenario.name()));
            } else {
                addGrowth(scenario, scenario.growth().get(), rows);
            }
        }
        return new PaperComparison(file.source(), file.claims(), rows, findings, machine.map(profile -> cycles(profile, file)));
    }

    private PaperCycles cycles(MachineProfile profile, PaperFile file) {
        return new PaperCycles(profile, Cpuid.processor(), file.cycles().map(PaperFile.CycleSource::source).orElse(""),
                file.cycles().map(PaperFile.CycleSource::others).orElse(Map.of()), cycles);
    }

    // ---- measuring

    private List<Shot> shots(PaperScenario scenario) {
        if (scenario.growth().isEmpty()) {
            return List.of(new Shot(scenario, configuration(scenario, scenario.options()), 1, 1));
        }
        PaperScenario.Growth growth = scenario.growth().get();
        return Stream.of(growth.measured(), growth.predicted())
                .flatMap(capacity -> growth.sizes().stream().map(n -> new Shot(scenario, configuration(scenario, growth, capacity), capacity, n)))
                .toList();
    }

    /** One call has its port as a parameter; a poll is of one port. */
    private Configuration configuration(PaperScenario scenario, List<String> options) {
        return new Configuration(scenario.target(), options, driver.isPresent() ? scenario.script().steps().getLast().port() : 0);
    }

    private Configuration configuration(PaperScenario scenario, PaperScenario.Growth growth, long capacity) {
        var options = new ArrayList<>(scenario.options());
        options.add(growth.option() + "=" + capacity);
        return configuration(scenario, options);
    }

    private void measure(Configuration configuration, List<Shot> shots) throws InputException {
        Path folder = home.resolve(configuration.target);
        Target target = TargetFile.read(folder);
        Level level = level(target, configuration);
        new Builder(stop).build(target, Toolchain.OF_THE_TARGET.environment());
        EntryCheck.check(target, level);
        List<List<RandomFlows.Frame>> sequences = new ArrayList<>();
        for (Shot shot : shots) {
            sequences.add(frames(shot));
        }
        Request counted = new Request(target, level, RunSpec.DEFAULT_TIME_LIMIT, Budget.standard());
        Request request = machine.map(counted::on).orElse(counted);
        Analysis.Measured measured;
        try (Listener progress = listeners.apply(configuration.toString())) {
            measured = analysis.measure(request, sequences, progress, stop);
        }
        if (stop.requested()) {
            throw new InputException("interrupted while measuring " + configuration);
        }
        for (int i = 0; i < shots.size(); i++) {
            InputClass inputClass = find(shots.get(i), measured.contract());
            outcomes.put(shots.get(i), new Outcome(measured.contract(), inputClass, measured.packets().get(i), measured.estimates().get(i)));
        }
    }

    private Level level(Target target, Configuration configuration) throws InputException {
        Level level = driver.isPresent() ? target.level(Optional.of(LevelName.STACK)).withDriver(driver.get()).atPort(configuration.port)
                : target.level(Optional.of(LevelName.NF));
        return level.withOptions(configuration.options);
    }

    private List<RandomFlows.Frame> frames(Shot shot) throws InputException {
        try {
            List<RandomFlows.Frame> frames = shot.scenario.script().frames(shot.n);
            return driver.isPresent() ? Stream.concat(pause(frames.getFirst()), frames.stream()).toList() : frames;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InputException(shot.title() + ": " + e.getMessage(), e);
        }
    }

    /** The packets that have warmed the driver up have left something in tables: it is forgotten as time passes between two frames that are too short to be of any flow. */
    private static Stream<RandomFlows.Frame> pause(RandomFlows.Frame first) {
        return Stream.of(first.now() - PAUSE.toNanos(), first.now()).map(now -> new RandomFlows.Frame(new byte[RUNT], first.port(), now));
    }

    private static InputClass find(Shot shot, Contract contract) throws InputException {
        String wanted = shot.scenario.inputClass();
        return contract.classes().stream().filter(each -> each.name().equals(wanted)).findFirst()
                .orElseThrow(() -> new InputException(shot.title() + ": the contract has no class '" + wanted + "'; it has: "
                        + contract.classes().stream().map(InputClass::name).collect(Collectors.joining("; "))));
    }

    // ---- checking

    private void check(Shot shot) {
        Outcome outcome = outcomes.get(shot);
        String name = shot.title();
        if (!outcome.inputClass.complete()) {
            findings.add(name + ": the contract of its class is not complete");
        }
        if (!outcome.packet.inputClass().equals(Optional.of(shot.scenario.inputClass()))) {
            findings.add(name + ": the packet is of another class: "
                    + outcome.packet.inputClass().orElseGet(() -> "none that the contract has, with the marks " + outcome.packet.passed()));
            return;
        }
        // Which cache lines of rings are the same depends on where driver and device stand by now.
        (driver.isEmpty() ? outcome.inputClass.formulas() : summed(outcome.inputClass)).forEach((metric, formula) -> check(name, metric, formula, outcome.packet));
        if (!shot.scenario.pcvs().isEmpty()) {
            checkPcvs(shot, outcome);
        }
    }

    private void check(String name, Metric metric, Formula formula, LastPacket packet) {
        long predicted = formula.evaluate(packet.pcvs());
        long measured = packet.costs().get(metric);
        String figures = name + ": " + measured + " " + metric.title() + " measured, " + predicted + " predicted";
        if (predicted < measured) {
            findings.add(figures);
        } else if (formula.exact() && predicted != measured) {
            findings.add(figures + ", though the formula claims to be exact");
        }
    }

    /** PCVs of which the formulas do not speak are of no account, nor those that no packet decides on. */
    private void checkPcvs(Shot shot, Outcome outcome) {
        Map<String, Long> known = new HashMap<>(outcome.packet.pcvs());
        known.keySet().retainAll(outcome.inputClass.formulas().values().stream().flatMap(formula -> formula.variables().stream()).toList());
        outcome.contract.pcvs().stream().filter(pcv -> pcv.environment().isPresent()).map(Pcv::name).forEach(known::remove);
        SortedMap<String, Long> expected = pcvs(shot.scenario, shot.n, shot.capacity);
        SortedMap<String, Long> measured = withoutZeros(known);
        if (!expected.equals(measured)) {
            findings.add(shot.title() + ": the PCVs should be " + expected + ", and are " + measured);
        }
    }

    /** What the scenario says about the PCVs at a size. */
    private SortedMap<String, Long> pcvs(PaperScenario scenario, long n, long capacity) {
        Map<String, Long> values = new HashMap<>();
        scenario.pcvs().forEach((name, expression) -> {
            try {
                values.put(name, expression.of(n, capacity));
            } catch (ArithmeticException e) {
                findings.add(scenario.name() + ": " + name + " for n = " + n + ": " + e.getMessage());
            }
        });
        return withoutZeros(values);
    }

    private void checkRanges(String name, Map<String, Long> values, Contract contract) {
        Map<String, Pcv> pcvs = contract.pcvs().stream().collect(Collectors.toMap(Pcv::name, pcv -> pcv));
        values.forEach((pcv, value) -> {
            Pcv range = pcvs.getOrDefault(pcv, new Pcv(pcv, "", 0, OptionalLong.of(0)));
            if (value < range.low() || range.high().isPresent() && value > range.high().getAsLong()) {
                findings.add(name + ": " + pcv + " = " + value + " is outside the range that the contract gives");
            }
        });
    }

    private static SortedMap<String, Long> withoutZeros(Map<String, Long> values) {
        var kept = new TreeMap<>(values);
        kept.values().removeIf(value -> value == 0);
        return kept;
    }

    // ---- rows

    /** The formulas for what the paper has figures of. */
    private static Map<Metric, Formula> summed(InputClass inputClass) {
        Map<Metric, Formula> formulas = new EnumMap<>(inputClass.formulas());
        formulas.keySet().removeIf(metric -> !metric.isSum());
        return formulas;
    }

    private PaperComparison.Row measuredRow(PaperScenario scenario, Shot shot, Map<Metric, Validation.Comparison> published, String name) {
        Outcome outcome = outcomes.get(shot);
        Map<Metric, PaperComparison.Figures> figures = new EnumMap<>(Metric.class);
        summed(outcome.inputClass).forEach((metric, formula) -> figures.put(metric, new PaperComparison.Figures(formula,
                formula.evaluate(outcome.packet.pcvs()), OptionalLong.of(outcome.packet.costs().get(metric)),
                Optional.ofNullable(published.get(metric)))));
        return new PaperComparison.Row(name, scenario.meaning(), scenario.target(), scenario.inputClass(), shot.configuration.options,
                withoutZeros(outcome.packet.pcvs()), "measured", figures);
    }

    private PaperCycles.Row timedRow(Shot shot, Optional<Validation.Comparison> published, String name) {
        Outcome outcome = outcomes.get(shot);
        return new PaperCycles.Row(name, outcome.estimate.map(path -> path.at(outcome.packet.pcvs())), outcome.packet.timing(), published);
    }

    /** Two rows: what was measured at the smaller capacity, and what is predicted for the larger. */
    private void addGrowth(PaperScenario scenario, PaperScenario.Growth growth, List<PaperComparison.Row> rows) {
        Shot full = new Shot(scenario, configuration(scenario, growth, growth.measured()), growth.measured(), growth.measured());
        rows.add(measuredRow(scenario, full, Map.of(), scenario.name() + ", " + growth.measured()));
        cycles.add(timedRow(full, Optional.empty(), scenario.name() + ", " + growth.measured()));
        Configuration large = configuration(scenario, growth, growth.predicted());
        Outcome outcome = outcomes.get(new Shot(scenario, large, growth.predicted(), growth.sizes().getLast()));
        long n = growth.predicted();
        SortedMap<String, Long> pcvs = pcvs(scenario, n, n);
        checkRanges(scenario.name() + ", " + n, pcvs, outcome.contract);
        Map<String, Long> values = new HashMap<>(pcvs);
        outcome.contract.pcvs().forEach(pcv -> values.putIfAbsent(pcv.name(), 0L));
        Map<Metric, PaperComparison.Figures> figures = new EnumMap<>(Metric.class);
        summed(outcome.inputClass).forEach((metric, formula) -> figures.put(metric, new PaperComparison.Figures(formula,
                formula.evaluate(values), OptionalLong.empty(), Optional.ofNullable(scenario.published().get(metric)))));
        rows.add(new PaperComparison.Row(scenario.name() + ", " + n, scenario.meaning(), scenario.target(), scenario.inputClass(),
                large.options, pcvs, grounds(scenario, growth), figures));
        outcome.packet.pcvs().keySet().forEach(pcv -> values.putIfAbsent(pcv, 0L));
        cycles.add(new PaperCycles.Row(scenario.name() + ", " + n, outcome.estimate.map(path -> path.at(values)), Optional.empty(), scenario.publishedCycles()));
    }

    private static String grounds(PaperScenario scenario, PaperScenario.Growth growth) {
        String rule = new TreeMap<>(scenario.pcvs()).entrySet().stream().map(each -> each.getKey() + " = " + each.getValue())
                .collect(Collectors.joining(", "));
        String sizes = growth.sizes().stream().map(n -> Long.toString(n)).collect(Collectors.joining(", "));
        return "by the rule " + rule + ", checked against measurements for n = " + sizes + " with room for "
                + growth.measured() + " and for " + growth.predicted();
    }
}
