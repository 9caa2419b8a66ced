package org.perfcontracts.cpu;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The instruction set a target may find, as the x86-64 psABI names it. It is enforced on libc's choice of
 * implementations, whatever the machine has beyond it, so that a contract does not depend on where it was derived.
 */
public enum CpuLevel {
    /** Up to SSE4.2 and {@code popcnt}. */
    V2("x86-64-v2", 128, "-AVX,-AVX2,-AVX_Fast_Unaligned_Load,-BMI1,-BMI2,-FMA,-F16C,-LZCNT,-MOVBE," + withoutAvx512()),
    /** Up to AVX2, BMI and FMA. */
    V3("x86-64-v3", 256, "AVX_Fast_Unaligned_Load,-Prefer_No_VZEROUPPER," + withoutAvx512()),
    /** Up to AVX-512 F, BW, CD, DQ and VL. */
    V4("x86-64-v4", 512, "AVX_Fast_Unaligned_Load,-Prefer_No_VZEROUPPER,-Prefer_No_AVX512_Probing");

    /** The leaf of CPUID of which EBX tells of AVX-512. */
    private static final int FEATURES = 7;
    /** F, DQ, CD, BW and VL. */
    private static final int AVX512_FEATURES = 1 << 16 | 1 << 17 | 1 << 28 | 1 << 30 | 1 << 31;
    /** The masks, the upper halves and the upper sixteen vector registers. */
    private static final long AVX512_STATE = 0b1110_0000;

    private final String isa;
    private final int vectorBits;
    private final String tunables;

    CpuLevel(String isa, int vectorBits, String own) {
        this.isa = isa;
        this.vectorBits = vectorBits;
        // Fast string instructions and transactional memory are in no level: glibc would choose by machine.
        this.tunables = "glibc.cpu.hwcaps=" + own + ",-ERMS,-FSRM,-RTM," + preferences();
    }

    private static String withoutAvx512() {
        return "-AVX512F,-AVX512VL,-AVX512BW,-AVX512CD,-AVX512DQ";
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

    /** Whether this machine has all of the level that a level below does not have. */
    public boolean isHere() {
        return this != V4 || (Cpuid.extendedControl() & AVX512_STATE) == AVX512_STATE
                && (Cpuid.answer(FEATURES, 0)[1] & AVX512_FEATURES) == AVX512_FEATURES;
    }

    /** The level of that name. */
    public static Optional<CpuLevel> named(String isa) {
        return Stream.of(values()).filter(level -> level.isa.equals(isa)).findFirst();
    }
}
