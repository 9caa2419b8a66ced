package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Terms look the same, whenever and in whichever order their parts were made. */
class ShapesTest {
    private static final long SEED = 8;
    private static final int NAMES = 300;

    /** One who makes terms, and has made symbols in an order of its own. */
    private record Maker(Terms terms, Random order) {
        Maker(long seed) {
            this(new Terms(), new Random(seed));
            List<Integer> names = new ArrayList<>(IntStream.range(0, NAMES).boxed().toList());
            Collections.shuffle(names, order);
            names.forEach(this::symbol);
        }

        Term symbol(int name) {
            return terms.symbol("s" + name, 16);
        }

        /** All of them put together, those first that its order says. */
        Term together(List<Term> parts, BinaryOperator<Term> operation) {
            List<Term> left = new ArrayList<>(parts);
            while (left.size() > 1) {
                Collections.shuffle(left, order);
                left.add(operation.apply(left.removeLast(), left.removeLast()));
            }
            return left.getFirst();
        }

        /** Of symbols that are each there once, and in quotients, so that nothing can be simplified, which may depend on the order. */
        Term made(Random what, int depth, AtomicInteger next) {
            if (depth == 0) {
                return symbol(next.getAndIncrement());
            }
            int kind = what.nextInt(4);
            int parts = 2 + what.nextInt(3);
            List<Term> made = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                made.add(terms.udiv(made(what, depth - 1, next), symbol(next.getAndIncrement())));
            }
            return switch (kind) {
                case 0 -> together(made, terms::and);
                case 1 -> together(made, terms::xor);
                case 2 -> together(made, terms::mul);
                default -> terms.ite(terms.eq(made.get(0), made.get(1)), made.get(0), terms.not(made.get(1)));
            };
        }
    }

    private static String text(Term term, Shapes shapes) {
        return term instanceof Operation operation
                ? operation.operator() + "" + operation.width() + shapes.arguments(operation).stream().map(each -> text(each, shapes)).toList() : term.toString();
    }

    @Test
    void theOrderOfMakingDoesNotShow() {
        Map<Long, String> byShape = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            Maker one = new Maker(SEED + i);
            Maker other = new Maker(SEED - 1 - i);
            Term a = one.made(new Random(i), 3, new AtomicInteger());
            Term b = other.made(new Random(i), 3, new AtomicInteger());
            Shapes ofA = new Shapes(_ -> true);
            Shapes ofB = new Shapes(_ -> true);
            String what = "seed " + SEED + ", term " + i;
            assertEquals(ofA.of(a), ofB.of(b), what);
            assertEquals(text(a, ofA), text(b, ofB), what);
            String before = byShape.put(ofA.of(a), text(a, ofA));
            assertEquals(before == null ? text(a, ofA) : before, text(a, ofA), what + " looks like another");
        }
    }

    @Test
    void whatDiffersLooksDifferent() {
        Terms terms = new Terms();
        Term a = terms.symbol("a", 16);
        Term b = terms.symbol("b", 16);
        Shapes shapes = new Shapes(_ -> true);
        assertNotEquals(shapes.of(terms.udiv(a, b)), shapes.of(terms.udiv(b, a)));
        assertNotEquals(shapes.of(terms.and(a, b)), shapes.of(terms.or(a, b)));
        assertNotEquals(shapes.of(terms.extract(a, 7, 0)), shapes.of(terms.extract(a, 8, 1)));
        Shapes nameless = new Shapes(_ -> false);
        assertEquals(nameless.of(terms.not(a)), nameless.of(terms.not(b)));
    }
}
