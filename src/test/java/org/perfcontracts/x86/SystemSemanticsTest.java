package org.perfcontracts.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Terms;

/** Instructions that cannot be compared with every CPU, for not every CPU has them. */
class SystemSemanticsTest {
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
