package org.perfcontracts.cpu;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The instruction set a target may find, as the x86-64 psABI names it. It is enforced on libc's choice of
 * implementations, whatever the machine has beyond it, so that a contract does not depend on where it was derived.
 */
public enum CpuLevel {
    /** Up to SSE4.2 and {@code popcnt}. */
    V2("x86-64-v2", 128, "-AVX,-AVX2,-AVX_Fast_Unaligned_Load,-BMI1,-BMI2,-FMA,-F16C,-LZCNT,-MOVBE"),
    /** Up to AVX2, BMI and FMA. */
    V3("x86-64-v3", 256, "AVX_Fast_Unaligned_Load,-Prefer_No_VZEROUPPER");

    private final String isa;
    private final int vectorBits;
    private final String tunables;

    CpuLevel(String isa, int vectorBits, String own) {
        this.isa = isa;
        this.vectorBits = vectorBits;
        this.tunables = "glibc.cpu.hwcaps=" + own + "," + beyondV3() + "," + preferences();
    }

    // Fast string instructions and transactional memory are in no level: glibc would choose by machine.
    private static String beyondV3() {
        return "-AVX512F,-AVX512VL,-AVX512BW,-AVX512CD,-AVX512DQ,-ERMS,-FSRM,-RTM";
    }

    // What glibc otherwise concludes from the vendor and the model: which of two memcpys of one level, say.
    private static String preferences() {
        return "Fast_Unaligned_Load,Fast_Unaligned_Copy,Prefer_PMINUB_for_stringop,"
                + "-Fast_Copy_Backward,-Fast_Rep_String,-Slow_BSF,-Slow_SSE4_2";
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
