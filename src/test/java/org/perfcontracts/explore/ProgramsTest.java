package org.perfcontracts.explore;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.Trace;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.smt.Statistics;
import org.perfcontracts.formula.Pcv;

/**
 * One tiny program for each feature, explored and held against the CPU: witnesses take the paths they are witnesses of;
 * every random input has a path that allows it, and costs what the path says, or no more than that.
 */
class ProgramsTest {
    private static final int INPUTS = 150;
    private static final Duration WITNESS_LIMIT = Duration.ofSeconds(10);
    private static final long SEED = 20_250_611;

    @TempDir
    java.nio.file.Path folder;

    static Stream<TinyProgram> programs() throws Exception {
        return TinyProgram.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void paths(TinyProgram program) throws Exception {
        try (ExploredProgram explored = ExploredProgram.start(program.compile(folder), program.length(), ExploredProgram.budget())) {
            Exploration exploration = explored.explore();
            String found = describe(exploration);
            assertAll(found,
                    () -> expectations(program, exploration),
                    () -> witnesses(explored, exploration),
                    () -> randomInputs(program, explored, exploration));
        }
    }

    private static String describe(Exploration exploration) {
        return exploration.reasons() + exploration.paths().stream().map(path -> "\n  " + path.number() + ". " + path.end() + " "
                + path.classes() + (path.cut() ? " cut" : "") + (path.exact(Metric.INSTRUCTIONS) ? " " : " at most ") + path.cost())
                .collect(Collectors.joining());
    }

    // ---- what the program's comment says

    private static void expectations(TinyProgram program, Exploration exploration) {
        List<Path> paths = exploration.paths();
        List<Path> ended = paths.stream().filter(path -> path.end().isComplete()).toList();
        TreeSet<String> stops = new TreeSet<>();
        paths.forEach(path -> {
            if (path.end() instanceof End.Stopped stopped) {
                stops.add(stopped.kind().name());
            } else if (path.end() instanceof End.Faults) {
                stops.add("FAULT");
            } else if (path.end() instanceof End.Endless) {
                stops.add("ENDLESS");
            }
        });
        TreeSet<String> pcvs = new TreeSet<>();
        exploration.pcvs().forEach(pcv -> pcvs.add(exploration.automatic().containsKey(pcv.name()) ? "automatic" : pcv.name()));
        assertAll(
                () -> assertTrue(program.paths().contains(paths.size()), () -> paths.size() + " paths"),
                () -> assertEquals(program.isCut(), paths.stream().anyMatch(Path::cut), "cut"),
                () -> assertEquals(program.isExact(), ended.stream().allMatch(path -> path.exact(Metric.INSTRUCTIONS)), "exact"),
                () -> assertEquals(program.isComplete(), exploration.complete(), "complete"),
                () -> assertEquals(exploration.complete(), exploration.reasons().isEmpty(), "reasons"),
                () -> assertEquals(program.stops(), stops, "stops"),
                () -> assertEquals(program.pcvs(), pcvs, "PCVs"),
                () -> together(program, ended));
    }

    /** The greatest that any path says of each sum. */
    private static void together(TinyProgram program, List<Path> ended) {
        Map<Map<String, Long>, Long> most = new TreeMap<>(Comparator.comparing(Map::toString));
        ended.forEach(path -> path.bounds().forEach(bound -> most.merge(bound.weights(), bound.most(), Math::max)));
        List<String> said = most.entrySet().stream().map(each -> new LinearBound(each.getKey(), each.getValue()).toString()).toList();
        program.together().forEach(bound -> assertTrue(said.contains(bound), () -> bound + " is not among " + said));
    }

    // ---- witnesses

    private static void witnesses(ExploredProgram explored, Exploration exploration) throws Exception {
        Witness.findAll(exploration.terms(), exploration.paths(), 1, WITNESS_LIMIT, new Statistics(), () -> false);
        for (Path path : exploration.paths()) {
            if (path.end().isComplete()) {
                Referee.Verdict verdict = explored.referee().replay(path);
                assertTrue(verdict instanceof Referee.Verdict.Equal || path.cut() && verdict instanceof Referee.Verdict.NotReplayed,
                        () -> "path " + path.number() + ": " + verdict);
            }
        }
    }

    // ---- random inputs

    private static void randomInputs(TinyProgram program, ExploredProgram explored, Exploration exploration) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            Assignment input = randomInput(program, exploration, random);
            Trace trace = explored.run(input);
            String what = "seed " + SEED + ", input " + i + ": " + explored.describe(input) + ": " + trace.end() + ", "
                    + trace.instructions() + " instructions, " + trace.memoryAccesses() + " accesses, returns " + trace.result();
            List<Path> candidates = explored.candidates(input, trace);
            if (candidates.isEmpty()) {
                fail("no path allows " + what);
            }
            if (trace.isDone()) {
                compare(program, explored, candidates, trace, what);
                ranges(explored, exploration, trace, what);
                shares(explored, candidates, trace, what);
            }
        }
    }

    private static void compare(TinyProgram program, ExploredProgram explored, List<Path> candidates, Trace trace, String what) {
        List<Path> ended = candidates.stream().filter(path -> path.end().isComplete()).toList();
        if (ended.size() < candidates.size()) {
            return;     // it may have gone where the exploration stopped, of which no cost is known
        }
        Map<String, Long> pcvs = explored.referee().pcvs(trace);
        Map<Metric, Long> measured = Map.of(Metric.INSTRUCTIONS, trace.instructions(), Metric.MEMORY_ACCESSES, trace.memoryAccesses(),
                Metric.CACHE_LINES, trace.cacheLines());
        measured.forEach((metric, count) -> {
            List<Long> predicted = ended.stream().map(path -> path.cost().get(metric).evaluate(pcvs)).toList();
            String all = metric + " predicted " + predicted + " by paths " + ended.stream().map(Path::number).toList() + " with " + pcvs
                    + ", measured " + count + " for " + what;
            assertTrue(predicted.stream().anyMatch(each -> each >= count), () -> "below the CPU: " + all);
            if (metric == Metric.CACHE_LINES) {
                long least = predicted.stream().mapToLong(Long::longValue).min().orElseThrow();
                assertTrue(least - count <= program.linesBeyond(), () -> "far above the CPU: " + all);
            }
            if (ended.stream().allMatch(path -> path.exact(metric))) {
                assertTrue(predicted.contains(count), () -> "not exact: " + all);
            }
        });
    }

    private static void ranges(ExploredProgram explored, Exploration exploration, Trace trace, String what) {
        Map<String, Long> values = explored.referee().pcvs(trace);
        for (Pcv pcv : exploration.complete() ? exploration.pcvs() : List.<Pcv>of()) {
            long value = values.get(pcv.name());
            assertTrue(pcv.low() <= value && value <= pcv.high().orElse(Long.MAX_VALUE), () -> pcv + " is " + value + " for " + what);
        }
    }

    private static void shares(ExploredProgram explored, List<Path> candidates, Trace trace, String what) {
        Map<String, Long> values = explored.referee().pcvs(trace);
        assertTrue(candidates.stream().anyMatch(path -> !path.end().isComplete() || path.bounds().stream().allMatch(bound -> bound.admits(values))),
                () -> values + " though the paths say " + candidates.stream().map(Path::bounds).toList() + " for " + what);
    }

    /** Random bytes, or small ones, or a path's witness with some bytes changed; where the program says, only certain bytes. */
    private static Assignment randomInput(TinyProgram program, Exploration exploration, Random random) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        Inputs inputs = exploration.inputs();
        Path like = exploration.paths().get(random.nextInt(exploration.paths().size()));
        Assignment witness = like.witness().model().orElse(Assignment.ZERO);
        int kind = random.nextInt(3);
        TinyProgram.Range bytes = program.bytes();
        for (Symbol symbol : inputs.packet()) {
            long value = switch (kind) {
                case 0 -> random.nextLong(bytes.low(), bytes.high() + 1);
                case 1 -> random.nextLong(bytes.low(), Math.min(bytes.high(), bytes.low() + 3) + 1);
                default -> random.nextInt(16) == 0 ? random.nextLong(bytes.low(), bytes.high() + 1) : witness.value(symbol).longValue();
            };
            values.put(symbol, BigInteger.valueOf(value));
        }
        inputs.parameters().forEach((name, symbol) -> values.put(symbol, kind == 2 && random.nextBoolean() ? witness.value(symbol)
                : name.equals("length") ? BigInteger.valueOf(random.nextLong(program.length().low(), program.length().high() + 1))
                : random.nextBoolean() ? BigInteger.valueOf(random.nextInt(4)) : new BigInteger(symbol.width(), random)));
        return Assignment.of(values);
    }
}
