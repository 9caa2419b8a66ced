package org.perfcontracts.cpu;

import java.util.ArrayList;
import java.util.List;

/** Of many things in turn whose number is not known, some that lie evenly between the first and the last. */
final class EvenSample<T> {
    private final int most;
    private final List<T> kept = new ArrayList<>();
    private long stride = 1;
    private long seen;

    /** At most so many, at least 2. */
    EvenSample(int most) {
        this.most = most;
    }

    /** Whether the next thing is wanted; it is then to be added, unless it cannot be had. */
    boolean wantsNext() {
        return seen++ % stride == 0;
    }

    /** Of too many each second one is left out. */
    void add(T thing) {
        if (kept.size() == most) {
            List<T> all = new ArrayList<>(kept);
            kept.clear();
            for (int i = 0; i < all.size(); i += 2) {
                kept.add(all.get(i));
            }
            stride *= 2;
        }
        kept.add(thing);
    }

    List<T> all() {
        return List.copyOf(kept);
    }
}
