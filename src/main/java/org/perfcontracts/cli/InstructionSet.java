package org.perfcontracts.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The instruction set that libc and DPDK may choose their code from while a target runs. Names and content are those of
 * the x86-64 psABI's microarchitecture levels.
 */
public enum InstructionSet {
    /** Up to SSE4.2. */
    X86_64_V2("x86-64-v2", 128),
    /** Up to AVX2 and BMI2. */
    X86_64_V3("x86-64-v3", 256);

    private final String key;
    private final int vectorBits;

    InstructionSet(String key, int vectorBits) {
        this.key = key;
        this.vectorBits = vectorBits;
    }

    /** The name as in {@code bolt.yaml} and in a compiler's {@code -march}. */
    public String key() {
        return key;
    }

    /** The widest vector, in bits. */
    public int vectorBits() {
        return vectorBits;
    }

    /** The instruction set with the given name. */
    public static Optional<InstructionSet> of(String key) {
        return Arrays.stream(values()).filter(set -> set.key.equals(key)).findFirst();
    }

    /** All names, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(InstructionSet::key).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return key;
    }
}
