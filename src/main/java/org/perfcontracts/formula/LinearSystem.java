package org.perfcontracts.formula;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Linear equations in whole numbers with several right-hand sides: which rate each column has, so that every row's sum
 * comes out. Solved by Gauss and Jordan's elimination; a column that depends on the ones before it gets the rate 0.
 */
public final class LinearSystem {
    private final int columns;
    private final int sides;
    private final List<BigInteger[]> rows = new ArrayList<>();

    /** A system without equations. */
    public LinearSystem(int columns, int sides) {
        this.columns = columns;
        this.sides = sides;
    }

    /** A system with the same equations. */
    public LinearSystem copy() {
        LinearSystem copy = new LinearSystem(columns, sides);
        rows.forEach(row -> copy.rows.add(row.clone()));
        return copy;
    }

    /** Adds the equation: the sum of coefficients times rates is, for each side, the number given. */
    public void add(long[] coefficients, long... results) {
        BigInteger[] row = new BigInteger[columns + sides];
        for (int i = 0; i < columns; i++) {
            row[i] = BigInteger.valueOf(coefficients[i]);
        }
        for (int i = 0; i < sides; i++) {
            row[columns + i] = BigInteger.valueOf(results[i]);
        }
        rows.add(row);
    }

    /** The rates, by column and then by side; empty where no whole numbers satisfy every equation. */
    public Optional<long[][]> solve() {
        int[] pivots = new int[columns];
        int done = 0;
        for (int column = 0; column < columns; column++) {
            pivots[column] = -1;
            int pivot = firstNonZero(column, done);
            if (pivot == rows.size()) {
                continue;
            }
            Collections.swap(rows, pivot, done);
            clearOthers(column, done);
            pivots[column] = done++;
        }
        for (BigInteger[] row : rows.subList(done, rows.size())) {
            for (int side = 0; side < sides; side++) {
                if (row[columns + side].signum() != 0) {
                    return Optional.empty();
                }
            }
        }
        return readOff(pivots);
    }

    private int firstNonZero(int column, int from) {
        int row = from;
        while (row < rows.size() && rows.get(row)[column].signum() == 0) {
            row++;
        }
        return row;
    }

    private void clearOthers(int column, int pivot) {
        BigInteger[] base = rows.get(pivot);
        for (int other = 0; other < rows.size(); other++) {
            BigInteger[] row = rows.get(other);
            if (other == pivot || row[column].signum() == 0) {
                continue;
            }
            BigInteger factor = row[column];
            BigInteger divisor = BigInteger.ZERO;
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i].multiply(base[column]).subtract(base[i].multiply(factor));
                divisor = divisor.gcd(row[i]);
            }
            for (int i = 0; i < row.length && divisor.signum() != 0; i++) {
                row[i] = row[i].divide(divisor);
            }
        }
    }

    private Optional<long[][]> readOff(int[] pivots) {
        long[][] rates = new long[columns][sides];
        for (int column = 0; column < columns; column++) {
            for (int side = 0; side < sides && pivots[column] >= 0; side++) {
                BigInteger[] row = rows.get(pivots[column]);
                BigInteger[] quotient = row[columns + side].divideAndRemainder(row[column]);
                if (quotient[1].signum() != 0) {
                    return Optional.empty();
                }
                rates[column][side] = quotient[0].longValueExact();
            }
        }
        return Optional.of(rates);
    }
}
