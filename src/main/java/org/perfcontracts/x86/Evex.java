package org.perfcontracts.x86;

/**
 * What the encoding EVEX adds to an instruction; the mask is not among the operands.
 *
 * @param mask          number of the mask register under which the result is written, 1 to 7; 0 for none
 * @param zeroes        whether what the mask leaves out becomes zero; else it stays
 * @param elementWidth  bits of the result that one bit of the mask stands for
 * @param broadcast     how often the one element in memory is repeated; 1 where memory is as wide as what is done with it
 * @param roundsUnusual whether it rounds by a rule of its own that is not to the nearest
 */
public record Evex(int mask, boolean zeroes, int elementWidth, int broadcast, boolean roundsUnusual) {
    /** Of an instruction of another encoding. */
    public static final Evex NONE = new Evex(0, false, 0, 1, false);

    /** Whether there is a mask. */
    public boolean isMasked() {
        return mask != 0;
    }
}
