package org.perfcontracts.decision;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of the values of a PCV over the packets of a workload. */
public sealed interface Distribution {
    /** The least value. */
    long low();

    /** The greatest value; empty where there is none. */
    OptionalLong high();

    /** In a few words. */
    @Override
    String toString();

    /** Values with probabilities. */
    sealed interface Known extends Distribution {
        /** The probability of each value; empty if there are more than so many. What adds up to less than 10⁻¹² may be left out. */
        Optional<SortedMap<Long, Double>> points(int most);

        /** One value, drawn with its probability. */
        long draw(Random random);

        /** The mean; what adds up to a probability of less than 10⁻¹² may be left out. */
        double mean();
    }

    /** One value, or a range of which nothing more is known than that all values are in it. */
    record Within(Interval values) implements Distribution {
        @Override
        public long low() {
            return values.low();
        }

        @Override
        public OptionalLong high() {
            return OptionalLong.of(values.high());
        }

        @Override
        public String toString() {
            return values.isPoint() ? "always " + values : "anything in " + values;
        }
    }

    /** Each value of a range as often as any other. */
    record Uniform(Interval values) implements Known {
        @Override
        public long low() {
            return values.low();
        }

        @Override
        public OptionalLong high() {
            return OptionalLong.of(values.high());
        }

        @Override
        public Optional<SortedMap<Long, Double>> points(int most) {
            if (values.high() - values.low() >= most) {
                return Optional.empty();
            }
            double each = 1.0 / (values.high() - values.low() + 1);
            SortedMap<Long, Double> points = new TreeMap<>();
            for (long value = values.low(); value <= values.high(); value++) {
                points.put(value, each);
            }
            return Optional.of(points);
        }

        @Override
        public long draw(Random random) {
            return Math.min(values.high(), values.low() + (long) (random.nextDouble() * (values.high() - values.low() + 1.0)));
        }

        @Override
        public double mean() {
            return (values.low() + (double) values.high()) / 2;
        }

        @Override
        public String toString() {
            return "uniform in " + values;
        }
    }

    /**
     * The number of failures before a success, from a first value on; what would be above the last value is left out.
     *
     * @param first the least value
     * @param said  the mean without a last value; above the first
     * @param last  at least the first; empty where there is none
     */
    record Geometric(long first, double said, OptionalLong last) implements Known {
        private static final double NEGLIGIBLE = 1e-12;

        /** The probability that one more follows. */
        private double more() {
            return (said - first) / (1 + said - first);
        }

        /** The share of values above the last, which is left out. */
        public double beyond() {
            return last.isEmpty() ? 0 : StrictMath.pow(more(), (double) (last.getAsLong() - first) + 1);
        }

        @Override
        public long low() {
            return first;
        }

        @Override
        public OptionalLong high() {
            return last;
        }

        @Override
        public Optional<SortedMap<Long, Double>> points(int most) {
            SortedMap<Long, Double> points = new TreeMap<>();
            double left = 1;
            double whole = 1 - beyond();
            for (long value = first; left > NEGLIGIBLE && (last.isEmpty() || value <= last.getAsLong()); value++) {
                if (points.size() == most) {
                    return Optional.empty();
                }
                points.put(value, left * (1 - more()) / whole);
                left *= more();
            }
            return Optional.of(points);
        }

        @Override
        public long draw(Random random) {
            double left = 1 - random.nextDouble() * (1 - beyond());             // in (beyond, 1]
            long value = first + (long) Math.floor(StrictMath.log(left) / StrictMath.log(more()));
            return last.isEmpty() ? value : Math.min(value, last.getAsLong());
        }

        /** The part above the last value has the same shape, further up, and is left out. */
        @Override
        public double mean() {
            return last.isEmpty() ? said : (said - beyond() * (last.getAsLong() + 1 + said - first)) / (1 - beyond());
        }

        @Override
        public String toString() {
            return "geometric from " + first + ", mean " + said;
        }
    }

    /**
     * Values as often as said.
     *
     * @param shares by value; above 0, adding up to 1
     */
    record Histogram(SortedMap<Long, Double> shares) implements Known {
        /** Copies. */
        public Histogram {
            shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
        }

        /** Of numbers that need not add up to 1, of which one is above 0 at least. */
        public static Histogram ofWeights(Map<Long, Double> weights) {
            double sum = new TreeMap<>(weights).values().stream().mapToDouble(Double::doubleValue).sum();
            SortedMap<Long, Double> shares = new TreeMap<>();
            weights.forEach((value, weight) -> {
                if (weight > 0) {
                    shares.put(value, weight / sum);
                }
            });
            return new Histogram(shares);
        }

        @Override
        public long low() {
            return shares.firstKey();
        }

        @Override
        public OptionalLong high() {
            return OptionalLong.of(shares.lastKey());
        }

        @Override
        public Optional<SortedMap<Long, Double>> points(int most) {
            return shares.size() > most ? Optional.empty() : Optional.of(shares);
        }

        @Override
        public long draw(Random random) {
            double left = random.nextDouble();
            for (Map.Entry<Long, Double> share : shares.entrySet()) {
                left -= share.getValue();
                if (left < 0) {
                    return share.getKey();
                }
            }
            return shares.lastKey();
        }

        @Override
        public double mean() {
            return shares.entrySet().stream().mapToDouble(share -> share.getKey() * share.getValue()).sum();
        }

        @Override
        public String toString() {
            return "histogram of " + shares.size() + " values in " + Interval.around(low(), shares.lastKey());
        }
    }
}
