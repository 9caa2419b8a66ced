package org.perfcontracts.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.WorkloadPrediction.Quantile;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

class WorkloadPredictionTest {
    private static final Polynomial X = Polynomial.variable("x");
    private static final Polynomial Y = Polynomial.variable("y");
    private static final Map<String, Distribution> PCVS = Map.of(
            "x", new Distribution.Uniform(new Interval(1, 6)), "y", new Distribution.Within(new Interval(2, 5)));

    private static final Map<String, Multiple> MULTIPLES = Map.of("twice", new Multiple(2, "x"));

    private static InputClass inputClass(String name, Formula instructions) {
        return new InputClass(name, new Condition(List.of(List.of(name)), true),
                Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, Formula.exactly(Polynomial.constant(7))), Map.of(), 1, true, List.of());
    }

    /** The same whose PCVs share something. */
    private static InputClass sharing(InputClass known, LinearBound... together) {
        return new InputClass(known.name(), known.condition(), known.formulas(), Map.of(), 1, true, List.of(), Map.of(), Optional.empty(), Optional.empty(),
                Optional.empty(), Map.of(), List.of(together));
    }

    private static WorkloadPrediction predict(Map<String, BigDecimal> shares, InputClass... classes) {
        Check yes = new Check(Check.Verdict.YES, "");
        Contract contract = new Contract(new Contract.Subject("t", "nf", "f", "", "x86-64-v2", Optional.empty(), "bolt"), List.of(classes),
                List.of(new Pcv("x", "", 0, OptionalLong.of(9)), Pcv.unbounded("y"), Pcv.unbounded("twice")), List.of(), true, List.of(), new Contract.Checks(yes, yes));
        return WorkloadPrediction.of(contract, new Workload("", shares, PCVS, MULTIPLES, Set.of()), Optional.empty());
    }

    @Test
    void classesAreMixedByTheirShares() {
        WorkloadPrediction.Figures whole = predict(Map.of("a", new BigDecimal("0.9"), "b", new BigDecimal("0.1")),
                inputClass("a", Formula.exactly(Polynomial.constant(100))), inputClass("b", Formula.exactly(Polynomial.constant(300))),
                inputClass("c", Formula.exactly(Polynomial.constant(9999)))).whole().get(Metric.INSTRUCTIONS);
        assertEquals(120, whole.least(), 1e-9);
        assertEquals(Interval.of(100), whole.quantiles().get(Quantile.P90));
        assertEquals(Interval.of(300), whole.quantiles().get(Quantile.P99));
        assertEquals(OptionalLong.of(300), whole.worst());
    }

    @Test
    void aRangeKeepsTwoEnds() {
        WorkloadPrediction.Figures figures = predict(Map.of("a", BigDecimal.ONE), inputClass("a", Formula.exactly(X.plus(Y.times(10)).plus(100))))
                .whole().get(Metric.INSTRUCTIONS);
        assertEquals(123.5, figures.least(), 1e-9);
        assertEquals(153.5, figures.most(), 1e-9);
        assertEquals(new Interval(123, 153), figures.quantiles().get(Quantile.P50));
        assertEquals(OptionalLong.of(156), figures.worst());
    }

    /** A die and a range of 2 to 5, of which a packet has no more than 7 together: costs of 8 and more on top of 100 are for none. */
    @Test
    void whatPcvsShareBoundsAllFigures() {
        WorkloadPrediction.Figures figures = predict(Map.of("a", BigDecimal.ONE),
                sharing(inputClass("a", Formula.exactly(X.plus(Y).plus(100))), new LinearBound(Map.of("x", 1L, "y", 1L), 7))).whole().get(Metric.INSTRUCTIONS);
        assertEquals(OptionalLong.of(107), figures.worst());
        assertEquals(100 + 3.5 + 2 - 1 / 6.0, figures.least(), 1e-9);
        assertEquals(107 - 1 / 6.0, figures.most(), 1e-9);
        assertEquals(new Interval(107, 107), figures.quantiles().get(Quantile.P99));
    }

    /** What a multiple shares is what the other shares that it goes by: 2x + y ≤ 9, with x a die. */
    @Test
    void whatAMultipleSharesIsOfTheOther() {
        InputClass shared = sharing(inputClass("a", Formula.exactly(X.times(10).plus(Y))), new LinearBound(Map.of("twice", 1L, "y", 1L), 9));
        assertEquals(OptionalLong.of(37), predict(Map.of("a", BigDecimal.ONE), shared).whole().get(Metric.INSTRUCTIONS).worst());
    }

    /** Nobody guesses what was meant where values are given that no packet has. */
    @Test
    void valuesThatAreGivenStand() {
        Map<String, Distribution> given = Map.of("x", new Distribution.Within(Interval.of(5)), "y", new Distribution.Within(Interval.of(4)));
        List<LinearBound> together = List.of(new LinearBound(Map.of("x", 1L, "y", 1L), 7));
        assertEquals(OptionalLong.of(9), CostModel.worst(Formula.exactly(X.plus(Y)), given, together));
    }

    /** Without an end of its own a PCV has one by what it shares. */
    @Test
    void whatPcvsShareIsAnEnd() {
        Map<String, Distribution> open = Map.of("x", new Distribution.Geometric(0, 2, OptionalLong.empty()));
        assertEquals(OptionalLong.of(30), CostModel.worst(Formula.exactly(X.times(10)), open, List.of(new LinearBound(Map.of("x", 2L), 7).reduced())));
        assertEquals(OptionalLong.empty(), CostModel.worst(Formula.exactly(X.times(10)), open, List.of(new LinearBound(Map.of("y", 1L), 7))));
    }

    /** 3·2x + 2x·2x, with x a die. */
    @Test
    void aMultipleMovesWithTheOther() {
        Polynomial twice = Polynomial.variable("twice");
        WorkloadPrediction prediction = predict(Map.of("a", BigDecimal.ONE), inputClass("a", Formula.exactly(twice.times(3).plus(twice.times(twice)))));
        WorkloadPrediction.Figures figures = prediction.whole().get(Metric.INSTRUCTIONS);
        assertEquals(6 * 3.5 + 4 * 91 / 6.0, figures.least(), 1e-9);
        assertEquals(new Interval(18 + 36, 18 + 36), figures.quantiles().get(Quantile.P50));
        assertEquals(OptionalLong.of(36 + 144), figures.worst());
        WorkloadPrediction linear = predict(Map.of("a", BigDecimal.ONE), inputClass("a", Formula.exactly(twice.times(3).plus(X))));
        assertEquals(List.of(new Contribution(Optional.of(Monomial.of("x")), 24.5, 24.5)), linear.contributions(Metric.INSTRUCTIONS));
    }

    @Test
    void thePartsAddUpToTheMean() {
        WorkloadPrediction prediction = predict(Map.of("a", new BigDecimal("0.25"), "b", new BigDecimal("0.5"), "c", new BigDecimal("0.25")),
                inputClass("a", Formula.exactly(X.times(Y).times(2).plus(100))), inputClass("b", Formula.exactly(X.times(40).plus(Y.times(-1)).plus(50))),
                inputClass("c", new Formula(List.of(X.times(30), Polynomial.constant(80)), false)));
        List<Contribution> parts = prediction.contributions(Metric.INSTRUCTIONS);
        WorkloadPrediction.Figures whole = prediction.whole().get(Metric.INSTRUCTIONS);
        assertEquals(whole.least(), parts.stream().mapToDouble(Contribution::least).sum(), 1e-9);
        assertEquals(whole.most(), parts.stream().mapToDouble(Contribution::most).sum(), 1e-9);
        assertEquals(List.of(Optional.of(Monomial.of("x")), Optional.of(Monomial.ONE), Optional.empty()),
                parts.stream().map(Contribution::part).limit(3).toList());
        assertEquals(5, parts.size());
    }
}
