package org.perfcontracts.cpu;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The instruction set a target may find, as the x86-64 psABI names it. It is enforced on libc's choice of
 * implementations, whatever the machine has beyond it, so that a contract does not depend on where it was derived.
 */
public enum CpuLevel {
    /** Up to SSE4.2 and {@code popcnt}. */
    V2("x86-64-v2", 128, Stream.concat(beyondV3(), Stream.of("AVX", "AVX2", "AVX_Fast_Unaligned_Load",
            "BMI1", "BMI2", "FMA", "F16C", "LZCNT", "MOVBE"))),
    /** Up to AVX2, BMI and FMA. */
    V3("x86-64-v3", 256, beyondV3());

    private final String isa;
    private final int vectorBits;
    private final String tunables;

    CpuLevel(String isa, int vectorBits, Stream<String> masked) {
        this.isa = isa;
        this.vectorBits = vectorBits;
        this.tunables = "glibc.cpu.hwcaps=" + masked.map(feature -> "-" + feature).collect(Collectors.joining(","));
    }

    // Fast string instructions and transactional memory are in no level: glibc would choose by machine.
    private static Stream<String> beyondV3() {
        return Stream.of("AVX512F", "AVX512VL", "AVX512BW", "AVX512CD", "AVX512DQ", "ERMS", "FSRM", "RTM");
    }

    /** The name in the psABI and in {@code -march}: {@code x86-64-v2}, say. */
    public String isa() {
        return isa;
    }

    /** The width of the widest vector register, in bits. */
    public int vectorBits() {
        return vectorBits;
    }

    /** The value of {@code GLIBC_TUNABLES} that keeps libc to this level. */
    public String tunables() {
        return tunables;
    }

    /** The level of that name. */
    public static Optional<CpuLevel> named(String isa) {
        return Stream.of(values()).filter(level -> level.isa.equals(isa)).findFirst();
    }
}
