package org.perfcontracts.x86;

/** The bits of RFLAGS that instructions of user programs read or write (SDM volume 1, section 3.4.3). */
public enum Flag {
    CARRY(0), PARITY(2), ADJUST(4), ZERO(6), SIGN(7), DIRECTION(10), OVERFLOW(11);

    private final int bit;

    Flag(int bit) {
        this.bit = bit;
    }

    /** The place of the flag in RFLAGS. */
    public int bit() {
        return bit;
    }
}
