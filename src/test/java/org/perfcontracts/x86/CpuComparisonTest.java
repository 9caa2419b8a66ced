package org.perfcontracts.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Forms.Form;

/**
 * What each instruction does, compared with the CPU. Every form is executed by the CPU on at least a thousand states,
 * random and edge cases, and by our semantics twice: on each state as constants, and once on symbols, the resulting terms
 * being evaluated under each state. Registers, vectors, memory, flags and the way taken must be equal; what the semantics
 * call undefined is left out, bit by bit.
 */
class CpuComparisonTest {
    private static final int PROFILES = 4;
    private static final int STATES_PER_PROFILE = 256;
    private static final int MOST_MISMATCHES_SHOWN = 40;
    private static final Path FOLDER = Path.of(System.getProperty("bolt.home", "."), "src", "test", "resources", "x86");

    /** Instructions that a CPU of the level x86-64-v3 may lack; where it does, their forms are counted apart. */
    private static final Set<String> BEYOND_LEVEL = Set.of("adcx", "adox", "rdgsbase", "pclmulqdq", "vpclmulqdq", "prefetchw",
            "aesenc", "aesenclast", "aesdec", "aesdeclast", "aesimc", "aeskeygenassist", "vaesenc", "vaesenclast", "vaesdec", "vaesdeclast", "vaesimc",
            "vaeskeygenassist", "sha1rnds4", "sha1nexte", "sha1msg1", "sha1msg2", "sha256rnds2", "sha256msg1", "sha256msg2", "rdpid", "rdrand", "rdseed",
            "movdiri", "movdir64b", "serialize", "cldemote", "clwb", "clflushopt");
    /** {@code -Dbolt.forms=…} compares only the forms whose text the expression is found in. */
    private static final Pattern CHOSEN = Pattern.compile(System.getProperty("bolt.forms", ""));
    private static final long ILLEGAL_INSTRUCTION = CpuState.OUTCOME_SIGNAL + 4;
    private static final Flag[] FLAGS = Flag.values();

    private final long seed = Long.getLong("bolt.seed", System.nanoTime());
    private final List<String> mismatches = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger symbolicForms = new AtomicInteger();
    private final AtomicInteger unknownForms = new AtomicInteger();

    @Test
    void everyFormDoesWhatTheCpuDoes() {
        for (Forms forms : Forms.readAll(FOLDER, Decoder.ofHome())) {
            compare(new Forms(forms.name(), forms.forms().stream().filter(form -> CHOSEN.matcher(form.text()).find()).toList()));
        }
        if (!mismatches.isEmpty()) {
            fail(mismatches.size() + " forms unlike the CPU (repeat with -Dbolt.seed=" + seed + "):\n"
                    + String.join("\n", mismatches.subList(0, Math.min(mismatches.size(), MOST_MISMATCHES_SHOWN))));
        }
    }

