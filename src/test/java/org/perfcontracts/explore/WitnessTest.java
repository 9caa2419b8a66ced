package org.perfcontracts.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Term;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

class WitnessTest {
    private static final Solver SOLVER = new Solver() {
        @Override
        public Answer check(List<Term> conditions) {
            return new Answer.Unknown("never asked");
        }

        @Override
        public void close() {
        }
    };

    @Test
    void nothingIsLookedForBeforeSomeoneWantsIt() {
        AtomicInteger searches = new AtomicInteger();
        Witness witness = Witness.sought(Optional.of(Assignment.ZERO), _ -> {
            searches.incrementAndGet();
            return Witness.Answer.OPEN;
        });
        assertTrue(witness.known().isEmpty());
        assertEquals(Optional.of(Assignment.ZERO), witness.model());
        assertEquals(0, searches.get());
        assertEquals(Witness.Answer.OPEN, witness.find(SOLVER));
        assertEquals(Witness.Answer.OPEN, witness.find(SOLVER));
        assertEquals(1, searches.get(), "and at most once");
        assertEquals(Optional.of(Witness.Answer.OPEN), witness.known());
    }

    @Test
    void whatTakesNoSearchIsKnownAtOnce() {
        Witness witness = Witness.of(Assignment.ZERO);
        assertEquals(Optional.of(new Witness.Answer.Found(Assignment.ZERO)), witness.known());
        assertEquals(Optional.of(Witness.Answer.NONE), Witness.NONE.known());
    }
}
