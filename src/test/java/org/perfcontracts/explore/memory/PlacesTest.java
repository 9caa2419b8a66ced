package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/** Places in {@code struct { uint64_t length; uint32_t slots[10], last; }}, of which there are eight: an array in each element, told from what is behind it. */
class PlacesTest {
    private static final long START = HandMadeCode.START;
    private static final int COUNT = 8;
    private static final int SLOTS = 10;

    private final Terms terms = new Terms();
    private final Solver solver = SolverChain.create(terms, new Statistics());
    private final Resolver resolver = new Resolver(terms, solver);
    private final Symbol element = terms.symbol("element", 32);
    private final Symbol slot = terms.symbol("slot", 32);

    /** What is thrown where the address may be at places that are not all in one array. */
    private static final class OneByOne extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Known extends Knowledge {
        Known(Memory memory) {
            super(memory);
        }
    }

    @AfterEach
    void close() {
        solver.close();
    }

    private final class Proving implements Places.Chooser {
        private final Known known;

        Proving(Known known) {
            this.known = known;
        }

        @Override
        public long choose(Term value) {
            throw new OneByOne();
        }

        @Override
        public boolean isRepeating(Term value) {
            return false;
        }

        @Override
        public boolean isKnown(Term condition) {
            return !resolver.ask(known, terms.not(condition)).isPossible();
        }
    }

    private static Region region(int size) {
        Region.Slots slots = new Region.Slots(8, 4, SLOTS);
        Region.Chunk rest = new Region.Chunk(48, 8, List.of());
        return new Region("queues", START, size, COUNT, List.of(new Region.Chunk(0, 8, List.of()), new Region.Chunk(8, 4, List.of(), slots), rest), Region.Kind.FOUND);
    }

    private Term constant(Term like, long value) {
        return terms.constant(like.width(), value);
    }

    private Term times(Term term, long factor) {
        return terms.mul(term, constant(term, factor));
    }

    /** As a sum in 64 bits, or as compilers do with an index of 32 bits, of which the low zeros are put behind. */
    private Term address(int size, boolean isSum) {
        Term distance = isSum ? terms.add(times(terms.zext(element, 64), size), times(terms.zext(slot, 64), 4))
                : times(terms.zext(terms.add(times(element, size / 4), slot), 64), 4);
        return terms.add(distance, START + 8);
    }

    private int offset(int size, boolean isSum, long least, long most, int bytes) {
        Known known = new Known(new Memory(terms, HandMadeCode.of("")));
        known.setModel(null);
        known.constraints.addAll(List.of(terms.ult(element, constant(element, COUNT)), terms.ule(constant(slot, least), slot), terms.ule(slot, constant(slot, most))));
        resolver.hasModel(known);
        return new Places(terms, resolver, new Proving(known)).offset(known, region(size), address(size, isSum), bytes);
    }

    @ParameterizedTest
    @CsvSource({"56, true", "56, false", "64, true", "64, false"})
    void whatStaysInTheArrayIsInOneOfItsSlots(int size, boolean isSum) {
        assertEquals(8, offset(size, isSum, 0, SLOTS - 1, 4));
        assertEquals(8, offset(size, isSum, 0, SLOTS - 2, 8), "two slots at once");
        assertEquals(8, offset(size, isSum, 3, SLOTS - 1, 2), "a part of a slot");
    }

    @ParameterizedTest
    @CsvSource({"56, true", "56, false", "64, true", "64, false"})
    void whatMayLeaveTheArrayIsNot(int size, boolean isSum) {
        assertThrows(OneByOne.class, () -> offset(size, isSum, 0, SLOTS, 4), "the bytes behind the array");
        assertThrows(OneByOne.class, () -> offset(size, isSum, 0, SLOTS - 1, 8), "the second half of the last access");
        assertThrows(OneByOne.class, () -> offset(size, isSum, 0, size / 4 + SLOTS - 1, 4), "the array of the next element");
    }
}
