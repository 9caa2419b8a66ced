package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Polynomial;

/** Coefficients of a contract's formula that fit what packets took. */
class CycleFitTest {
    private static final long SEED = 26;
    private static final Polynomial FORMULA = Polynomial.variable("x").times(7).plus(Polynomial.variable("y").times(9)).plus(Polynomial.bracket("x", 3).times(2)).plus(100);

    private static List<CycleFit.Point> points(int count, double noise) {
        Random random = new Random(SEED);
        List<CycleFit.Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long x = random.nextInt(20);
            long y = random.nextInt(5);
            double cycles = 3.5 * x + 40 * y + (x > 3 ? 10 : 0) + 62;
            points.add(new CycleFit.Point(Map.of("x", x, "y", y), cycles * (1 + noise * (random.nextDouble() - 0.5))));
        }
        return points;
    }

    @Test
    void whatFollowsTheFormulaIsFound() {
        CycleFit fit = CycleFit.of(Formula.exactly(FORMULA), points(30, 0)).orElseThrow();
        assertEquals("3.5·x + 40·y + 10·[x > 3] + 62", fit.text());
        assertEquals(List.of(Monomial.of("x"), Monomial.of("y")), fit.terms().subList(0, 2));
        assertTrue(fit.residual() < 1e-9 && fit.worst() < 1e-9, fit::toString);
    }

    @Test
    void noiseIsWhatItIsOff() {
        CycleFit fit = CycleFit.of(Formula.exactly(FORMULA), points(50, 0.1)).orElseThrow();
        assertEquals(3.5, fit.coefficients().getFirst(), 0.5);
        assertTrue(fit.residual() > 0.005 && fit.residual() < 0.05 && fit.worst() >= fit.heldOut() && fit.heldOut() < 0.06, fit::toString);
    }

    @Test
    void termsThatNoPacketTellsApartShareWhatTheyTake() {
        List<CycleFit.Point> points = new ArrayList<>();
        for (long x = 1; x < 9; x++) {
            points.add(new CycleFit.Point(Map.of("x", x, "y", x), 10 * x + 50));
        }
        assertEquals("5·x + 5·y + 50", CycleFit.of(Formula.exactly(Polynomial.variable("x").plus(Polynomial.variable("y"))), points).orElseThrow().text());
    }

    @Test
    void aTermThatIsTheSameForAllIsPartOfTheConstant() {
        List<CycleFit.Point> points = List.of(new CycleFit.Point(Map.of("x", 4L), 20), new CycleFit.Point(Map.of("x", 4L), 20), new CycleFit.Point(Map.of("x", 4L), 20));
        CycleFit fit = CycleFit.of(Formula.exactly(FORMULA), points).orElseThrow();
        assertEquals(List.of(Monomial.ONE), fit.terms());
        assertEquals(20, fit.coefficients().getFirst(), 1e-9);
        assertEquals(Optional.empty(), CycleFit.of(Formula.exactly(FORMULA), points.subList(0, 2)), "too few");
    }
}
