package org.perfcontracts.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.x86.Decoder;

class InstructionKindTest {
    private static final Decoder DECODER = Decoder.ofHome();

    @ParameterizedTest
    @CsvSource({
            "4889c8, MOVE", "488b03, MOVE", "50, MOVE", "58, MOVE", "b801000000, MOVE",
            "4801c8, ADD", "0fb6c0, ADD", "488d0401, ADD", "480f44c1, ADD", "0f94c0, ADD",
            "48c1e003, SHIFT", "480fafc1, MULTIPLY", "48f7f1, DIVIDE_64", "f7f1, DIVIDE_32", "f6f1, DIVIDE_32",
            "f3480fb8c1, COUNT_BITS", "f2480f38f1c1, CHECKSUM", "660fefc1, VECTOR_ADD", "660f6fc1, VECTOR_ADD", "660fd5c1, VECTOR_MULTIPLY",
            "660f70c100, VECTOR_SHUFFLE", "c5fd70c100, VECTOR_SHUFFLE", "66480f7ec0, VECTOR_TRANSFER", "f20f58c1, FLOAT_ADD", "f20f59c1, FLOAT_MULTIPLY",
            "f20f5ec1, FLOAT_DIVIDE", "f2480f2ac0, CONVERT", "660f38dcc1, CRYPTO", "c3, BRANCH", "7500, BRANCH", "ffd0, BRANCH",
            "f0480103, LOCKED", "488703, LOCKED", "4887c8, ADD", "0faee8, SERIALISE", "0f01f9, SERIALISE", "0f31, SPECIAL",
            "f3a4, STRING", "90, NONE", "0f1800, NONE", "f30f1efa, NONE"})
    void instructionsHaveTheKindOfTheirNameAndOperands(String code, InstructionKind kind) {
        byte[] bytes = HexFormat.of().parseHex(code);
        assertEquals(kind, InstructionKind.of(DECODER.decode(bytes, 0, bytes.length, 0x1000)), () -> DECODER.decode(bytes, 0, bytes.length, 0x1000).text());
    }

    @Test
    void keysAreUnique() {
        assertEquals(InstructionKind.values().length, Arrays.stream(InstructionKind.values()).map(InstructionKind::key).distinct().count());
        assertEquals("divide32", InstructionKind.DIVIDE_32.key());
        assertEquals("vectorAdd", InstructionKind.VECTOR_ADD.key());
    }
}
