package org.perfcontracts.formula;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The greatest value of a weighted sum of numbers that are not negative, under bounds of other weighted sums of them. By the simplex method in whole numbers
 * (all entries of the tableau have one denominator, as in Edmonds' elimination) and Bland's rule, so that it is exact and comes to an end.
 */
final class LinearProgram {
    private final int variables;
    private final List<BigInteger[]> rows = new ArrayList<>();
    private final BigInteger[] goal;
    private BigInteger denominator = BigInteger.ONE;
    /** Which number, or which row's slack, stands in each column and in each row: slacks come behind the numbers. */
    private final List<Integer> inColumn = new ArrayList<>();
    private final List<Integer> inRow = new ArrayList<>();

    /**
     * Where the sum is greatest.
     *
     * @param value  rounded down
     * @param values of the numbers, rounded down
     */
    record Optimum(BigInteger value, BigInteger[] values) {
    }

    /** A program without bounds. */
    LinearProgram(BigInteger[] goal) {
        variables = goal.length;
        this.goal = new BigInteger[variables + 1];
        for (int i = 0; i < variables; i++) {
            this.goal[i] = goal[i].negate();
            inColumn.add(i);
        }
        this.goal[variables] = BigInteger.ZERO;
    }

    /** Adds that a sum is at most so much, which is not negative. */
    void add(BigInteger[] weights, BigInteger most) {
        if (most.signum() < 0) {
            throw new IllegalArgumentException("where all numbers are 0 the sum has to be allowed, and is not with " + most);
        }
        BigInteger[] row = new BigInteger[variables + 1];
        System.arraycopy(weights, 0, row, 0, variables);
        row[variables] = most;
        inRow.add(variables + rows.size());
        rows.add(row);
    }

    /** The optimum; empty where there is no bound. */
    Optional<Optimum> solve() {
        for (int column = entering(); column >= 0; column = entering()) {
            int row = leaving(column);
            if (row < 0) {
                return Optional.empty();
            }
            exchange(row, column);
        }
        BigInteger[] values = new BigInteger[variables];
        Arrays.fill(values, BigInteger.ZERO);
        for (int i = 0; i < rows.size(); i++) {
            if (inRow.get(i) < variables) {
                values[inRow.get(i)] = rows.get(i)[variables].divide(denominator);
            }
        }
        return Optional.of(new Optimum(floor(goal[variables]), values));
    }

    private BigInteger floor(BigInteger numerator) {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** The first of those with which the sum grows. */
    private int entering() {
        int found = -1;
        for (int i = 0; i < variables; i++) {
            if (goal[i].signum() < 0 && (found < 0 || inColumn.get(i) < inColumn.get(found))) {
                found = i;
            }
        }
        return found;
    }

    /** The row that sets the nearest bound to a column, the first of several. */
    private int leaving(int column) {
        int found = -1;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i)[column].signum() > 0 && (found < 0 || isNearer(i, found, column))) {
                found = i;
            }
        }
        return found;
    }

    private boolean isNearer(int a, int b, int column) {
        int order = rows.get(a)[variables].multiply(rows.get(b)[column]).compareTo(rows.get(b)[variables].multiply(rows.get(a)[column]));
        return order < 0 || order == 0 && inRow.get(a) < inRow.get(b);
    }

    private void exchange(int row, int column) {
        BigInteger[] pivots = rows.get(row);
        BigInteger pivot = pivots[column];
        for (int i = 0; i < rows.size(); i++) {
            if (i != row) {
                clear(rows.get(i), pivots, column, pivot);
            }
        }
        clear(goal, pivots, column, pivot);
        pivots[column] = denominator;
        denominator = pivot;
        int entered = inColumn.get(column);
        inColumn.set(column, inRow.get(row));
        inRow.set(row, entered);
    }

    private void clear(BigInteger[] row, BigInteger[] pivots, int column, BigInteger pivot) {
        for (int j = 0; j <= variables; j++) {
            if (j != column) {
                row[j] = row[j].multiply(pivot).subtract(row[column].multiply(pivots[j])).divide(denominator);
            }
        }
        row[column] = row[column].negate();
    }
}
