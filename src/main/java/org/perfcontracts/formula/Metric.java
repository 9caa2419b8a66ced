package org.perfcontracts.formula;

import java.util.Arrays;
import java.util.List;

/** What a contract counts. */
public enum Metric {
    /** Retired x86-64 instructions, as the processor's own counter counts them: a {@code rep} string instruction is one. */
    INSTRUCTIONS("instructions", "instructions"),

    /**
     * One for each load and one for each store of every executed instruction, implicit stack accesses included. A
     * read-modify-write is two, a {@code rep} string instruction has the accesses of each iteration, prefetches and
     * instruction fetches are none.
     */
    MEMORY_ACCESSES("memoryAccesses", "memory accesses"),

    /**
     * Distinct lines of 64 bytes that executed instructions lie in or access, each once a packet; an instruction or an access that crosses
     * a line touches both. Code and data are told apart: a line that is executed and accessed counts twice. Prefetches touch nothing.
     */
    CACHE_LINES("cacheLines", "cache lines");

    private final String key;
    private final String title;

    Metric(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** The metrics that add up along a path. */
    public static List<Metric> sums() {
        return Arrays.stream(values()).filter(Metric::isSum).toList();
    }

    /** Whether it adds up along a path. What packets share of such a metric tells classes apart that have no mark. */
    public boolean isSum() {
        return this != CACHE_LINES;
    }

    /** The name in files, such as {@code memoryAccesses}. */
    public String key() {
        return key;
    }

    /** The name for people, such as {@code memory accesses}. */
    public String title() {
        return title;
    }
}
