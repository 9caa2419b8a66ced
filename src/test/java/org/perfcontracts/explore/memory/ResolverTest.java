package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/** Bounds of addresses. */
class ResolverTest {
    private static final long TABLE = 0x10000;

    private final Terms terms = new Terms();
    private final Statistics statistics = new Statistics();
    private final Solver solver = SolverChain.create(terms, statistics);
    private final Resolver resolver = new Resolver(terms, solver);
    private final Symbol a = terms.symbol("a", 8);
    private final Symbol b = terms.symbol("b", 8);
    private final Known state = new Known(new Memory(terms, new HandMadeCode(new byte[4096], new byte[4096])));

    ResolverTest() {
        state.setModel(Assignment.ZERO);
    }

    @AfterEach
    void close() {
        solver.close();
    }

    private static final class Known extends Knowledge {
        Known(Memory memory) {
            super(memory);
        }
    }

    private Term place(Term index) {
        return terms.add(terms.constant(64, TABLE), terms.mul(terms.zext(index, 64), terms.constant(64, 4)));
    }

    private void check(long last, Term index) {
        AddressRange range = resolver.range(state, place(index));
        assertEquals(TABLE, range.low());
        assertEquals(TABLE + 4 * last, range.high());
    }

    /** A place such as that behind the packets that are there: it must not be taken to reach what is beside the array. */
    @Test
    void theBoundsOfASumFollowFromAllThatIsKnownOfItsParts() {
        state.assume(terms.ule(terms.add(terms.zext(a, 16), terms.mul(terms.zext(b, 16), terms.constant(16, 2))), terms.constant(16, 40)));
        check(40, terms.add(a, b));
    }

    @Test
    void aHashThatAConditionSpeaksOfIsBoundedByIt() {
        Term hash = terms.xor(a, b);
        state.assume(terms.ult(terms.mul(hash, terms.constant(8, 3)), terms.constant(8, 1)));
        check(0, hash);
    }

    /** Whether such a hash can be 255 takes much longer than to look at the whole of a table of 256. */
    @Test
    void aHashThatNothingIsKnownOfMayBeAnything() {
        Term hash = a;
        for (int i = 0; i < 8; i++) {
            hash = terms.xor(terms.mul(hash, hash), terms.symbol("c" + i, 8));
        }
        state.assume(terms.ult(a, b));
        long before = statistics.queries();
        check(255, hash);
        assertEquals(before, statistics.queries());
    }

    /** Where the solver cannot tell what goes with conditions that it does not understand, those that speak of the number alone bound it. */
    @Test
    void valuesUnderConditionsThatAreTooHardAreThoseThatTheOthersAllow() {
        Solver overtaxed = new Solver() {
            @Override
            public Answer check(List<Term> conditions) {
                return conditions.stream().anyMatch(each -> new Symbols().of(each).contains(b)) ? new Answer.Unknown("too hard") : solver.check(conditions);
            }

            @Override
            public void close() {
            }
        };
        state.assume(terms.ult(a, terms.constant(8, 3)));
        state.assume(terms.ult(a, terms.mul(b, b)));
        state.setModel(null);
        List<Resolver.Value> values = new Resolver(terms, overtaxed).values(state, a, 3);
        assertEquals(Set.of(0L, 1L, 2L), values.stream().map(Resolver.Value::value).collect(Collectors.toSet()));
        assertTrue(values.stream().allMatch(each -> each.model() == null));
        assertNull(new Resolver(terms, overtaxed).values(state, a, 2));
        assertNull(new Resolver(terms, overtaxed).values(state, b, 300));
    }
}