    /** Every worker has an oracle of its own and takes the next form until there is none. */
    private void compare(Forms forms) {
        symbolicForms.set(0);
        unknownForms.set(0);
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, Runtime.getRuntime().availableProcessors()).parallel().forEach(worker -> {
            try (Oracle oracle = new Oracle()) {
                for (int k = next.getAndIncrement(); k < forms.forms().size(); k = next.getAndIncrement()) {
                    collectMismatch(forms.forms().get(k), oracle);
                }
            }
        });
        System.out.printf("%s: %d forms x %d inputs compared with the CPU, %d of them through symbols too (seed %d)%n",
                forms.name(), forms.forms().size() - unknownForms.get(), PROFILES * STATES_PER_PROFILE, symbolicForms.get(), seed);
        if (unknownForms.get() > 0) {
            System.out.printf("%s: %d forms that this CPU does not know%n", forms.name(), unknownForms.get());
        }
    }

    private void collectMismatch(Form form, Oracle oracle) {
        try {
            compare(form, oracle);
        } catch (Mismatch mismatch) {
            mismatches.add(form.text() + ": " + mismatch.getMessage());
        } catch (StopException | IllegalStateException | IllegalArgumentException e) {
            mismatches.add(form.text() + ": " + e);
        }
    }

    /** The first difference found for a form. */
    private static final class Mismatch extends RuntimeException {
        Mismatch(String message) {
            super(message, null, false, false);
        }
    }

    private void compare(Form form, Oracle oracle) {
        SplittableRandom random = new SplittableRandom(seed ^ form.text().hashCode());
        boolean throughSymbols = true;
        for (int profile = 0; profile < PROFILES; profile++) {
            Inputs inputs = new Inputs(form.instruction(), random);
            byte[] before = new byte[STATES_PER_PROFILE * CpuState.SIZE];
            for (int k = 0; k < STATES_PER_PROFILE; k++) {
                inputs.fill(new CpuState(before, k));
            }
            byte[] after = oracle.execute(form.code(), form.instruction().length(), before);
            if (new CpuState(after, 0).outcome() == ILLEGAL_INSTRUCTION && isBeyondLevel(form.instruction())) {
                unknownForms.incrementAndGet();
                return;
            }
            Terms terms = new Terms();
            for (int k = 0; k < STATES_PER_PROFILE; k++) {
                compareConcrete(form.instruction(), terms, new CpuState(before, k), new CpuState(after, k));
            }
            throughSymbols &= compareSymbolic(form.instruction(), inputs, before, after);
        }
        symbolicForms.addAndGet(throughSymbols ? 1 : 0);
    }

    /** Whether a CPU of the level x86-64-v3 may lack an instruction. */
    private static boolean isBeyondLevel(Instruction instruction) {
        return instruction.encoding() == Instruction.Encoding.EVEX || instruction.mnemonic().startsWith("k")
                || BEYOND_LEVEL.contains(instruction.mnemonic());
    }

    // ---- constants

    private static void compareConcrete(Instruction instruction, Terms terms, CpuState before, CpuState after) {
        TestMachine machine = TestMachine.concrete(terms, before);
        try {
            long next = Semantics.execute(instruction, machine);
            compareWay(instruction, next, after);
        } catch (StopException stop) {
            boolean faults = stop.kind() == StopException.Kind.FAULT && after.outcome() >= CpuState.OUTCOME_SIGNAL;
            if (!faults) {
                throw stop;
            }
            return;
        }
        new Comparison(machine, before, after, Map.of()).all("constants");
    }

    private static void compareWay(Instruction instruction, long next, CpuState after) {
        long expected = next == instruction.next() ? 0 : next == CpuState.TAKEN ? CpuState.OUTCOME_TAKEN : -1;
        if (after.outcome() != expected) {
            throw new Mismatch("goes on at " + Long.toHexString(next) + ", but the CPU's outcome is " + after.outcome());
        }
    }

    // ---- symbols

    /** Returns false where the instruction cannot be executed on symbols alone. */
    private static boolean compareSymbolic(Instruction instruction, Inputs inputs, byte[] before, byte[] after) {
        Map<Symbol, Function<CpuState, BigInteger>> meanings = new HashMap<>();
        TestMachine machine = TestMachine.symbolic(new Terms(), inputs, meanings);
        try {
            Semantics.execute(instruction, machine);
        } catch (TestMachine.NeedsValueException | StopException e) {
            return false;
        }
        for (int k = 0; k < STATES_PER_PROFILE; k++) {
            CpuState state = new CpuState(before, k);
            Map<Symbol, BigInteger> values = new HashMap<>();
            meanings.forEach((symbol, meaning) -> values.put(symbol, meaning.apply(state)));
            new Comparison(machine, state, new CpuState(after, k), values).all("symbols");
        }
        return true;
    }

    // ---- comparison

    /** Compares what a machine became with what the CPU says. */
    private static final class Comparison {
        private final TestMachine machine;
        private final CpuState before;
        private final CpuState after;
        private final Map<Symbol, BigInteger> values;
        private final Evaluator evaluator;
        /** The same with other values for what is undefined; a bit that differs among them is undefined. */
        private final List<Evaluator> others = new ArrayList<>();

        Comparison(TestMachine machine, CpuState before, CpuState after, Map<Symbol, BigInteger> values) {
            this.machine = machine;
            this.before = before;
            this.after = after;
            this.values = values;
            this.evaluator = new Evaluator(values.isEmpty() ? Assignment.ZERO : Assignment.of(values));
        }

        /** Makes the other evaluators when the first difference asks for them. */
        private List<Evaluator> others() {
            if (others.isEmpty() && !machine.undefinedSymbols().isEmpty()) {
                others.add(withUndefined(symbol -> BigInteger.ONE.shiftLeft(symbol.width()).subtract(BigInteger.ONE)));
                Random random = new Random(1);
                for (int k = 0; k < 4; k++) {
                    others.add(withUndefined(symbol -> new BigInteger(symbol.width(), random)));
                }
            }
            return others;
        }

        private Evaluator withUndefined(Function<Symbol, BigInteger> choice) {
            Map<Symbol, BigInteger> all = new HashMap<>(values);
            machine.undefinedSymbols().forEach(symbol -> all.put(symbol, choice.apply(symbol)));
            return new Evaluator(Assignment.of(all));
        }

        void all(String way) {
            if (after.outcome() >= CpuState.OUTCOME_SIGNAL) {
                throw new Mismatch("the CPU raises signal " + (after.outcome() - CpuState.OUTCOME_SIGNAL));
            }
            for (int k = 0; k < 16; k++) {
                compareLong(way, "general register", k, machine.generalAfter(k), before.general(k), after.general(k));
            }
            for (Flag flag : FLAGS) {
                compareLong(way, flag.name(), flag.bit(), machine.flagAfter(flag), bit(before.flag(flag)), bit(after.flag(flag)));
            }
            if (machine.wroteVectorsOrWindow() || !before.hasVectorsAndWindowOf(after)) {
                vectorsAndWindow(way);
            }
        }

        private void vectorsAndWindow(String way) {
            for (int k = 0; k < 32; k++) {
                compareVector(way, k);
            }
            for (int k = 0; k < 8; k++) {
                compareLong(way, "mask", k, machine.maskAfter(k), before.mask(k), after.mask(k));
            }
            for (int k = 0; k < CpuState.WINDOW_SIZE; k++) {
                if (machine.windowAfter(k) == null && before.window(k) == after.window(k)) {
                    continue;
                }
                compareLong(way, "memory at", k, machine.windowAfter(k), before.window(k) & 0xff, after.window(k) & 0xff);
            }
        }

        private static long bit(boolean value) {
            return value ? 1 : 0;
        }

        private void compareLong(String way, String what, int number, Term ours, long unchanged, long cpu) {
            if (ours == null) {
                check(way, what, number, unchanged == cpu, unchanged, cpu);
                return;
            }
            long value = ours instanceof Constant constant ? constant.toLong() : evaluator.toLong(ours);
            if (value != cpu) {
                long different = (value ^ cpu) & ~undefinedBits(ours).longValue();
                check(way, what, number, different == 0, value, cpu);
            }
        }

        private void compareVector(String way, int number) {
            Term ours = machine.vectorAfter(number);
            if (ours == null) {
                for (int k = 0; k < 8; k++) {
                    check(way, "vector register", number, before.vectorLong(number, k) == after.vectorLong(number, k),
                            before.vectorLong(number, k), after.vectorLong(number, k));
                }
                return;
            }
            BigInteger value = evaluator.value(ours);
            BigInteger cpu = after.vector(number);
            if (!value.equals(cpu) && value.xor(cpu).andNot(undefinedBits(ours)).signum() != 0) {
                throw new Mismatch("by " + way + " vector register " + number + " is " + value.toString(16)
                        + ", but the CPU says " + cpu.toString(16) + state());
            }
        }

        private BigInteger undefinedBits(Term term) {
            BigInteger value = evaluator.value(term);
            BigInteger bits = BigInteger.ZERO;
            for (Evaluator other : others()) {
                bits = bits.or(value.xor(other.value(term)));
            }
            return bits;
        }

        private void check(String way, String what, int number, boolean equal, long ours, long cpu) {
            if (!equal) {
                throw new Mismatch("by " + way + " " + what + " " + number + " is " + Long.toHexString(ours) + ", but the CPU says "
                        + Long.toHexString(cpu) + state());
            }
        }

        private String state() {
            StringBuilder text = new StringBuilder(" from");
            for (int k = 0; k < 16; k++) {
                text.append(' ').append(Long.toHexString(before.general(k)));
            }
            text.append(" flags ").append(Long.toHexString(before.flags()));
            for (int k = 0; k < 3; k++) {
                text.append(" v").append(k).append(' ').append(before.vector(k).toString(16));
            }
            return text.toString();
        }
    }

    // ---- the harness itself

    @Test
    void alternativesAreCombined() {
        assertEquals(List.of("add al, bl", "add al, cl", "sub al, bl", "sub al, cl"), Forms.expand("{add,sub} al, {bl,cl}"));
    }

    @Test
    void aWrongResultIsFound() {
        Forms.Form form = Forms.readAll(FOLDER, Decoder.ofHome()).getFirst().forms().getFirst();
        byte[] before = new byte[CpuState.SIZE];
        byte[] after = new byte[CpuState.SIZE];
        new Inputs(form.instruction(), new SplittableRandom(1)).fill(new CpuState(before, 0));
        System.arraycopy(before, 0, after, 0, before.length);
        TestMachine machine = TestMachine.concrete(new Terms(), new CpuState(before, 0));
        Comparison equal = new Comparison(machine, new CpuState(before, 0), new CpuState(after, 0), Map.of());
        equal.all("constants");
        machine.setFlag(Flag.CARRY, machine.terms().condition(!new CpuState(before, 0).flag(Flag.CARRY)));
        boolean found = false;
        try {
            equal.all("constants");
        } catch (Mismatch mismatch) {
            found = mismatch.getMessage().contains("CARRY");
        }
        assertTrue(found);
    }
}
