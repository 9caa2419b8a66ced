package org.perfcontracts.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Terms;

/** Instructions that cannot be compared with every CPU, for not every CPU has them. */
class SystemSemanticsTest {
    @Test
    void movdir64bMovesALine() {
        byte[] code = {0x66, 0x0f, 0x38, (byte) 0xf8, 0x06};
        Instruction move = Decoder.ofHome().decode(code, 0, code.length, CpuState.CODE);
        CpuState state = new CpuState(new byte[CpuState.SIZE], 0);
        for (int k = 0; k < 64; k++) {
            state.setWindow(100 + k, (byte) k);
        }
        state.setGeneral(6, CpuState.WINDOW + 100);
        state.setGeneral(0, CpuState.WINDOW + 192);
        Terms terms = new Terms();
        TestMachine machine = TestMachine.concrete(terms, state);
        assertEquals(move.next(), Semantics.execute(move, machine));
        for (int k = 0; k < 64; k++) {
            assertEquals(terms.constant(8, k), machine.windowAfter(192 + k));
        }
        state.setGeneral(0, CpuState.WINDOW + 190);
        StopException stop = assertThrows(StopException.class, () -> Semantics.execute(move, TestMachine.concrete(terms, state)));
        assertEquals(StopException.Kind.FAULT, stop.kind());
    }

    @Test
    void xtestFindsNoTransaction() {
        byte[] code = {0x0f, 0x01, (byte) 0xd6};
        Instruction xtest = Decoder.ofHome().decode(code, 0, code.length, CpuState.CODE);
        Terms terms = new Terms();
        CpuState state = new CpuState(new byte[CpuState.SIZE], 0);
        state.setFlags(0xcd5);
        TestMachine machine = TestMachine.concrete(terms, state);
        assertEquals(xtest.next(), Semantics.execute(xtest, machine));
        for (Flag flag : Flag.values()) {
            boolean expected = flag == Flag.ZERO || flag == Flag.DIRECTION;
            assertEquals(terms.condition(expected), machine.flag(flag), flag.name());
        }
    }
}
