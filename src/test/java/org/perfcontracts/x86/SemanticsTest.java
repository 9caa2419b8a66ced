package org.perfcontracts.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.StopException.Kind;

/** What the comparison with the CPU cannot see: the form of conditions, accesses, questions to the executor, and stops. */
class SemanticsTest {
    private static final Decoder DECODER = Decoder.ofHome();
    private static final long ADDRESS = 0x401000;

    private final Terms terms = new Terms();
    private final Term a = terms.symbol("a", 64);
    private final Term b = terms.symbol("b", 64);
    private final Recorder machine = new Recorder();

    /** A machine of symbols that answers questions as told and writes down what it is asked. */
    private final class Recorder implements Machine {
        final Term[] general = new Term[16];
        final FlagBank flags = new FlagBank(terms.no());
        final List<String> accesses = new ArrayList<>();
        final List<Term> decisions = new ArrayList<>();
        final Deque<Boolean> answers = new ArrayDeque<>();
        final List<Term> choices = new ArrayList<>();
        int undefined;

        Recorder() {
            for (int k = 0; k < 16; k++) {
                general[k] = terms.symbol("r" + k, 64);
            }
            general[0] = a;
            general[1] = b;
        }

        @Override
        public Terms terms() {
            return terms;
        }

        @Override
        public Term general(int number) {
            return general[number];
        }

        @Override
        public void setGeneral(int number, Term value) {
            general[number] = value;
        }

        @Override
        public Term vector(int number) {
            return terms.symbol("v" + number, 256);
        }

        @Override
        public void setVector(int number, Term value) {
            accesses.add("vector");
        }

        @Override
        public Term flag(Flag flag) {
            return flags.get(flag);
        }

        @Override
        public void setFlag(Flag flag, Term value) {
            flags.set(flag, value);
        }

        @Override
        public void setFlag(Flag flag, Supplier<Term> value) {
            flags.set(flag, value);
        }

        @Override
        public int floatControl() {
            return 0x1f80;
        }

        @Override
        public Term random() {
            return undefined("random", 64);
        }

        @Override
        public Term hasRandom() {
            return undefined("random.there", 1);
        }

        @Override
        public void store(Term address, Term value, Term chosen) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Term mask(int number) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setMask(int number, Term value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int[] cpuid(int leaf, int part) {
            return new int[4];
        }

        @Override
        public long extendedControl() {
            return 0;
        }

        @Override
        public Term segmentBase(Segment segment) {
            return terms.symbol(segment.name(), 64);
        }

        @Override
        public Term load(Term address, int bytes) {
            accesses.add("load " + bytes);
            return terms.symbol("memory" + accesses.size(), 8 * bytes);
        }

        @Override
        public void store(Term address, Term value) {
            accesses.add("store " + value.width() / 8);
        }

        @Override
        public boolean decide(Term condition) {
            if (condition instanceof Constant constant) {
                return constant.toLong() == 1;
            }
            decisions.add(condition);
            return answers.remove();
        }

        @Override
        public long choose(Term value) {
            choices.add(value);
            return value instanceof Constant constant ? constant.toLong() : 0x402000;
        }

        @Override
        public Term undefined(String purpose, int width) {
            return terms.symbol("undefined" + undefined++, width);
        }

        @Override
        public Term timestamp() {
            return terms.symbol("now", 64);
        }
    }

    private long execute(String... codes) {
        long next = 0;
        for (String hexadecimal : codes) {
            byte[] code = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
            next = Semantics.execute(DECODER.decode(code, 0, code.length, ADDRESS), machine);
        }
        return next;
    }

    // ---- the form of conditions

    private Term conditionOf(String compare, String jump) {
        machine.decisions.clear();
        machine.answers.add(true);
        execute(compare, jump);
        return machine.decisions.getFirst();
    }

    @Test
    void jumpsAfterACompareAreOneComparison() {
        String compare = "48 39 c8";
        assertSame(terms.eq(a, b), conditionOf(compare, "74 00"));
        assertSame(terms.ne(a, b), conditionOf(compare, "75 00"));
        assertSame(terms.ult(a, b), conditionOf(compare, "72 00"));
        assertSame(terms.ule(b, a), conditionOf(compare, "73 00"));
        assertSame(terms.ule(a, b), conditionOf(compare, "76 00"));
        assertSame(terms.ult(b, a), conditionOf(compare, "77 00"));
        assertSame(terms.slt(a, b), conditionOf(compare, "7c 00"));
        assertSame(terms.sle(b, a), conditionOf(compare, "7d 00"));
        assertSame(terms.sle(a, b), conditionOf(compare, "7e 00"));
        assertSame(terms.slt(b, a), conditionOf(compare, "7f 00"));
    }

