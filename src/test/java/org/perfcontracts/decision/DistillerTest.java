package org.perfcontracts.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** What packets add up to, held against sums over all of them. */
class DistillerTest {
    private static final Polynomial X = Polynomial.variable("x");
    private static final Polynomial Y = Polynomial.variable("y");

    private static InputClass inputClass(String name, Formula instructions) {
        return new InputClass(name, new Condition(List.of(List.of(name)), true),
                Map.of(Metric.INSTRUCTIONS, instructions, Metric.MEMORY_ACCESSES, Formula.exactly(Polynomial.constant(7))), Map.of(), 1, true, List.of());
    }

    private static final Map<String, Formula> FORMULAS = Map.of(
            "linear", Formula.exactly(X.times(3).plus(Y.times(10)).plus(100)),
            "product", Formula.exactly(X.times(Y).times(5).plus(X).plus(20)),
            "greatest", new Formula(List.of(X.times(30), Polynomial.constant(80).plus(Y)), false));

    private static Contract contract() {
        Check yes = new Check(Check.Verdict.YES, "");
        return new Contract(new Contract.Subject("t", "nf", "f", "", "x86-64-v2", Optional.empty(), "bolt"),
                List.of("linear", "product", "greatest").stream().map(name -> inputClass(name, FORMULAS.get(name))).toList(),
                List.of(new Pcv("x", "", 0, OptionalLong.of(9)), Pcv.unbounded("y")), List.of(), true, List.of(), new Contract.Checks(yes, yes));
    }

