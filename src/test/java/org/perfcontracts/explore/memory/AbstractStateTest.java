package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/** Elements that differ: what is read and what may be written, for each index and each value against what was declared. */
class AbstractStateTest {
    private static final long START = HandMadeCode.START;
    private static final int COUNT = 8;
    private static final int VALUES = 16;

    private final Terms terms = new Terms();
    private final Solver solver = SolverChain.create(terms, new Statistics());
    private final Resolver resolver = new Resolver(terms, solver);
    private final Symbol index = terms.symbol("index", 32);

    @AfterEach
    void close() {
        solver.close();
    }

    private static final class Known extends Knowledge {
        Known(Memory memory) {
            super(memory);
        }
    }

    /** What the first byte of each element may hold. */
    private static boolean isDeclared(int element, int value) {
        return element < 2 ? value == 3 || value <= 1 : element < 5 ? value >= 4 && value <= 9 : element != 7 || value == 15;
    }

    private Regions regions(int bits) {
        String rest = bits == 8 ? "" : ", high:u" + (bits - 8);
        String spec = "[0..1]: a:u8 0..1 | 3%1$s; [2..4]: a:u8 4..9%1$s; [5..6]: a:u8%1$s; [7]: a:u8 15%1$s".formatted(rest);
        byte[] page = new byte[4096];
        for (int i = 0; i < COUNT; i++) {
            page[i * bits / 8] = (byte) (i < 2 ? 1 : i < 5 ? 4 : 15);
        }
        return Regions.of(new HandMadeCode(page, new byte[4096]), List.of(new Regions.Declaration("t.a", START, bits / 8, COUNT, spec)));
    }

    private AbstractState state(Regions regions) {
        return new AbstractState(terms, regions, resolver, new Places.Chooser() {
            @Override
            public long choose(Term value) {
                return ((Constant) value).toLong();     // one place in the element only
            }

            @Override
            public boolean isRepeating(Term value) {
                return false;
            }

            @Override
            public boolean isKnown(Term condition) {
                throw new AssertionError("there are no arrays in the elements");
            }
        });
    }

    private Known knowing(Term... constraints) {
        Known known = new Known(new Memory(terms, HandMadeCode.of("")));
        known.setModel(null);
        known.constraints.addAll(List.of(constraints));
        resolver.hasModel(known);
        return known;
    }

    private Term is(Term term, long value) {
        return terms.eq(term, terms.constant(term.width(), value));
    }

    private Term address(int bytes) {
        return terms.add(terms.constant(64, START), terms.mul(terms.zext(index, 64), terms.constant(64, bytes)));
    }

    private Term inside() {
        return terms.ult(index, terms.constant(32, COUNT));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 64})
    void whatIsReadIsWhatTheElementMayHold(int bits) {
        Regions regions = regions(bits);
        Known known = knowing(inside());
        Term value = terms.extract(state(regions).load(known, regions.all().getFirst(), address(bits / 8), bits / 8), 7, 0);
        for (int element = 0; element < COUNT; element++) {
            for (int held = 0; held < VALUES; held++) {
                boolean isPossible = resolver.ask(known, terms.and(is(index, element), is(value, held))).isPossible();
                assertEquals(isDeclared(element, held), isPossible, element + " holds " + held);
            }
        }
        assertTrue(known.model == null || known.constraints.stream().allMatch(known.evaluator()::isTrue), "the model is one of the constraints");
    }

    /** Of all places around, those where all bytes, some of them or none are the region's; also where it is smaller than what is accessed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 64})
    void whereAnAccessHasAPartInARegion(int bytes) {
        Regions regions = regions(8);
        AbstractState state = state(regions);
        Region region = regions.all().getFirst();
        for (long at = START - 70; at < START + 70; at++) {
            Term address = terms.constant(64, at);
            assertEquals(at >= START && at + bytes <= START + COUNT, state.isInside(region, address, bytes) == terms.yes(), bytes + " at " + (at - START));
            boolean touches = at < START + COUNT && START < at + bytes;
            assertEquals(touches, state.touches(region, address, bytes) == terms.yes(), bytes + " at " + (at - START));
            assertEquals(touches, regions.touchedBy(at, bytes).isPresent(), bytes + " at " + (at - START));
        }
    }

    @Test
    void whatIsReadTwiceIsTheSame() {
        Regions regions = regions(8);
        Known known = knowing(inside());
        AbstractState state = state(regions);
        Symbol other = terms.symbol("other", 32);
        known.constraints.add(terms.ult(other, terms.constant(32, COUNT)));
        resolver.hasModel(known);
        Term one = state.load(known, regions.all().getFirst(), address(1), 1);
        Term two = state.load(known, regions.all().getFirst(), terms.add(terms.constant(64, START), terms.zext(other, 64)), 1);
        assertFalse(resolver.ask(known, terms.and(terms.eq(index, other), terms.ne(one, two))).isPossible());
        assertFalse(resolver.ask(known, terms.all(List.of(is(index, 0), is(other, 3), terms.eq(one, two)))).isPossible());
        assertTrue(resolver.ask(known, terms.all(List.of(is(index, 2), is(other, 3), terms.eq(one, two)))).isPossible());
    }

    @Test
    void whatIsKnownOfTheIndexTellsTheGroup() {
        Regions regions = regions(8);
        Known known = knowing(inside(), terms.ule(terms.constant(32, 7), index));
        assertEquals(terms.constant(8, 15), state(regions).load(known, regions.all().getFirst(), address(1), 1));
    }

    @Test
    void whatIsWrittenMustBePossibleInEachElementThatItMayBe() {
        Regions regions = regions(8);
        Region region = regions.all().getFirst();
        for (int value = 0; value < VALUES; value++) {
            for (int least = 0; least < COUNT; least++) {
                for (int most = least; most < COUNT; most++) {
                    Known known = knowing(terms.ule(terms.constant(32, least), index), terms.ule(index, terms.constant(32, most)));
                    List<String> broken = state(regions).store(known, region, address(1), terms.constant(8, value));
                    boolean isRight = true;
                    for (int element = least; element <= most; element++) {
                        isRight &= isDeclared(element, value);
                    }
                    assertEquals(isRight, broken.isEmpty(), value + " into elements " + least + " to " + most + ": " + broken);
                }
            }
        }
    }

    @Test
    void whatIsBrokenIsNamed() {
        Regions regions = regions(8);
        assertEquals(List.of("t.a.a of elements 2 to 4 stays within 4 to 9", "t.a.a of element 7 stays within 15"),
                state(regions).store(knowing(inside()), regions.all().getFirst(), address(1), terms.constant(8, 3)));
    }
}
