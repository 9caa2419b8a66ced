package org.perfcontracts.cpu;

import java.util.List;

/** Quantiles of a sample, none of them in between its values. */
public final class Quantile {
    private Quantile() {
    }

    /**
     * The least value that at least a share of all values do not exceed.
     *
     * @param rising in rising order, at least one
     * @param share  from 0 to 1
     */
    public static <T> T of(List<T> rising, double share) {
        int rank = (int) Math.ceil(share * rising.size());
        return rising.get(Math.clamp(rank - 1, 0, rising.size() - 1));
    }
}
