package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Columns of numbers none of which is a combination of the others, and what others are of them. */
final class Combinations {
    private static final double NOTHING = 1e-6;

    private final List<long[]> columns = new ArrayList<>();
    /** Of each column a row, so that those rows alone tell the columns apart. */
    private final List<Integer> pivots = new ArrayList<>();

    /** Adds a column, as long as the others; false, and it is not added, if it is a combination of those that are there. */
    boolean add(long[] column) {
        double[] coefficients = coefficients(column);
        int pivot = -1;
        double most = NOTHING;
        for (int row = 0; row < column.length; row++) {
            double left = column[row];
            for (int i = 0; i < coefficients.length; i++) {
                left -= coefficients[i] * columns.get(i)[row];
            }
            if (Math.abs(left) > most) {
                most = Math.abs(left);
                pivot = row;
            }
        }
        if (pivot < 0) {
            return false;
        }
        columns.add(column);
        pivots.add(pivot);
        return true;
    }

    /** How often each of the columns, in the order of their addition, is in another: a whole number of times; empty if it is no such sum. */
    Optional<long[]> of(long[] column) {
        long[] coefficients = Arrays.stream(coefficients(column)).mapToLong(Math::round).toArray();
        boolean isSum = IntStream.range(0, column.length)
                .allMatch(row -> column[row] == IntStream.range(0, coefficients.length).mapToLong(i -> coefficients[i] * columns.get(i)[row]).sum());
        return isSum ? Optional.of(coefficients) : Optional.empty();
    }

    /** Those with which the rows of the pivots are right, by elimination. */
    private double[] coefficients(long[] column) {
        int count = columns.size();
        double[][] rows = new double[count][count + 1];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < count; k++) {
                rows[i][k] = columns.get(k)[pivots.get(i)];
            }
            rows[i][count] = column[pivots.get(i)];
        }
        for (int k = 0; k < count; k++) {
            int largest = k;
            for (int i = k + 1; i < count; i++) {
                largest = Math.abs(rows[i][k]) > Math.abs(rows[largest][k]) ? i : largest;
            }
            double[] pivot = rows[largest];
            rows[largest] = rows[k];
            rows[k] = pivot;
            for (int i = 0; i < count; i++) {
                double factor = i == k ? 0 : rows[i][k] / pivot[k];
                for (int j = k; j <= count && factor != 0; j++) {
                    rows[i][j] -= factor * pivot[j];
                }
            }
        }
        double[] coefficients = new double[count];
        for (int k = 0; k < count; k++) {
            coefficients[k] = rows[k][count] / rows[k][k];
        }
        return coefficients;
    }
}
