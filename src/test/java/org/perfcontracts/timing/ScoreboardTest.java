package org.perfcontracts.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.x86.Decoder;
import org.perfcontracts.x86.Instruction;

/** When instructions are done, on a machine with round figures. */
class ScoreboardTest {
    private static final Decoder DECODER = Decoder.ofHome();
    private static final String ADD_RAX = "4883c001";
    private static final String LOAD_RAX = "488b03";
    private static final String STORE_RAX = "488903";
    private static final int MANY = 400;

    private final List<Step> steps = new ArrayList<>();
    private long address = 0x1000;

    private Instruction decode(String hexadecimal) {
        byte[] code = HexFormat.of().parseHex(hexadecimal);
        Instruction instruction = DECODER.decode(code, 0, code.length, address);
        address = instruction.next();
        return instruction;
    }

    private ScoreboardTest then(String hexadecimal, Step.Access... accesses) {
        steps.add(new Step(decode(hexadecimal), List.of(accesses)));
        return this;
    }

    private static Step.Access load(Object base, long offset, int bytes) {
        return new Step.Access(base, offset, bytes, false);
    }

    private static Step.Access store(Object base, long offset, int bytes) {
        return new Step.Access(base, offset, bytes, true);
    }

    private double cycles() {
        return cycles(new Scoreboard(Machines.round()));
    }

    private double cycles(Scoreboard board) {
        board.execute(steps);
        return board.cycles();
    }

    /** By how much each of many rounds of the same code adds to the time. */
    private static double each(Runnable round, ScoreboardTest test) {
        for (int i = 0; i < MANY; i++) {
            round.run();
        }
        return test.cycles() / MANY;
    }

    private double each(String... instructions) {
        return each(() -> {
            for (String each : instructions) {
                then(each);
            }
        }, this);
    }

    @Test
    void whatWaitsForWhatIsBeforeItTakesItsLatencies() {
        assertEquals(1, each(ADD_RAX), 0.02);
    }

    @Test
    void whatDoesNotWaitTakesAsLongAsTheWidthSays() {
        assertEquals(1, each(ADD_RAX, "4883c101", "4883c201", "4883c301"), 0.02);        // add to rax, rcx, rdx, rbx
    }

    @Test
    void aMultiplicationStandsInItsOwnWay() {
        assertEquals(3, each("480fafc0"), 0.02);                                            // imul rax, rax
        assertEquals(1, new ScoreboardTest().each("486bc103"), 0.02);                       // imul rax, rcx, 3
    }

    @Test
    void aUnitThatIsBusyForLongMakesOthersWait() {
        assertEquals(20, each("48f7f1"), 0.1);                                              // div rcx: waits for its own rax
        assertEquals(10, new ScoreboardTest().each("31d2", "31c0", "48f7f1"), 0.1);         // xor edx, edx; xor eax, eax; div rcx
    }

    @Test
    void clearingARegisterWaitsForNothing() {
        assertEquals(0.5, each("31c0", ADD_RAX), 0.02);                                     // xor eax, eax; add rax, 1
    }

    @Test
    void partsOfARegisterWaitForTheRest() {
        assertEquals(2, each("b001", ADD_RAX), 1.01);                                       // mov al, 1; add rax, 1
        assertTrue(new ScoreboardTest().each("b001", ADD_RAX) > new ScoreboardTest().each("b801000000", ADD_RAX));
    }

    @Test
    void loadsWaitForTheirAddresses() {
        assertEquals(4, each(() -> then("488b00", load("a", 0, 8)), this), 0.1);            // mov rax, [rax]
        ScoreboardTest other = new ScoreboardTest();
        assertEquals(0.5, each(() -> other.then(LOAD_RAX, load("a", 0, 8)), other), 0.1);   // mov rax, [rbx]: two a cycle
    }

    @Test
    void aLoadWaitsForTheStoreToTheSameBytesOnly() {
        assertEquals(7, each(() -> then(STORE_RAX, store("a", 0, 8)).then(LOAD_RAX, load("a", 0, 8)), this), 0.1);
        ScoreboardTest other = new ScoreboardTest();
        assertEquals(1, each(() -> other.then(STORE_RAX, store("a", 0, 8)).then(LOAD_RAX, load("b", 0, 8)), other), 0.1);
        ScoreboardTest apart = new ScoreboardTest();
        assertEquals(1, each(() -> apart.then(STORE_RAX, store("a", 0, 8)).then(LOAD_RAX, load("a", 8, 8)), apart), 0.1);
    }

    @Test
    void bytesOfTwoStoresComeFromMemory() {
        then("8903", store("a", 0, 4)).then(LOAD_RAX, load("a", 0, 8));
        double partial = cycles();
        double whole = new ScoreboardTest().then(STORE_RAX, store("a", 0, 8)).then(LOAD_RAX, load("a", 0, 8)).cycles();
        assertTrue(partial >= Machines.round().memory().nearest() && whole >= Machines.round().memory().storeForward(), partial + " " + whole);
    }