    @Test
    void jumpsAfterACompareWithAConstantAreOneComparison() {
        Term five = terms.constant(64, 5);
        assertSame(terms.ule(a, five), conditionOf("48 83 f8 05", "76 00"));
        assertSame(terms.slt(a, five), conditionOf("48 83 f8 05", "7c 00"));
        assertSame(terms.sle(a, five), conditionOf("48 83 f8 05", "7e 00"));
        Term low = terms.extract(a, 7, 0);
        assertSame(terms.ult(terms.constant(8, 5), low), conditionOf("3c 05", "77 00"));
    }

    @Test
    void jumpsAfterATestSeeZeroAndSign() {
        Term zero = terms.constant(64, 0);
        assertSame(terms.eq(a, zero), conditionOf("48 85 c0", "74 00"));
        assertSame(terms.slt(a, zero), conditionOf("48 85 c0", "78 00"));
        assertSame(terms.slt(a, zero), conditionOf("48 85 c0", "7c 00"));
    }

    @Test
    void aCarryMadeAMaskIsASignExtension() {
        execute("48 39 c8", "48 19 d2");
        assertSame(terms.sext(terms.ult(a, b), 64), machine.general[2]);
    }

    @Test
    void clearingARegisterByItselfGivesAConstant() {
        execute("31 c0", "48 29 c9");
        assertSame(terms.constant(64, 0), machine.general[0]);
        assertSame(terms.constant(64, 0), machine.general[1]);
    }

    @Test
    void aDivisionOfAWideZeroExtendedNumberIsNarrow() {
        machine.answers.add(false);
        execute("31 d2", "48 f7 f1");
        assertSame(terms.udiv(a, b), machine.general[0]);
        assertSame(terms.urem(a, b), machine.general[2]);
        assertSame(terms.eq(b, terms.constant(64, 0)), machine.decisions.getFirst());
    }

    @Test
    void aDivisionAfterSignExtensionIsNarrow() {
        machine.answers.addAll(List.of(false, false));
        execute("48 99", "48 f7 f9");
        assertSame(terms.sdiv(a, b), machine.general[0]);
    }

    // ---- accesses

    private List<String> accessesOf(String code) {
        machine.accesses.clear();
        execute(code);
        return List.copyOf(machine.accesses);
    }

    @Test
    void accessesAreCountedAsTheContractDefinesThem() {
        assertEquals(List.of("load 8"), accessesOf("48 8b 06"));
        assertEquals(List.of("store 4"), accessesOf("89 06"));
        assertEquals(List.of("load 4", "store 4"), accessesOf("01 06"));
        assertEquals(List.of("load 4"), accessesOf("39 06"));
        assertEquals(List.of("load 8", "store 8"), accessesOf("f0 48 0f b1 0e"));
        assertEquals(List.of("load 16", "store 16"), accessesOf("f0 48 0f c7 0e"));
        assertEquals(List.of("load 8", "store 8"), accessesOf("48 87 06"));
        assertEquals(List.of("store 8"), accessesOf("50"));
        assertEquals(List.of("load 8", "store 8"), accessesOf("ff 36"));
        assertEquals(List.of("load 8", "store 8"), accessesOf("ff 16"));
        assertEquals(List.of("store 8"), accessesOf("e8 00 00 00 00"));
        assertEquals(List.of("load 8"), accessesOf("c3"));
        assertEquals(List.of("load 8"), accessesOf("c9"));
        assertEquals(List.of("load 2"), accessesOf("48 0f b7 06"));
        assertEquals(List.of("load 8"), accessesOf("48 0f bc 06"));
        assertEquals(List.of("load 4"), accessesOf("0f 44 06"));
        assertEquals(List.of("load 1", "store 1"), accessesOf("a4"));
    }

    @Test
    void whatOnlyNamesMemoryDoesNotAccessIt() {
        for (String code : List.of("0f 18 0e", "0f 0d 0e", "0f 1f 44 00 00", "48 8d 06", "f3 0f 1e fa")) {
            assertEquals(List.of(), accessesOf(code), code);
        }
    }

    @Test
    void aRepeatedStringInstructionIsOneWithTheAccessesOfEachIteration() {
        machine.general[1] = terms.constant(64, 3);
        assertEquals(List.of("load 8", "store 8", "load 8", "store 8", "load 8", "store 8"), accessesOf("f3 48 a5"));
        assertSame(terms.constant(64, 0), machine.general[1]);
        assertEquals(List.of(), accessesOf("f3 48 a5"));
    }

