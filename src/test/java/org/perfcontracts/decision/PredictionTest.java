package org.perfcontracts.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Maximum;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

class PredictionTest {
    private static final List<Pcv> PCVS = List.of(
            new Pcv("x", "", 0, OptionalLong.of(9)), new Pcv("y", "", 1, OptionalLong.of(7)), Pcv.unbounded("z"), new Pcv("once", "", 1, OptionalLong.of(1)));

    private static Polynomial x(long coefficient) {
        return Polynomial.variable("x").times(coefficient);
    }

    private static Polynomial y(long coefficient) {
        return Polynomial.variable("y").times(coefficient);
    }

    private static Contract contract(Formula instructions) {
        return contract(instructions, PCVS);
    }

    private static Contract contract(Formula instructions, List<Pcv> pcvs) {
        Check yes = new Check(Check.Verdict.YES, "");
        return new Contract(new Contract.Subject("t", "nf", "f", "", "x86-64-v2", Optional.empty(), "bolt"),
                List.of(new InputClass("c", new Condition(List.of(List.of()), true),
                        Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, Formula.exactly(Polynomial.constant(1))), Map.of(), 1, true, List.of())),
                pcvs, List.of(), true, List.of(), new Contract.Checks(yes, yes));
    }

    private static Prediction.Cost cost(Formula formula, Map<String, Interval> given) {
        return Prediction.of(contract(formula), List.of("c"), PcvValues.of(PCVS, given), Optional.empty()).classes().getFirst().costs().get(Metric.INSTRUCTIONS);
    }

    @Test
    void aLinearFormulaIsBetweenItsEnds() {
        Prediction.Cost cost = cost(Formula.exactly(x(170).plus(y(-3)).plus(100)), Map.of("x", new Interval(2, 4), "y", new Interval(1, 5)));
        assertEquals(new Interval(100 + 340 - 15, 100 + 680 - 3), cost.range());
        assertEquals(Map.of("x", Interval.of(170), "y", Interval.of(-3)), cost.oneMore());
        assertEquals(List.of(new Interval(340, 680), new Interval(-15, -3), Interval.of(100)), cost.terms().stream().map(Prediction.Term::range).toList());
    }

    @Test
    void whatIsNotGivenIsAtItsLowEnd() {
        PcvValues values = PcvValues.of(PCVS, Map.of("x", Interval.of(3)));
        assertEquals(Map.of("x", Interval.of(3), "y", Interval.of(1), "z", Interval.of(0), "once", Interval.of(1)), values.all());
        assertEquals(Set.of("x"), values.given());
    }

    @Test
    void whatIsNotGivenIsAsUsualInTheClass() {
        InputClass known = contract(Formula.exactly(x(170).plus(y(3)))).classes().getFirst();
        InputClass usual = new InputClass(known.name(), known.condition(), known.formulas(), Map.of(), 1, true, List.of(), Map.of(), Optional.empty(), Optional.empty(),
                Optional.empty(), Map.of("x", 4L, "y", 2L), List.of());
        PcvValues values = PcvValues.of(PCVS, Map.of("x", Interval.of(3)));
        assertEquals(Map.of("x", Interval.of(3), "y", Interval.of(2), "z", Interval.of(0), "once", Interval.of(1)), values.in(usual).all());
        assertEquals(values, values.in(known));
        assertEquals(170 * 4 + 3 * 2, usual.typical(Metric.INSTRUCTIONS).orElseThrow());
        assertEquals(170 * 9 + 3 * 7, usual.worst(Metric.INSTRUCTIONS, ranges()).orElseThrow());
        assertTrue(known.typical(Metric.INSTRUCTIONS).isEmpty());
    }

    /** What counts all packets stands for those that count them by what they are. */
    @Test
    void packetsAreCountedByTheirPcvs() {
        List<Pcv> pcvs = List.of(new Pcv("burst.a", "", 0, OptionalLong.of(4)), new Pcv("burst.b", "", 0, OptionalLong.of(4)), new Pcv("burst.n", "", 0, OptionalLong.of(4)),
                new Pcv("x", "", 0, OptionalLong.of(9)));
        Polynomial byClass = Polynomial.variable("burst.a").times(5).plus(Polynomial.variable("burst.b").times(7)).plus(x(1));
        Map<String, Interval> given = Map.of("burst.a", Interval.of(1), "burst.b", Interval.of(2), "burst.n", Interval.of(4), "x", Interval.of(5));
        assertEquals(OptionalLong.of(3), packets(byClass, pcvs, given));
        assertEquals(OptionalLong.of(4), packets(byClass.plus(Polynomial.variable("burst.n")), pcvs, given));
        assertEquals(OptionalLong.empty(), packets(x(1), pcvs, given));
        assertEquals(OptionalLong.empty(), packets(byClass, pcvs, Map.of("burst.a", new Interval(1, 2))));
        assertEquals(OptionalLong.empty(), packets(byClass, pcvs, Map.of()));
    }

    private static OptionalLong packets(Polynomial formula, List<Pcv> pcvs, Map<String, Interval> given) {
        return Prediction.of(contract(Formula.exactly(formula), pcvs), List.of("c"), PcvValues.of(pcvs, given), Optional.empty()).classes().getFirst().packets();
    }

    private static Map<String, Pcv> ranges() {
        return PCVS.stream().collect(Collectors.toMap(Pcv::name, Function.identity()));
    }

    /** A bound over all ranges is never exceeded; there is none where what counts has no end. */
    @Test
    void noValueIsAboveTheMost() {
        long seed = 12;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Formula formula = random(random);
            Map<String, Pcv> ranges = new TreeMap<>(ranges());
            ranges.put("z", new Pcv("z", "", 0, OptionalLong.of(5)));
            Map<String, Long> point = new TreeMap<>();
            ranges.forEach((name, pcv) -> point.put(name, random.nextLong(pcv.low(), pcv.high().getAsLong() + 1)));
            assertTrue(formula.evaluate(point) <= most(formula, ranges).orElseThrow(), "seed " + seed + ", case " + i + ": " + formula + " at " + point);
        }
        assertEquals(OptionalLong.empty(), most(Formula.exactly(Polynomial.variable("z")), ranges()));
        assertEquals(OptionalLong.of(7), most(Formula.exactly(Polynomial.variable("z").times(-1).plus(7)), ranges()));
        assertEquals(OptionalLong.of(1), most(Formula.exactly(Polynomial.bracket("z", 3)), ranges()));
        assertEquals(OptionalLong.empty(), most(Formula.exactly(x(Long.MAX_VALUE)), ranges()));
    }

    private static OptionalLong most(Formula formula, Map<String, Pcv> ranges) {
        return Maximum.of(formula, ranges, List.of()).value();
    }

    /** A contract of one class whose PCVs x and y share something. */
    private static Contract sharing(LinearBound bound) {
        Contract some = contract(Formula.exactly(x(170).plus(y(3))));
        InputClass known = some.classes().getFirst();
        InputClass sharing = new InputClass(known.name(), known.condition(), known.formulas(), Map.of(), 1, true, List.of(), Map.of(), Optional.empty(), Optional.empty(),
                Optional.empty(), Map.of("x", 0L, "y", 0L), List.of(bound));
        return new Contract(some.subject(), List.of(sharing), some.pcvs(), List.of(), true, List.of(), some.checks());
    }

    private static Prediction.OfClass predicted(Contract contract, Map<String, Interval> given) {
        return Prediction.of(contract, List.of(), PcvValues.of(PCVS, given), Optional.empty()).classes().getFirst();
    }

    @Test
    void whatPcvsShareBoundsARange() {
        Contract contract = sharing(new LinearBound(Map.of("x", 2L, "y", 1L), 9));
        Prediction.OfClass ranges = predicted(contract, Map.of("x", new Interval(0, 9), "y", new Interval(1, 7)));
        assertEquals(new Interval(3, 170 * 4 + 3), ranges.costs().get(Metric.INSTRUCTIONS).range());
        assertEquals(List.of(), ranges.broken());
        assertEquals(170 * 4 + 3, contract.classes().getFirst().worst(Metric.INSTRUCTIONS, ranges()).orElseThrow());
    }

    @Test
    void valuesThatNoPacketHasAreRefused() {
        Contract contract = sharing(new LinearBound(Map.of("x", 2L, "y", 1L), 9));
        assertEquals(List.of(), predicted(contract, Map.of("x", Interval.of(4))).broken());
        String message = assertThrows(IllegalArgumentException.class, () -> predicted(contract, Map.of("x", Interval.of(4), "y", Interval.of(2)))).getMessage();
        assertEquals("no packet of the class any has these values: 2·x + y ≤ 9", message.replaceAll("class .* has", "class any has"));
    }

    /** A PCV that nobody has said anything about may be as many as it takes. */
    @Test
    void whatIsNotGivenExcludesNothing() {
        assertEquals(List.of(), predicted(sharing(new LinearBound(Map.of("x", 1L, "y", -1L), 0)), Map.of("x", Interval.of(3))).broken());
    }

    @Test
    void ofProductsOneMoreDependsOnTheOther() {
        Formula product = Formula.atMost(Polynomial.variable("x").times(Polynomial.variable("z")).times(5));
        assertEquals(Map.of("x", new Interval(10, 100), "z", new Interval(5, 15)),
                cost(product, Map.of("x", new Interval(1, 3), "z", new Interval(2, 20))).oneMore());
    }

    @Test
    void atTheEndOfARangeOneMoreIsTheLastOne() {
        Formula square = Formula.exactly(Polynomial.variable("x").times(Polynomial.variable("x")));
        assertEquals(Map.of("x", Interval.of(81 - 64)), cost(square, Map.of("x", Interval.of(9))).oneMore());
        assertEquals(Map.of(), cost(Formula.exactly(Polynomial.variable("once")), Map.of()).oneMore());
    }

    @Test
    void ofAMaximumThePartsAreThoseOfTheGreatest() {
        Formula max = new Formula(List.of(x(1).plus(50), x(20)), false);
        assertEquals(new Interval(50, 180), cost(max, Map.of("x", new Interval(0, 9))).range());
        assertEquals(List.of(Monomial.of("x")), cost(max, Map.of("x", new Interval(0, 9))).terms().stream().map(Prediction.Term::monomial).toList());
        assertEquals(new Interval(1, 20), cost(max, Map.of("x", new Interval(0, 9))).oneMore().get("x"));
    }

    @Test
    void everyValueIsWithinTheEnds() {
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Formula formula = random(random);
            Map<String, Interval> ranges = new TreeMap<>();
            Map<String, Long> point = new TreeMap<>();
            for (String name : List.of("x", "y", "z", "once")) {
                long low = name.equals("once") ? 1 : random.nextInt(1, 5);
                ranges.put(name, new Interval(low, name.equals("once") ? 1 : low + random.nextInt(4)));
                point.put(name, random.nextLong(low, ranges.get(name).high() + 1));
            }
            Interval ends = End.both(formula, ranges);
            long value = formula.evaluate(point);
            assertTrue(ends.low() <= value && value <= ends.high(), "seed " + seed + ", case " + i + ": " + formula + " at " + point + " is not in " + ends);
            Map<String, Interval> points = new TreeMap<>();
            point.forEach((name, number) -> points.put(name, Interval.of(number)));
            assertEquals(Interval.of(value), End.both(formula, points));
            Prediction.Cost cost = cost(formula, points);
            assertEquals(value, cost.terms().stream().mapToLong(term -> term.range().high()).sum(), "seed " + seed + ", case " + i);
        }
    }

    private static Formula random(Random random) {
        List<Polynomial> alternatives = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Map<Monomial, Long> coefficients = new HashMap<>();
            coefficients.put(Monomial.ONE, random.nextLong(-100, 1000));
            coefficients.put(Monomial.of("x"), random.nextLong(-9, 30));
            coefficients.put(new Monomial(new TreeMap<>(Map.of("x", 2, "y", random.nextInt(1, 3)))), random.nextLong(-5, 9));
            coefficients.put(new Monomial(new TreeMap<>(Map.of("z", 1, "once", 1))), random.nextLong(-5, 9));
            alternatives.add(Polynomial.of(coefficients));
        }
        return new Formula(alternatives, false);
    }

    @Test
    void namesAndRangesAreChecked() {
        assertRefused("unknown PCV 'w'; known: x, y, z, once", Map.of("w", Interval.of(1)));
        assertRefused("x = 3…10 is outside of its range, 0…9", Map.of("x", new Interval(3, 10)));
        assertRefused("y = 0 is outside of its range, 1…7", Map.of("y", Interval.of(0)));
        String unknown = assertThrows(IllegalArgumentException.class, () -> Prediction.of(
                contract(Formula.exactly(x(1))), List.of("d"), PcvValues.of(PCVS, Map.of()), Optional.empty())).getMessage();
        assertEquals("unknown class 'd'; known: c", unknown);
    }

    private static void assertRefused(String message, Map<String, Interval> given) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> PcvValues.of(PCVS, given)).getMessage());
    }

    @Test
    void aCostThatDoesNotFitIsRefusedRatherThanWrong() {
        assertThrows(ArithmeticException.class, () -> cost(Formula.exactly(Polynomial.variable("z").times(1L << 40)), Map.of("z", Interval.of(1L << 40))));
    }

    @Test
    void timeFollowsFromClockAndInstructionsACycle() {
        Speed speed = new Speed(2e9, 1.5);
        assertEquals(100, speed.nanoseconds(300), 1e-9);
        assertEquals(10, speed.millionPacketsPerSecond(300), 1e-9);
    }
}
