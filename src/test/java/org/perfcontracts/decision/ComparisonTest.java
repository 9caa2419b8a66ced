package org.perfcontracts.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

class ComparisonTest {
    private static final List<Pcv> PCVS = List.of(
            new Pcv("x", "", 0, OptionalLong.of(9)), new Pcv("y", "", 1, OptionalLong.of(7)), new Pcv("z", "", 0, OptionalLong.empty()));
    private static final Map<String, Pcv> RANGES = PCVS.stream().collect(Collectors.toMap(Pcv::name, pcv -> pcv));

    private static Polynomial linear(long x, long y, long constant) {
        return Polynomial.variable("x").times(x).plus(Polynomial.variable("y").times(y)).plus(constant);
    }

    private static InputClass inputClass(String name, String condition, Formula instructions) {
        return new InputClass(name, new Condition(List.of(List.of(condition)), true),
                Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, Formula.exactly(Polynomial.constant(7))), Map.of(), 1, true, List.of());
    }

    private static Contract contract(String level, InputClass... classes) {
        Check yes = new Check(Check.Verdict.YES, "");
        return new Contract(new Contract.Subject("t", level, "f", "", "x86-64-v2", Optional.empty(), "bolt"),
                List.of(classes), PCVS, List.of(), true, List.of(), new Contract.Checks(yes, yes));
    }

    private static Contract of(Formula instructions) {
        return contract("nf", inputClass("c", "a = 1", instructions));
    }

    private static Comparison compare(Formula before, Formula after) {
        return Comparison.of(of(before), of(after), Map.of());
    }

    private static Change change(Polynomial before, Polynomial after) {
        return compare(Formula.exactly(before), Formula.exactly(after)).pairs().getFirst().changes().get(Metric.INSTRUCTIONS);
    }

    // ---- which classes belong together

    @Test
    void classesAreMatchedByNameAndElseByCondition() {
        Formula cost = Formula.exactly(Polynomial.constant(1));
        Contract before = contract("nf", inputClass("same", "a = 1", cost), inputClass("old name", "a = 2", cost), inputClass("gone", "a = 3", cost));
        Contract after = contract("nf", inputClass("new", "a = 9", cost), inputClass("new name", "a = 2", cost), inputClass("same", "a = 7", cost));
        Comparison comparison = Comparison.of(before, after, Map.of());
        assertEquals(List.of("old name new name", "same same"),
                comparison.pairs().stream().map(pair -> pair.before().name() + " " + pair.after().name()).toList());
        assertEquals(List.of("new"), comparison.came().stream().map(InputClass::name).toList());
        assertEquals(List.of("gone"), comparison.went().stream().map(InputClass::name).toList());
        assertTrue(comparison.pairs().stream().allMatch(Comparison.Pair::isChanged));
        assertFalse(comparison.pairs().stream().anyMatch(Comparison.Pair::costChanged));
    }

    /** A loop that has moved as a whole is the same; one that is left elsewhere is another. */
    @Test
    void sourceLinesThatMovedMakeNoOtherCondition() {
        Formula cost = Formula.exactly(Polynomial.constant(1));
        Contract before = contract("nf", inputClass("left early", "loop at a.c:66 left at: a.c:73", cost), inputClass("5 instructions", "loop at a.c:66 left at: a.c:70", cost));
        Contract moved = contract("nf", inputClass("left early", "loop at a.c:68 left at: a.c:75", cost), inputClass("6 instructions", "loop at a.c:68 left at: a.c:72", cost));
        Comparison comparison = Comparison.of(before, moved, Map.of());
        assertEquals(2, comparison.pairs().size());
        assertFalse(comparison.pairs().stream().anyMatch(Comparison.Pair::conditionChanged));
        assertFalse(Judgement.of(Comparison.of(before, contract("nf", moved.classes().getFirst(), before.classes().getLast()), Map.of()),
                new Limits(Limits.Kept.SAME, List.of(), List.of())).isBroken());
        Comparison other = Comparison.of(before, contract("nf", inputClass("left early", "loop at a.c:68 left at: a.c:74", cost)), Map.of());
        assertTrue(other.pairs().getFirst().conditionChanged());
        assertTrue(Comparison.of(before, contract("nf", inputClass("left early", "loop at b.c:66 left at: b.c:73", cost)), Map.of()).pairs().getFirst().conditionChanged());
    }

    @Test
    void aConditionThatSeveralClassesHaveMatchesNone() {
        Formula cost = Formula.exactly(Polynomial.constant(1));
        Contract before = contract("nf", inputClass("a", "p", cost), inputClass("b", "p", cost));
        Formula other = Formula.exactly(Polynomial.constant(2));
        Contract after = contract("nf", inputClass("c", "p", other), inputClass("d", "p", other));
        Comparison comparison = Comparison.of(before, after, Map.of());
        assertEquals(0, comparison.pairs().size());
        assertEquals(2, comparison.came().size());
        assertEquals(2, comparison.went().size());
    }

    @Test
    void namesThatTellACostAreNone() {
        Contract before = contract("nf", inputClass("5 instructions", "p", Formula.exactly(Polynomial.constant(5))),
                inputClass("7 instructions", "q", Formula.exactly(Polynomial.constant(7))));
        Contract after = contract("nf", inputClass("5 instructions", "q", Formula.exactly(Polynomial.constant(5))),
                inputClass("9 instructions", "p", Formula.exactly(Polynomial.constant(9))));
        assertEquals(List.of("7 instructions 5 instructions", "5 instructions 9 instructions"), Comparison.of(before, after, Map.of()).pairs().stream()
                .map(pair -> pair.before().name() + " " + pair.after().name()).toList());
    }

    /** Of classes with one condition, those that cost the same are the same; where one is left on each side, these two belong together. */
    @Test
    void oneChangeAmongClassesWithTheSameConditionIsFound() {
        Contract before = contract("nf", named(5), named(7), named(8));
        Contract after = contract("nf", named(5), named(7), named(9));
        Comparison comparison = Comparison.of(before, after, Map.of());
        assertEquals(List.of("5 5", "7 7", "8 9"), comparison.pairs().stream().map(pair -> pair.changes().get(Metric.INSTRUCTIONS))
                .map(change -> change.before() + " " + change.after()).toList());
        assertEquals(2, Comparison.of(before, contract("nf", named(5), named(10), named(9)), Map.of()).came().size());
    }

    private static InputClass named(long cost) {
        return inputClass(cost + " instructions", "p", Formula.exactly(Polynomial.constant(cost)));
    }

    @Test
    void classesMayHaveToStayTheSame() {
        Formula cost = Formula.exactly(Polynomial.constant(1));
        Comparison comparison = Comparison.of(contract("nf", inputClass("gone", "p", cost)), contract("nf", inputClass("new", "q", cost)), Map.of());
        assertFalse(Judgement.of(comparison, Limits.NONE).isBroken());
        Limits.Waiver waiver = new Limits.Waiver("gone", EnumSet.allOf(Metric.class), "was never used");
        Judgement judgement = Judgement.of(comparison, new Limits(Limits.Kept.SAME, List.of(), List.of(waiver)));
        assertEquals(List.of("new came broken", "gone went waived"), judgement.verdicts().stream()
                .map(each -> each.inputClass() + " " + each.breach().orElseThrow() + (each.isBroken() ? " broken" : " waived")).toList());
        assertEquals(List.of(), judgement.unneeded());
    }

    @Test
    void aClassWithAnotherConditionIsNotTheSame() {
        Formula cost = Formula.exactly(Polynomial.constant(1));
        Comparison comparison = Comparison.of(contract("nf", inputClass("c", "p", cost)), contract("nf", inputClass("c", "q", cost)), Map.of());
        assertFalse(Judgement.of(comparison, new Limits(Limits.Kept.ANY, List.of(), List.of())).isBroken());
        assertEquals("has another condition", breach(Judgement.of(comparison, new Limits(Limits.Kept.SAME, List.of(), List.of()))));
    }

    @Test
    void levelsMustBeTheSame() {
        String message = assertThrows(IllegalArgumentException.class, () -> Comparison.of(contract("nf"), contract("stack"), Map.of())).getMessage();
        assertTrue(message.contains("levels nf and stack"), message);
    }

    // ---- what changed

    @Test
    void directionsSpeakOfAllValues() {
        assertEquals(Change.Direction.SAME, change(linear(1, 2, 3), linear(1, 2, 3)).direction());
        assertEquals(Change.Direction.MORE, change(linear(1, 2, 3), linear(2, 2, 3)).direction());
        assertEquals(Change.Direction.LESS, change(linear(1, 2, 3), linear(1, 1, 3)).direction());
        assertEquals(Change.Direction.MIXED, change(linear(1, 2, 9), linear(5, 2, 3)).direction());
        assertEquals(Change.Direction.MORE, change(linear(0, 0, 3), linear(0, 1, 3)).direction());
        assertEquals(Change.Direction.MORE, change(linear(0, 0, 3), linear(0, 1, 2)).direction());     // y is 1 at least
    }

    @Test
    void coefficientsThatChangedAreTold() {
        Change change = change(linear(5, 2, 30), linear(6, 0, 30));
        assertEquals(List.of("x 5 6", "y 2 0"), change.terms().stream().map(term -> term.monomial() + " " + term.before() + " " + term.after()).toList());
        assertEquals(Interval.of(32), change.costBefore());
        assertEquals(Interval.of(30), change.costAfter());
        Formula max = new Formula(List.of(linear(5, 0, 1), linear(0, 5, 1)), false);
        assertEquals(List.of(), compare(max, Formula.exactly(linear(1, 1, 1))).pairs().getFirst().changes().get(Metric.INSTRUCTIONS).terms());
    }

    /** Against all corners, one by one. */
    @Test
    void theGreatestGrowthOfLinearFormulasIsFound() {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Polynomial before = linear(random.nextInt(0, 30), random.nextInt(0, 30), random.nextInt(1, 300));
            Polynomial after = linear(random.nextInt(0, 30), random.nextInt(0, 30), random.nextInt(1, 300));
            double greatest = 0;
            for (long x : new long[] {0, 9}) {
                for (long y : new long[] {1, 7}) {
                    greatest = Math.max(greatest, (double) after.evaluate(Map.of("x", x, "y", y)) / before.evaluate(Map.of("x", x, "y", y)));
                }
            }
            Map<String, Long> found = new TreeMap<>(Map.of("x", 0L, "y", 1L));
            found.putAll(change(before, after).greatestGrowth(PCVS));
            assertEquals(greatest, (double) after.evaluate(found) / before.evaluate(found), 1e-12, "seed " + seed + ": " + before + " → " + after);
        }
    }

    @Test
    void numbersAreNeverInPerCentAlone() {
        assertEquals("339 → 351, +12 (+3.5 %)", Percent.growth(339, 351));
        assertEquals("0 → 3, +3", Percent.growth(0, 3));
        assertEquals("-6 (-9.1 %)", Percent.change(66, 60));
        assertEquals("+1 (+0.0001 %)", Percent.change(1_000_000, 1_000_001));
        assertEquals("0", Percent.change(5, 5));
    }

    // ---- limits

    private static Judgement judge(Polynomial before, Polynomial after, Limits.Limit... limits) {
        return Judgement.of(compare(Formula.exactly(before), Formula.exactly(after)), new Limits(Limits.Kept.ANY, List.of(limits), List.of()));
    }

    private static Limits.Limit soft(String percent, Map<String, Interval> at) {
        return new Limits.Limit(Optional.empty(), Set.of(Metric.INSTRUCTIONS), Optional.of(new BigDecimal(percent)), OptionalLong.empty(), Optional.ofNullable(at));
    }

    private static Limits.Limit hard(long most, Map<String, Interval> at) {
        return new Limits.Limit(Optional.empty(), Set.of(Metric.INSTRUCTIONS), Optional.empty(), OptionalLong.of(most), Optional.ofNullable(at));
    }

    private static String breach(Judgement judgement) {
        return judgement.verdicts().getFirst().breach().orElse("held");
    }

    @Test
    void aSoftLimitHoldsEverywhereOrIsBroken() {
        assertEquals("held", breach(judge(linear(10, 0, 100), linear(11, 0, 110), soft("10", null))));
        assertEquals("190 → 199, +9 (+4.7 %) at x = 9", breach(judge(linear(10, 0, 100), linear(11, 0, 100), soft("4.7", null))));
        assertEquals("held", breach(judge(linear(10, 0, 100), linear(11, 0, 100), soft("4.8", null))));
        assertEquals("held", breach(judge(linear(10, 0, 100), linear(11, 0, 100), soft("0", Map.of()))));
        assertEquals("120 → 122, +2 (+1.7 %) at x = 2", breach(judge(linear(10, 0, 100), linear(11, 0, 100), soft("0", Map.of("x", new Interval(0, 2))))));
        assertEquals("100 → 101, +1 (+1.0 %)", breach(judge(linear(0, 0, 100), linear(0, 0, 101), soft("0", null))));
    }

    @Test
    void aPcvWithoutEndBreaksASoftLimitByItsCoefficient() {
        Polynomial before = Polynomial.variable("z").times(10).plus(100);
        String breach = breach(judge(before, Polynomial.variable("z").times(12).plus(50), soft("5", null)));
        assertTrue(breach.contains("(+20.0 %) at z = 1000000"), breach);
        assertEquals("held", breach(judge(before, Polynomial.variable("z").times(10).plus(50), soft("0", null))));
    }

    @Test
    void aHardLimitIsAboutTheNewCost() {
        assertEquals("held", breach(judge(linear(1, 0, 0), linear(10, 0, 100), hard(190, null))));
        assertEquals("up to 190 at x = 0…9", breach(judge(linear(1, 0, 0), linear(10, 0, 100), hard(189, null))));
        assertEquals("up to 107 at y = 7, others at their low ends",
                breach(judge(linear(1, 0, 0), linear(10, 1, 100), hard(106, Map.of("y", Interval.of(7))))));
        assertEquals("2·z has no bound, as z has none", breach(judge(linear(1, 0, 0), Polynomial.variable("z").times(2), hard(1 << 30, null))));
    }

    @Test
    void classesThatCameHaveHardLimitsOnly() {
        Contract before = contract("nf");
        Contract after = of(Formula.exactly(Polynomial.constant(50)));
        Judgement judgement = Judgement.of(Comparison.of(before, after, Map.of()), new Limits(Limits.Kept.ANY, List.of(soft("0", null), hard(49, null)), List.of()));
        assertEquals(1, judgement.verdicts().size());
        assertTrue(judgement.isBroken());
    }

    @Test
    void whatIsWaivedIsNotBroken() {
        Comparison comparison = compare(Formula.exactly(Polynomial.constant(1)), Formula.exactly(Polynomial.constant(9)));
        Limits limits = new Limits(Limits.Kept.ANY, List.of(soft("1", null)), List.of(
                new Limits.Waiver("c", EnumSet.allOf(Metric.class), "wanted"), new Limits.Waiver("c", EnumSet.of(Metric.MEMORY_ACCESSES), "obsolete")));
        Judgement judgement = Judgement.of(comparison, limits);
        assertFalse(judgement.isBroken());
        assertEquals(Optional.of("wanted"), judgement.verdicts().getFirst().waiver());
        assertEquals(List.of("obsolete"), judgement.unneeded().stream().map(Limits.Waiver::reason).toList());
    }

    @Test
    void aClassWithAnotherNameIsTheOneThatLimitsAndWaiversMean() {
        Contract before = contract("nf", inputClass("old", "p", Formula.exactly(Polynomial.constant(1))));
        Contract after = contract("nf", inputClass("new", "p", Formula.exactly(Polynomial.constant(2))));
        Limits.Limit limit = new Limits.Limit(Optional.of("old"), Set.of(Metric.INSTRUCTIONS), Optional.of(BigDecimal.ZERO), OptionalLong.empty(), Optional.empty());
        assertTrue(Judgement.of(Comparison.of(before, after, Map.of()), new Limits(Limits.Kept.ANY, List.of(limit), List.of())).isBroken());
        Limits.Waiver waiver = new Limits.Waiver("old", EnumSet.allOf(Metric.class), "wanted");
        Judgement waived = Judgement.of(Comparison.of(before, after, Map.of()), new Limits(Limits.Kept.ANY, List.of(limit), List.of(waiver)));
        assertFalse(waived.isBroken());
        assertEquals(List.of(), waived.unneeded());
    }

    /** Whatever the formulas: where a limit is said to hold, no value breaks it. */
    @Test
    void aLimitThatHoldsIsBrokenNowhere() {
        long seed = 8;
        Random random = new Random(seed);
        int held = 0;
        for (int i = 0; i < 3_000; i++) {
            Formula before = random(random);
            Formula after = random(random);
            BigDecimal percent = new BigDecimal(random.nextInt(200)).movePointLeft(1);
            if (!Change.isAtMost(after, before, percent, RANGES)) {
                continue;
            }
            held++;
            for (int j = 0; j < 20; j++) {
                Map<String, Long> point = Map.of("x", random.nextLong(0, 10), "y", random.nextLong(1, 8), "z", random.nextLong(0, 100));
                assertTrue(1000.0 * after.evaluate(point) <= before.evaluate(point) * (1000.0 + 10 * percent.doubleValue()) + 1e-6,
                        "seed " + seed + ": " + before + " → " + after + " within " + percent + " % at " + point);
            }
        }
        assertTrue(held > 100, "only " + held + " held");
    }

    private static Formula random(Random random) {
        Polynomial first = linear(random.nextInt(0, 4), random.nextInt(-3, 4), random.nextInt(10, 40)).plus(Polynomial.variable("x").times(Polynomial.variable("z")));
        return random.nextBoolean() ? Formula.exactly(first) : new Formula(List.of(first, linear(random.nextInt(0, 9), 0, random.nextInt(1, 60))), false);
    }
}
