package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.decision.input.MachineFile;
import org.perfcontracts.engine.Engine;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.timing.InstructionKind;
import org.perfcontracts.timing.MachineProfile;

/** The real thing with few samples. What comes out depends on the machine, so only that it can be is checked. */
class CalibrateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aProfileOfThisMachine() throws InputException, IOException {
        Path file = folder.resolve("here.yaml");
        CommandRun run = CommandRun.of("calibrate", "--quick", "--name", "here", "-o", file.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().lines().allMatch(line -> line.startsWith("bolt: ")), run.err());
        assertTrue(run.err().contains(" cycles a tick of the time-stamp counter of "), run.err());
        MachineProfile profile = MachineFile.read(file);
        assertEquals("here", profile.name());
        assertTrue(run.err().startsWith("bolt: " + profile.processor() + ", "), run.err());
        assertTrue(profile.source().startsWith("Measured by " + BoltCommand.VERSION + " on "), profile.source());
        assertTrue(Files.readString(file).startsWith("# A machine profile, by " + BoltCommand.VERSION + " calibrate --quick, which is rough"));
        checkFigures(profile);
    }

    private static void checkFigures(MachineProfile profile) {
        for (InstructionKind kind : InstructionKind.values()) {
            MachineProfile.Times times = profile.times(kind);
            assertTrue(times.latency() >= 0 && Double.isFinite(times.latency()), kind.key());
            assertTrue(times.perCycle() > 0 && Double.isFinite(times.perCycle()), kind.key());
        }
        MachineProfile.Core core = profile.core();
        for (double figure : new double[] {core.width(), core.window(), core.loads(), core.stores(), core.takenBranches()}) {
            assertTrue(figure > 0 && Double.isFinite(figure), core.toString());
        }
        MachineProfile.Memory memory = profile.memory();
        assertEquals(2, memory.levels().size());
        assertTrue(memory.levels().stream().allMatch(level -> level.latency() > 0 && level.bytes() > 0), memory.toString());
        assertTrue(memory.beyond().least() > 0 && memory.beyond().most() >= memory.beyond().least(), memory.toString());
    }

    @Test
    void whoIsToStopWritesNothing() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var stop = new StopSignal();
        stop.request();
        var context = new Context(CommandRun.HOME, out, new PrintStream(err, true, StandardCharsets.UTF_8), Context.Terminal.NONE, stop, new Engine());
        assertEquals(2, Main.run(context, "calibrate"));
        assertEquals("bolt: the calibration was stopped\n", err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--cpu|100000|--cpu: must be the number of a CPU",
        "--cpu|-1|--cpu: must be the number of a CPU",
        "--cpu|one|--cpu",
        "--name|My Machine|a machine's name is made of up to 40 small letters, digits, dots and dashes, not 'My Machine'",
        "-o|no/such/folder/here.yaml|its folder does not exist",
    })
    void badInput(String option, String value, String expected) {
        CommandRun run = CommandRun.of("calibrate", "--quick", option, value);
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("bolt: ") && run.err().contains(expected), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertFalse(run.err().contains("internal error"), run.err());
    }
}