    @Test
    void noMoreAreUnderWayThanThereIsRoomFor() {
        then("488b00", load("a", 0, 8));
        for (int i = 0; i < 64; i++) {
            then("4883c101");                                                               // add rcx, 1
        }
        double near = cycles();
        Scoreboard cold = Scoreboard.cold(Machines.round());
        double far = cycles(cold);
        assertTrue(far > 200 + 64 - 16 && near < 100, near + " " + far);                    // 16 of them run while the load waits
    }

    @Test
    void aLineComesFromMemoryOnce() {
        then(LOAD_RAX, load("a", 0, 8));
        double once = cycles(Scoreboard.cold(Machines.round()));
        then(LOAD_RAX, load("a", 8, 8)).then(LOAD_RAX, load("a", 56, 8));
        assertEquals(once, cycles(Scoreboard.cold(Machines.round())), 2);
        then("488b00", load("a", 64, 8));                                                   // in another line, by what the last one gave
        assertEquals(once + 200, cycles(Scoreboard.cold(Machines.round())), 10);
    }

    @Test
    void whatHasJustBeenWrittenIsAtHand() {
        then("c3", load("", 0x7000, 8));                                                    // ret
        Scoreboard told = Scoreboard.cold(Machines.round());
        told.written(load("", 0x7000, 8));
        double here = cycles(told);
        assertTrue(here < 200 + 20 && cycles(Scoreboard.cold(Machines.round())) >= 400, "the code comes from memory, the address does not: " + here);
    }

    /** Lines of code, each with a branch to the next one, are asked for at once, or when it is known where to go. */
    @Test
    void behindAMispredictedBranchCodeIsAskedForLate() {
        for (int i = 0; i < 5; i++) {
            then("eb3e");                                                                   // jmp over the rest of the line
            address += 62;
        }
        assertEquals(300 + 4 * 40, cycles(Scoreboard.worst(Machines.round(), _ -> false)), 10);
        assertEquals(5 * 300 + 5 * 15, cycles(Scoreboard.worst(Machines.round(), _ -> true)), 20);
        assertEquals(5 * 15, cycles(Scoreboard.mispredicting(Machines.round(), _ -> true)), 10);
    }

    @Test
    void atWorstABranchThatMayGoEitherWayIsMispredicted() {
        then("488b03", load("a", 0, 8)).then("4885c0").then("7500").then("4883c101");       // mov rax, [rbx]; test rax, rax; jne to the next; add rcx, 1
        long branch = steps.get(2).instruction().address();
        double predicted = cycles(Scoreboard.worst(Machines.round(), _ -> false));
        assertEquals(predicted + 15, cycles(Scoreboard.worst(Machines.round(), address -> address == branch)), 2);
        assertEquals(2 * 300 + 4, predicted, 5);
    }

    @Test
    void takenBranchesAreOneACycle() {
        for (int i = 0; i < MANY; i++) {
            address = 0x1000;
            then("ebfe");                                                                   // jmp to itself
            address = 0x1000;
        }
        steps.replaceAll(step -> new Step(steps.getFirst().instruction(), List.of()));
        assertEquals(1, cycles() / MANY, 0.02);
    }

    @Test
    void aComparisonAndItsJumpAreOne() {
        double fused = each("4839c8", "7500");                                              // cmp rax, rcx; jne to the next
        double apart = new ScoreboardTest().each("4839c8", "90", "7500");                   // with a nop between
        assertTrue(fused < apart, fused + " " + apart);
        assertEquals(0.25, fused, 0.02);
    }

    @Test
    void aFenceWaitsForAllAndAllWaitForIt() {
        then("488b00", load("a", 0, 8)).then("0faee8").then("4883c101");                    // mov rax, [rax]; lfence; add rcx, 1
        assertEquals(4 + 10 + 1, cycles(), 1.5);
    }

    /** Seeded: units never begin more in a cycle than they can, and nothing before it is ready. */
    @Test
    void unitsBeginNoMoreThanTheyCan() {
        long seed = 20261126;
        Random random = new Random(seed);
        for (double perCycle : new double[] {0.3, 1, 1.5, 2.75, 6}) {
            Slots slots = new Slots(perCycle);
            double last = 0;
            List<Double> begun = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                double ready = last + random.nextDouble() * 3 - 1;
                double start = slots.take(Math.max(0, ready));
                assertTrue(start >= ready, "seed " + seed);
                begun.add(start);
                last = Math.max(last, ready);
            }
            begun.sort(null);
            for (int i = 0; i + 100 < begun.size(); i++) {
                assertTrue(begun.get(i + 100) - begun.get(i) >= 100 / perCycle - 2 - 1 / perCycle, "seed " + seed + ", " + perCycle + " a cycle");
            }
        }
    }
}
