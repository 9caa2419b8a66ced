package org.perfcontracts.x86;

/** The integer lanes of a vector, with the letter that stands for each in mnemonics. */
enum VectorLane {
    BYTE(8, "b"), WORD(16, "w"), DOUBLE(32, "d"), QUAD(64, "q");

    private final int width;
    private final String suffix;

    VectorLane(int width, String suffix) {
        this.width = width;
        this.suffix = suffix;
    }

    /** Width in bits. */
    int width() {
        return width;
    }

    /** The letter in mnemonics. */
    String suffix() {
        return suffix;
    }
}
