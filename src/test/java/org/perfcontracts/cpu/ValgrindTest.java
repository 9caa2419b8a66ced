package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent's traces against valgrind's lackey, which has another decoder and another way of counting.
 *
 * <p>Lackey sees no atomic instruction as it is (it has a load too many), and executes both sides of some
 * conjunctions unless it is kept from chasing jumps; the code that is compared has none, and it is.
 */
class ValgrindTest {
    @TempDir
    static Path folder;

    /** An instruction as both can name it, with its accesses, in order of text. */
    private record Step(String address, List<String> accesses) {
        Step sorted() {
            return new Step(address, accesses.stream().sorted().toList());
        }
    }

    @Test
    void sameInstructionsAndAccesses() throws Exception {
        TracedProgram program = TracedProgram.build(folder, "-no-pie");
        List<Step> ours = new ArrayList<>();
        try (TargetProcess target = program.start(CpuLevel.V2, RunSpec.DEFAULT_TIME_LIMIT, "mixed")) {
            Trace trace = target.replay(new Replay(List.of(), Map.of(), List.of(),
                    new Replay.Stop.ReturnToCaller(), 100_000));
            assertEquals(new Trace.End.Done(), trace.end());
            for (int i = 0; i < trace.length(); i++) {
                ours.add(step(trace, i));
            }
        }
        List<Step> theirs = lackey(program, ours.size());
        assertTrue(ours.size() > 5000, ours.size() + " instructions are too few to mean anything");
        for (int i = 0; i < ours.size(); i++) {
            assertEquals(theirs.get(i).sorted(), ours.get(i).sorted(), "instruction " + i + " of " + ours.size());
        }
    }

    private static Step step(Trace trace, int i) {
        List<String> accesses = new ArrayList<>();
        for (int k = 0; k < trace.accessCount(i); k++) {
            accesses.add(access(trace.isStore(i, k) ? "S" : "L", trace.accessAddress(i, k), trace.accessSize(i, k)));
        }
        return new Step(place(trace.instruction(i)), accesses);
    }

    private static String access(String kind, long address, int size) {
        // Libraries and the stack are elsewhere under valgrind.
        return kind + size + (isProgram(address) ? "@" + Long.toHexString(address) : "");
    }

    private static String place(long address) {
        return isProgram(address) ? Long.toHexString(address) : "library+" + Long.toHexString(address & 4095);
    }

    private static boolean isProgram(long address) {
        return address >= 0x400000 && address < 0x500000;
    }

    private static List<Step> lackey(TracedProgram program, int most) throws IOException, InterruptedException {
        Path log = folder.resolve("lackey");
        TracedProgram.run(folder, List.of("env", "LD_BIND_NOW=1", "GLIBC_TUNABLES=" + CpuLevel.V2.tunables(),
                "valgrind", "--tool=lackey", "--trace-mem=yes", "--vex-guest-chase=no", "--log-file=" + log,
                program.binary().toString(), "mixed"));
        List<Step> steps = new ArrayList<>();
        String entry = Long.toHexString(program.address("probe"));
        try (Stream<String> lines = Files.lines(log)) {
            for (String line : lines.filter(each -> each.matches("(I | L| S| M) +[0-9a-f]+,\\d+"))
                    .toList()) {
                String[] fields = line.strip().split("[ ,]+");
                long address = Long.parseUnsignedLong(fields[1], 16);
                if (fields[0].equals("I")) {
                    if (steps.size() == most) {
                        return steps;
                    }
                    if (!steps.isEmpty() || Long.toHexString(address).equals(entry)) {
                        steps.add(new Step(place(address), new ArrayList<>()));
                    }
                } else if (!steps.isEmpty()) {
                    int size = Integer.parseInt(fields[2]);
                    for (String kind : fields[0].equals("M") ? List.of("L", "S") : List.of(fields[0])) {
                        steps.getLast().accesses().add(access(kind, address, size));
                    }
                }
            }
        }
        throw new AssertionError("lackey traced " + steps.size() + " instructions of " + most + ": see " + log);
    }
}