    // ---- questions

    @Test
    void aCountThatIsASymbolIsDecidedBeforeEachIteration() {
        machine.answers.addAll(List.of(true, true, false));
        assertEquals(List.of("store 1", "store 1"), accessesOf("f3 aa"));
        assertSame(terms.ne(b, terms.constant(64, 0)), machine.decisions.getFirst());
        assertEquals(3, machine.decisions.size());
    }

    @Test
    void jumpsGoWhereTheExecutorSays() {
        machine.answers.addAll(List.of(true, false));
        execute("48 39 c8");
        assertEquals(ADDRESS + 0x12, execute("74 10"));
        assertEquals(ADDRESS + 2, execute("74 10"));
        assertEquals(0x402000, execute("ff e0"));
        assertSame(a, machine.choices.getFirst());
        assertEquals(ADDRESS + 5, execute("e8 00 00 00 00"));
    }

    @Test
    void aShiftByASymbolAsksNothingAndKeepsFlagsWhereTheCountIsZero() {
        Term before = terms.symbol("before", 1);
        machine.flags.set(Flag.CARRY, before);
        execute("48 d3 e0");
        assertTrue(machine.decisions.isEmpty());
        Term zero = terms.eq(terms.extract(b, 5, 0), terms.constant(6, 0));
        assertSame(before, terms.ite(zero, machine.flag(Flag.CARRY), before));
        assertFalse(machine.flag(Flag.CARRY) == before);
    }

    // ---- stops

    private Kind stopOf(String code) {
        StopException stop = assertThrows(StopException.class, () -> execute(code));
        // A fault is told by what it is, and its place is where the path ends.
        assertTrue(stop.kind() == Kind.FAULT || stop.getMessage().contains("0x401000"), stop.getMessage());
        return stop.kind();
    }

    @Test
    void whatCannotBeExecutedIsNamed() {
        assertEquals(Kind.SYSTEM_CALL, stopOf("0f 05"));
        assertEquals(Kind.SYSTEM_CALL, stopOf("cd 80"));
        assertEquals(Kind.FAULT, stopOf("0f 0b"));
        assertEquals(Kind.FAULT, stopOf("f4"));
        assertEquals(Kind.FAULT, stopOf("cc"));
        assertEquals(Kind.UNSUPPORTED, stopOf("d9 eb"));
        assertEquals(Kind.UNSUPPORTED, stopOf("0f ae 26"));
        assertEquals(Kind.UNSUPPORTED, stopOf("62 f2 7d 48 42 c0"));
        assertEquals(Kind.UNSUPPORTED, stopOf("8e e0"));
        assertEquals(Kind.UNSUPPORTED, stopOf("48 ff 28"));
        assertEquals(Kind.UNSUPPORTED, stopOf("f2 a5"));
        assertEquals(Kind.UNSUPPORTED, stopOf("c4 e2 6d 90 04 0e"));
    }

    @Test
    void aDivisionByZeroIsAFault() {
        machine.answers.add(true);
        assertEquals(Kind.FAULT, stopOf("48 f7 f1"));
    }

    @Test
    void undefinedResultsAreFreshSymbols() {
        execute("66 0f c8");
        assertEquals(1, machine.undefined);
        execute("0f bc c1");
        assertEquals(1 + 1 + 5, machine.undefined);
    }

    @Test
    void aScanOfZeroLeavesItsDestination() {
        execute("48 0f bc c1");
        assertEquals(5, machine.undefined);
        Evaluator ofZero = new Evaluator(Assignment.of(Map.of((Symbol) a, BigInteger.valueOf(77))));
        assertEquals(77, ofZero.toLong(machine.general(0)));
    }

    // ---- flags

    @Test
    void aFlagIsComputedOnceAndOnlyWhenRead() {
        int[] computed = {0};
        FlagBank bank = new FlagBank(terms.no());
        bank.set(Flag.ZERO, () -> {
            computed[0]++;
            return terms.yes();
        });
        FlagBank copy = bank.copy();
        assertEquals(0, computed[0]);
        assertSame(terms.yes(), bank.get(Flag.ZERO));
        assertSame(terms.yes(), bank.get(Flag.ZERO));
        assertEquals(1, computed[0]);
        copy.set(Flag.ZERO, terms.no());
        assertSame(terms.yes(), bank.get(Flag.ZERO));
        bank.setAll(copy);
        assertSame(terms.no(), bank.get(Flag.ZERO));
    }
}