    /** Packets whose PCVs depend on each other and on the class. */
    private static List<Map.Entry<String, Map<String, Long>>> packets(long seed, int count) {
        Random random = new Random(seed);
        List<String> names = List.of("linear", "product", "greatest");
        List<Map.Entry<String, Map<String, Long>>> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = names.get(random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2));
            long x = random.nextInt(name.equals("linear") ? 4 : 10);
            packets.add(Map.entry(name, Map.of("x", x, "y", 2 * x + random.nextInt(3))));
        }
        return packets;
    }

    private static Distillation distilled(List<Map.Entry<String, Map<String, Long>>> packets) {
        Distiller distiller = new Distiller(contract());
        for (Map.Entry<String, Map<String, Long>> packet : packets) {
            long cost = FORMULAS.get(packet.getKey()).evaluate(packet.getValue());
            distiller.add(packet.getKey(), packet.getValue(), metric -> metric == Metric.INSTRUCTIONS ? cost : 7, () -> "packet");
        }
        return distiller.distillation();
    }

    @Test
    void meansAreThoseOfAllPackets() {
        long seed = 11;
        List<Map.Entry<String, Map<String, Long>>> packets = packets(seed, 3000);
        Distillation distillation = distilled(packets);
        assertEquals(List.of(), distillation.findings());
        assertTrue(distillation.holds());
        Distillation.Costs whole = distillation.whole().get(Metric.INSTRUCTIONS);
        assertEquals(packets.stream().mapToLong(each -> FORMULAS.get(each.getKey()).evaluate(each.getValue())).sum(), whole.predicted().sum(), "seed " + seed);
        assertEquals(0, whole.gap().getAsDouble());
        for (Distillation.OfClass each : distillation.classes()) {
            List<Map<String, Long>> own = packets.stream().filter(packet -> packet.getKey().equals(each.inputClass().name())).map(Map.Entry::getValue).toList();
            assertEquals(own.size(), each.packets());
            assertEquals(own.stream().mapToLong(pcvs -> pcvs.get("x")).sum(), each.pcvs().get("x").sum());
            assertEquals(own.size(), each.joint().orElseThrow().weight(), 0);
        }
    }

    /** Each share is the covariance of the part with the cost, by the cost's variance, computed in two passes. */
    @Test
    void theVarianceIsTheSumOfItsParts() {
        long seed = 12;
        List<Map.Entry<String, Map<String, Long>>> packets = packets(seed, 3000).stream().filter(each -> !each.getKey().equals("greatest")).toList();
        List<Distillation.VarianceShare> shares = distilled(packets).whole().get(Metric.INSTRUCTIONS).variance();
        assertEquals(1, shares.stream().mapToDouble(Distillation.VarianceShare::share).sum(), 1e-9, "seed " + seed);
        double[] costs = packets.stream().mapToDouble(each -> FORMULAS.get(each.getKey()).evaluate(each.getValue())).toArray();
        double[] parts = packets.stream().mapToDouble(each -> (each.getKey().equals("linear") ? 3 : 1) * each.getValue().get("x")).toArray();
        double expected = covariance(parts, costs) / covariance(costs, costs);
        double found = shares.stream().filter(each -> each.part().equals(Monomial.of("x"))).findFirst().orElseThrow().share();
        assertEquals(expected, found, 1e-9, "seed " + seed);
    }

    private static double covariance(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum;
    }

    /** What was distilled is a workload of which the same is predicted, whatever depends on what. */
    @Test
    void thePredictionOfTheWorkloadIsWhatWasDistilled() {
        long seed = 13;
        Distillation distillation = distilled(packets(seed, 2000));
        Map<String, BigDecimal> shares = new HashMap<>();
        Map<String, Workload.OfClass> own = new HashMap<>();
        for (Distillation.OfClass each : distillation.classes()) {
            shares.put(each.inputClass().name(), new BigDecimal(each.packets()).divide(new BigDecimal(distillation.packets()), MathContext.DECIMAL128));
            own.put(each.inputClass().name(), new Workload.OfClass(Map.of(), each.joint()));
        }
        Map<String, Distribution> none = Map.of("x", new Distribution.Within(Interval.of(0)), "y", new Distribution.Within(Interval.of(0)));
        WorkloadPrediction prediction = WorkloadPrediction.of(contract(), new Workload("", shares, none, Map.of(), Set.of(), own), Optional.empty());
        WorkloadPrediction.Figures figures = prediction.whole().get(Metric.INSTRUCTIONS);
        Occurrences distilled = distillation.whole().get(Metric.INSTRUCTIONS).predicted();
        assertEquals(distilled.mean(), figures.least(), 1e-9 * distilled.mean(), "seed " + seed);
        assertEquals(distilled.mean(), figures.most(), 1e-9 * distilled.mean());
        for (WorkloadPrediction.Quantile quantile : WorkloadPrediction.Quantile.values()) {
            assertEquals(Interval.of(distilled.quantile(quantile.share())), figures.quantiles().get(quantile), quantile.title() + ", seed " + seed);
        }
        assertEquals(OptionalLong.of(distilled.greatest()), figures.worst());
        assertEquals(distilled.mean(), prediction.contributions(Metric.INSTRUCTIONS).stream().mapToDouble(Contribution::most).sum(), 1e-9 * distilled.mean());
    }

    @Test
    void whatTheCpuSaysOtherwiseIsFound() {
        Distiller distiller = new Distiller(contract());
        distiller.add("linear", Map.of("x", 1L), metric -> metric == Metric.INSTRUCTIONS ? 104 : 7, () -> "packet 1");
        distiller.add("linear", Map.of("x", 1L), metric -> metric == Metric.INSTRUCTIONS ? 102 : 7, () -> "packet 2");
        distiller.add("greatest", Map.of("x", 1L), metric -> metric == Metric.INSTRUCTIONS ? 50 : 7, () -> "packet 3");
        distiller.add("greatest", Map.of("x", 10L), metric -> metric == Metric.INSTRUCTIONS ? 50 : 7, () -> "packet 4");
        Distillation distillation = distiller.distillation();
        assertFalse(distillation.holds());
        assertEquals(List.of(
                "packet 1, class linear: 104 instructions measured, 103 predicted",
                "packet 2, class linear: 102 instructions measured, 103 predicted, though the formula claims to be exact",
                "packet 4, class greatest: x is 10, outside of its range, 0…9"), distillation.findings());
    }

    @Test
    void valuesThatComeTogetherAreLeftOutWhereTheyAreTooMany() {
        Distiller distiller = new Distiller(contract());
        for (long y = 0; y <= Distiller.MOST_POINTS; y++) {
            long value = y;
            distiller.add("linear", Map.of("x", 1L, "y", y), metric -> metric == Metric.INSTRUCTIONS ? 103 + 10 * value : 7, () -> "packet");
        }
        Distillation.OfClass only = distiller.distillation().classes().getFirst();
        assertEquals(Optional.empty(), only.joint());
        assertEquals(Distiller.MOST_POINTS + 1, only.pcvs().get("y").counts().size());
    }
}
