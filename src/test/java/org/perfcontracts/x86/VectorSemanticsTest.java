package org.perfcontracts.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Operand.MemoryOperand;

/** What the comparison with the CPU does not show: accesses, alignment, and what is refused. */
class VectorSemanticsTest {
    private static final Path FOLDER = Path.of(System.getProperty("bolt.home", "."), "src", "test", "resources", "x86");
    private static final Decoder DECODER = Decoder.ofHome();
    private static final int RSI = 6;

    @Test
    void aMemoryOperandIsOneAccessOfItsWidth() {
        int withMemory = 0;
        for (Forms forms : Forms.readAll(FOLDER, DECODER)) {
            if (!forms.name().equals("vector.txt")) {
                continue;
            }
            for (Forms.Form form : forms.forms()) {
                List<String> expected = accesses(form.instruction());
                withMemory += expected.isEmpty() ? 0 : 1;
                assertEquals(expected, executedAccesses(form.instruction()), form.text());
            }
        }
        assertTrue(withMemory > 0, "no form has a memory operand");
    }

    private static List<String> accesses(Instruction instruction) {
        List<String> accesses = new ArrayList<>();
        for (Operand operand : instruction.operands()) {
            if (operand instanceof MemoryOperand memory) {
                accesses.add((memory.isRead() ? "load " : "store ") + memory.width() / 8);
            }
        }
        return accesses;
    }

    private static List<String> executedAccesses(Instruction instruction) {
        CpuState state = new CpuState(new byte[CpuState.SIZE], 0);
        new Inputs(instruction, new Random(1)).fill(state);
        List<String> accesses = new ArrayList<>();
        Semantics.execute(instruction, recording(TestMachine.concrete(new Terms(), state), accesses));
        return accesses;
    }

    private static Machine recording(Machine machine, List<String> accesses) {
        return (Machine) Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[] {Machine.class}, (_, method, arguments) -> {
            switch (method.getName()) {
                case "load" -> accesses.add("load " + arguments[1]);
                case "store" -> accesses.add("store " + ((Term) arguments[1]).width() / 8);
                default -> {
                }
            }
            try {
                return method.invoke(machine, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "66 0f fe 0e, 16, paddd xmm1 [rsi]",
        "0f 28 0e, 16, movaps xmm1 [rsi]",
        "66 0f 7f 0e, 16, movdqa [rsi] xmm1",
        "c5 f9 6f 0e, 16, vmovdqa xmm1 [rsi]",
        "c5 fd 6f 0e, 32, vmovdqa ymm1 [rsi]",
        "c5 fd e7 0e, 32, vmovntdq [rsi] ymm1",
    })
    void anAddressThatIsNotAlignedFaults(String code, int alignment, String name) {
        Instruction instruction = decode(code);
        execute(instruction, CpuState.WINDOW + alignment);
        for (int distance : new int[] {1, 8, alignment / 2, alignment + alignment / 2}) {
            StopException stop = assertThrows(StopException.class, () -> execute(instruction, CpuState.WINDOW + distance), name);
            assertEquals(StopException.Kind.FAULT, stop.kind(), name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0f 10 0e, movups xmm1 [rsi]",
        "f3 0f 6f 0e, movdqu xmm1 [rsi]",
        "66 0f 7e 0e, movd [rsi] xmm1",
        "66 0f 3a 63 0e 0c, pcmpistri xmm1 [rsi] 12",
        "c5 f1 fe 0e, vpaddd xmm1 xmm1 [rsi]",
        "c5 f5 fe 0e, vpaddd ymm1 ymm1 [rsi]",
        "c5 fe 6f 0e, vmovdqu ymm1 [rsi]",
    })
    void anyAddressDoesForTheOthers(String code, String name) {
        for (int distance = 0; distance < 32; distance++) {
            assertEquals(decode(code).next(), execute(decode(code), CpuState.WINDOW + distance), name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "d9 c0, fld",
        "62 f1 f5 38 58 ca, vaddpd",
        "62 f2 7d 48 8b 0e, vpcompressd",
        "62 f3 7d 48 08 ca 10, vrndscaleps",
        "c4 e2 65 90 0c 96, vpgatherdd",
        "66 0f f7 ca, maskmovdqu",
        "0f fe ca, paddd",
    })
    void whatIsNotSupportedIsNamed(String code, String mnemonic) {
        Instruction instruction = decode(code);
        StopException stop = assertThrows(StopException.class, () -> execute(instruction, CpuState.WINDOW + 32));
        assertEquals(StopException.Kind.UNSUPPORTED, stop.kind());
        assertTrue(stop.getMessage().contains(mnemonic), stop.getMessage());
    }

    @Test
    void aShuffleOfSymbolsByAKnownOrderIsNoMoreThanTheirOrder() {
        Terms terms = new Terms();
        CpuState state = new CpuState(new byte[CpuState.SIZE], 0);
        TestMachine machine = TestMachine.concrete(terms, state);
        Term vector = terms.symbol("packet", 512);
        machine.setVector(1, vector);
        machine.setVector(2, terms.constant(512, new java.math.BigInteger("ff0e0d0c0b0a09080706050403020100", 16)));
        Semantics.execute(decode("66 0f 38 00 ca"), machine);
        Term expected = terms.concat(terms.extract(vector, 511, 128), terms.constant(8, 0), terms.extract(vector, 119, 0));
        assertEquals(expected, machine.vectorAfter(1));
        assertFalse(expected == vector);
    }

    private static long execute(Instruction instruction, long rsi) {
        CpuState state = new CpuState(new byte[CpuState.SIZE], 0);
        state.setGeneral(RSI, rsi);
        return Semantics.execute(instruction, TestMachine.concrete(new Terms(), state));
    }

    private static Instruction decode(String code) {
        String[] octets = code.split(" ");
        byte[] bytes = new byte[octets.length];
        for (int k = 0; k < bytes.length; k++) {
            bytes[k] = (byte) Integer.parseInt(octets[k], 16);
        }
        return DECODER.decode(bytes, 0, bytes.length, CpuState.CODE);
    }
}
