package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionTest {
    @ParameterizedTest
    @CsvSource({"5%, 5, 0", "5 %, 5, 0", "10 instructions, 0, 10", "1 instruction, 0, 1", "5% or 10 instructions, 5, 10",
            "10 instructions or 5%, 5, 10", "0, 0, 0", "0%, 0, 0", "1000%, 1000, 0"})
    void isReadAndWrittenAgain(String text, int percent, long units) {
        Resolution read = Resolution.of(text);
        assertEquals(new Resolution(percent, units), read);
        assertEquals(read, Resolution.of(read.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "%", "-5%", "5.5%", "1001%", "10 bananas", "5% or", "5% or 6%", "5% and 10 instructions", "99999999999%"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Resolution.of(text));
    }

    @Test
    void wordsSayBothEnds() {
        assertEquals("at most 10% or fewer than 10 instructions", Resolution.STANDARD.words());
        assertTrue(Resolution.FINEST.isFinest());
    }
}
