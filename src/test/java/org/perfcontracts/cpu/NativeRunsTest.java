package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeRunsTest {
    @TempDir
    static Path folder;
    private static TracedProgram program;
    private static TargetProcess target;

    @BeforeAll
    static void start() throws Exception {
        program = TracedProgram.build(folder);
        target = program.start(CpuLevel.V2, RunSpec.DEFAULT_TIME_LIMIT);
        target.setTables(new PointTable(List.of(), List.of()));
    }

    @AfterAll
    static void stop() {
        if (target != null) {
            target.close();
        }
    }

    @AfterEach
    void reset() throws TargetException {
        target.reset();
    }

    private static Replay call(String function) {
        return new Replay(List.of(), Map.of(7, program.address(function) + target.bias()), List.of(), new Replay.Stop.ReturnToCaller(), 100_000, List.of());
    }

    @Test
    void slice() throws Exception {
        for (String function : List.of("rmw_0", "calls_0", "movs_0")) {
            for (int i = 0; i < 3; i++) {
                target.sequence(List.of(call(function)), AgentLink.Detail.CHANGES);
                NativeRuns runs = target.time(32, Duration.ofSeconds(1));
                assertEquals(new NativeRuns.Stop.Done(), runs.stop());
                System.out.println(function + " empty " + runs.empty() + "\nhot " + runs.hot() + "\ncold " + runs.cold());
            }
        }
    }
}
