package org.perfcontracts.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeExpressionTest {
    @ParameterizedTest
    @CsvSource({
        "7, 7", "n, 12", "n*n, 144", "n*(n + 1)/2, 78", "2*n - 3 - 4, 17", "n - (3 - 4), 13", "n/3/2, 2", "' 1 +n* 2 ', 25", "((n)), 12", "2*capacity - n, 188"
    })
    void hasItsValueForTwelveOfAHundred(String text, long value) {
        assertEquals(value, SizeExpression.parse(text).of(12, 100));
    }

    @Test
    void isShownAsWritten() {
        assertEquals("n*(n + 1)/2", SizeExpression.parse("n*(n + 1)/2").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"n/5", "n/(n - 12)", "999999999999999999*n*n"})
    void hasNoValueThatIsNotTheMathematicalOne(String text) {
        SizeExpression expression = SizeExpression.parse(text);
        assertThrows(ArithmeticException.class, () -> expression.of(12, 100));
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "n n, 3", "m, 1", "(n, 3", "n+, 3", "2n, 2", "-n, 1"})
    void aFaultNamesItsPlace(String text, int character) {
        String message = assertThrows(IllegalArgumentException.class, () -> SizeExpression.parse(text)).getMessage();
        assertTrue(message.startsWith("'" + text + "', character " + character + ": "), message);
    }
}
