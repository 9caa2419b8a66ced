package org.perfcontracts.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.perfcontracts.formula.Monomial;

/**
 * Which values of several PCVs come together in one packet, and how often.
 *
 * @param pcvs   their names, each once
 * @param points at least one
 */
public record Joint(List<String> pcvs, List<Point> points) {
    /**
     * Values that come together.
     *
     * @param weight above 0; the weights of all points need not add up to anything
     * @param values in the order of the PCVs
     */
    public record Point(double weight, List<Long> values) {
        /** Copies the list. */
        public Point {
            values = List.copyOf(values);
        }
    }

    /** Copies and checks. */
    public Joint {
        pcvs = List.copyOf(pcvs);
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("values that come together need one point at least");
        }
        if (new HashSet<>(pcvs).size() < pcvs.size()) {
            throw new IllegalArgumentException("a PCV is named twice");
        }
        for (Point point : points) {
            if (point.values.size() != pcvs.size() || !(point.weight > 0)) {
                throw new IllegalArgumentException("a point has a weight above 0 and " + pcvs.size() + " values");
            }
        }
    }

    /** The values of a point by the names of the PCVs. */
    Map<String, Interval> at(Point point) {
        Map<String, Interval> values = new TreeMap<>();
        for (int i = 0; i < pcvs.size(); i++) {
            values.put(pcvs.get(i), Interval.of(point.values.get(i)));
        }
        return values;
    }

    /** What the points' weights add up to. */
    double weight() {
        return points.stream().mapToDouble(Point::weight).sum();
    }

    /** The values of one PCV with their shares. */
    public Distribution of(String pcv) {
        Map<Long, Double> weights = new TreeMap<>();
        points.forEach(point -> weights.merge(point.values.get(pcvs.indexOf(pcv)), point.weight, Double::sum));
        return Distribution.Histogram.ofWeights(weights);
    }

    /** What the factors of a monomial that are among these PCVs come to, and the rest of it. */
    record Part(Monomial rest, double mean) {
    }

    /** The mean over the points of those factors of a monomial that are among these PCVs. */
    Part part(Monomial monomial) {
        Map<String, Integer> mine = new TreeMap<>(monomial.exponents());
        mine.keySet().retainAll(pcvs);
        var rest = new TreeMap<>(monomial.exponents());
        rest.keySet().removeAll(pcvs);
        double sum = 0;
        for (Point point : points) {
            double product = point.weight;
            for (Map.Entry<String, Integer> power : mine.entrySet()) {
                product *= StrictMath.pow(point.values.get(pcvs.indexOf(power.getKey())), power.getValue());
            }
            sum += product;
        }
        return new Part(new Monomial(rest), sum / weight());
    }

    /** In a few words. */
    @Override
    public String toString() {
        return points.size() == 1 ? "one point" : points.size() + " points that " + String.join(", ", new ArrayList<>(pcvs)) + " are at together";
    }
}
