package org.perfcontracts.expr;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What memory does to values: it takes them apart into bytes, which become whole again. */
class ConcatRulesTest {
    private final Terms terms = new Terms();

    /** Of some, bytes in the middle are quotients as well: 520·x divided by 2^24 is x divided by 32264. */
    @ParameterizedTest
    @ValueSource(longs = {3, 24, 260, 264, 520, 1040})
    void productsOfWhatIsNarrow(long factor) {
        Term product = terms.mul(terms.zext(terms.symbol("port", 16), 64), terms.constant(64, factor));
        Term[] bytes = IntStream.range(0, 8).mapToObj(i -> terms.extract(product, 63 - 8 * i, 56 - 8 * i)).toArray(Term[]::new);
        assertSame(product, terms.concat(bytes));
    }

    /** Such as a pointer into an array: of the lowest byte three bits are those of the number. */
    @ParameterizedTest
    @ValueSource(longs = {0x5a, 0x5555556d20d0L, -8})
    void sumsOfWhatHasZerosBelow(long number) {
        Term sum = terms.add(terms.shl(terms.zext(terms.symbol("index", 16), 64), terms.constant(64, 3)), terms.constant(64, number));
        Term[] bytes = IntStream.range(0, 8).mapToObj(i -> terms.extract(sum, 63 - 8 * i, 56 - 8 * i)).toArray(Term[]::new);
        assertSame(sum, terms.concat(bytes));
    }
}
