package org.perfcontracts.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.x86.Instruction.Encoding;
import org.perfcontracts.x86.Instruction.Prefix;
import org.perfcontracts.x86.Operand.ImmediateOperand;
import org.perfcontracts.x86.Operand.MemoryOperand;
import org.perfcontracts.x86.Operand.RegisterOperand;

class DecoderTest {
    private static final Decoder DECODER = Decoder.ofHome();

    private static Instruction decode(String hexadecimal) {
        byte[] code = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
        return DECODER.decode(code, 0, code.length, 0x1000);
    }

    @Test
    void aMemoryOperandHasAllItsParts() {
        Instruction add = decode("64 49 03 44 b4 10");
        assertEquals("add", add.mnemonic());
        assertEquals(0x1006, add.next());
        RegisterOperand rax = assertInstanceOf(RegisterOperand.class, add.operand(0));
        assertEquals(new Register(Register.Bank.GENERAL, 0, 0, 64), rax.register());
        assertEquals(Operand.Access.READ_WRITE, rax.access());
        MemoryOperand memory = assertInstanceOf(MemoryOperand.class, add.operand(1));
        assertEquals(new MemoryOperand(64, Operand.Access.READ, Operand.Visibility.EXPLICIT, true, Segment.FS, 12, 6, 4, 0x10), memory);
        assertEquals(Register.Bank.FLAGS, assertInstanceOf(RegisterOperand.class, add.operand(2)).register().bank());
        assertEquals(Operand.Visibility.HIDDEN, add.operand(2).visibility());
    }

    @Test
    void addressesRelativeToRipAreAbsolute() {
        MemoryOperand memory = (MemoryOperand) decode("48 8b 05 f0 ff ff ff").operand(1);
        assertFalse(memory.hasBase());
        assertEquals(0x1007 - 0x10, memory.displacement());
    }

    @Test
    void targetsOfDirectJumpsAreAbsolute() {
        assertEquals(OptionalLong.of(0x1000), decode("eb fe").target());
        assertEquals(OptionalLong.of(0x1000), decode("74 fe").target());
        assertEquals(OptionalLong.empty(), decode("ff e0").target());
        assertEquals(OptionalLong.empty(), decode("48 83 c0 01").target());
        assertTrue(decode("74 fe").isConditional());
        assertTrue(decode("e8 00 00 00 00").isCall());
        assertTrue(decode("c3").isReturn());
        assertFalse(decode("eb fe").isConditional());
    }

    @Test
    void smallRegistersAreTheRightParts() {
        assertEquals(new Register(Register.Bank.GENERAL, 3, 8, 8), ((RegisterOperand) decode("88 df").operand(0)).register());
        assertEquals(new Register(Register.Bank.GENERAL, 7, 0, 8), ((RegisterOperand) decode("40 88 df").operand(0)).register());
        assertEquals(new Register(Register.Bank.GENERAL, 15, 0, 8), ((RegisterOperand) decode("41 88 df").operand(0)).register());
        assertEquals(new Register(Register.Bank.GENERAL, 1, 0, 8), ((RegisterOperand) decode("88 d9").operand(0)).register());
    }

    @Test
    void immediatesAreSignExtended() {
        assertEquals(-1, ((ImmediateOperand) decode("48 83 c0 ff").operand(1)).value());
    }

    @Test
    void prefixesAndEncodingsAreKept() {
        assertEquals(Set.of(Prefix.REP), decode("f3 48 a5").prefixes());
        assertEquals(Set.of(Prefix.REPNE), decode("f2 ae").prefixes());
        assertEquals(Set.of(Prefix.LOCK), decode("f0 0f b1 0e").prefixes());
        assertEquals(Encoding.VEX, decode("c5 fd ef c0").encoding());
        assertEquals(Encoding.LEGACY, decode("66 0f ef c0").encoding());
        assertEquals(Encoding.EVEX, decode("62 f1 7d 28 ef c0").encoding());
    }

    @Test
    void whatIsNoInstructionIsNamed() {
        StopException stop = assertThrows(StopException.class, () -> decode("06"));
        assertEquals(StopException.Kind.UNSUPPORTED, stop.kind());
        assertTrue(stop.getMessage().contains("0x1000"), stop.getMessage());
        assertThrows(StopException.class, () -> decode("48 8b 05"));
    }

    @Test
    void aMissingLibraryIsNamed() {
        assertTrue(assertThrows(IllegalStateException.class, () -> new Decoder(Path.of("nowhere.so"))).getMessage().contains("nowhere.so"));
    }
}
