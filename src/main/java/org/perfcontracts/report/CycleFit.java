package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.SingularValueDecomposition;
import org.perfcontracts.contract.CycleEstimate;
import org.perfcontracts.cpu.Quantile;
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Polynomial;

/**
 * What a contract's own formula takes in cycles on the machine where packets were timed: its terms with other coefficients, those by which the parts that it is off of
 * each packet are least, squared and summed. No model, and no prediction: a description of what was measured.
 *
 * @param terms        that are not the same for all packets, and the constant
 * @param coefficients in cycles, one for each term
 * @param residual     by what part of the measured it is off: of the median packet
 * @param heldOut      the same for packets that each was fitted without
 * @param worst        of these the greatest
 */
record CycleFit(List<Monomial> terms, List<Double> coefficients, double residual, double heldOut, double worst) {
    /** Packets that are needed besides one for each term. */
    private static final int LEAST_MORE = 2;
    /** Singular values below this part of the greatest are none. */
    private static final double SMALL = 1e-9;

    /** A packet: its PCVs and the cycles that it takes, above 0. */
    record Point(Map<String, Long> pcvs, double cycles) {
        private double value(Monomial term) {
            double product = 1;
            for (Map.Entry<String, Integer> power : term.exponents().entrySet()) {
                double value = Derived.valueOf(power.getKey(), pcvs.getOrDefault(Derived.pcvOf(power.getKey()), 0L));
                product *= Math.pow(value, power.getValue());
            }
            return product;
        }
    }

    /** The fit of a formula; empty where there are too few packets. */
    static Optional<CycleFit> of(Formula formula, List<Point> points) {
        List<Monomial> terms = formula.alternatives().stream().map(Polynomial::coefficients).flatMap(each -> each.keySet().stream()).distinct()
                .filter(term -> !term.equals(Monomial.ONE) && points.stream().mapToDouble(point -> point.value(term)).distinct().count() > 1).sorted().toList();
        List<Monomial> all = new ArrayList<>(terms);
        all.add(Monomial.ONE);
        if (points.size() < all.size() + LEAST_MORE) {
            return Optional.empty();
        }
        double[] coefficients = solved(all, points);
        List<Double> off = points.stream().map(point -> off(all, coefficients, point)).sorted().toList();
        List<Double> heldOut = IntStream.range(0, points.size()).mapToObj(i -> {
            List<Point> others = new ArrayList<>(points);
            Point one = others.remove(i);
            return off(all, solved(all, others), one);
        }).sorted().toList();
        return Optional.of(new CycleFit(all, IntStream.range(0, all.size()).mapToObj(i -> coefficients[i]).toList(), Quantile.of(off, 0.5), Quantile.of(heldOut, 0.5),
                heldOut.getLast()));
    }

    /** Where terms cannot be told apart by the packets, the least coefficients of those that fit as well. */
    private static double[] solved(List<Monomial> terms, List<Point> points) {
        double[][] rows = new double[points.size()][];
        double[] ones = new double[points.size()];
        for (int i = 0; i < rows.length; i++) {
            Point point = points.get(i);
            rows[i] = terms.stream().mapToDouble(term -> point.value(term) / point.cycles).toArray();
            ones[i] = 1;
        }
        SingularValueDecomposition decomposition = new SingularValueDecomposition(new Array2DRowRealMatrix(rows, false));
        double[] values = decomposition.getSingularValues();
        double[] projected = decomposition.getUT().operate(ones);
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] > SMALL * values[0] ? projected[i] / values[i] : 0;
        }
        return decomposition.getV().operate(new ArrayRealVector(scaled, false)).toArray();
    }

    private static double off(List<Monomial> terms, double[] coefficients, Point point) {
        double fitted = IntStream.range(0, coefficients.length).mapToDouble(i -> coefficients[i] * point.value(terms.get(i))).sum();
        return Math.abs(fitted / point.cycles - 1);
    }

    /** The formula for people, worded as estimates are; what is less than a twentieth of a cycle is left out. */
    String text() {
        Map<Monomial, Long> hundredths = new TreeMap<>();
        for (int i = 0; i < terms.size(); i++) {
            hundredths.put(terms.get(i), Math.round(10 * coefficients.get(i)) * CycleEstimate.PARTS / 10);
        }
        return CycleEstimate.text(Formula.atMost(Polynomial.of(hundredths)));
    }
}
