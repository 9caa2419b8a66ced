package org.perfcontracts.cpu;

/** The numbers of {@code native/wire.h}. */
final class Wire {
    static final long START_ARMED = 1;
    static final long START_NO_CODE = 2;

    /** start, bias, 16 registers, rip, flags, fs, gs, mxcsr; then 32 vectors of 64 bytes, 8 masks, and the number of a device's parts. */
    static final int HELLO_BYTES = 8 * 23 + 32 * 64 + 8 * 8 + 8;

    static final long REQUEST_REPLAY = 0;
    static final long REQUEST_TABLES = 1;
    static final long REQUEST_SEQUENCE = 2;
    static final long REQUEST_RESET = 3;
    static final long REQUEST_TIME = 4;
    static final long REQUEST_TELL = 5;

    static final int FOLLOW_STEPS = 1;
    static final int FOLLOW_CHANGES = 2;
    static final int FOLLOW_AGAIN = 4;

    static final long POINT_BY_INSTANCE = 1;
    static final long POINT_IN_ORDER = 2;

    static final long ARRIVES_AS_WRITTEN = 0;
    static final long ARRIVES_FROM_DEVICE = 1;

    static final long STOP_RETURN = 0;
    static final long STOP_REENTRY = 1;

    static final int BLOCK_BYTES = 8;
    static final int BLOCK_STEPS = 1;
    static final int BLOCK_READ = 2;
    static final int BLOCK_END = 3;
    static final int BLOCK_SUMMARY = 4;
    static final int BLOCK_READY = 5;
    static final int BLOCK_TIMES = 6;
    static final int BLOCK_SENT = 7;
    static final int BLOCK_TOLD = 8;
    static final int READ_MOST = 65536;

    static final long ADDRESS_MASK = 0x0000_ffff_ffff_ffffL;
    static final int COUNT_SHIFT = 48;
    static final int COUNT_MASK = 0xff;
    static final int SIZE_MASK = 0x1fff;
    static final int LENGTH_SHIFT = 58;
    static final int LENGTH_MASK = 0xf;
    static final long AGAIN = 1L << 56;
    static final long VDSO = 1L << 57;
    static final long STORE = 1L << 63;

    static final int END_DONE = 0;
    static final int END_STEP_LIMIT = 1;
    static final int END_SYSTEM_CALL = 2;
    static final int END_FAULT = 3;
    static final int END_UNSUPPORTED = 4;
    static final int END_UNDO_FULL = 5;
    static final int END_BAD_WRITE = 6;
    static final int END_NO_ARRIVAL = 7;
    static final int DETAIL_SHIFT = 8;
    static final int DETAIL_MASK = (1 << DETAIL_SHIFT) - 1;

    static final int TIMED_DONE = 0;
    static final int TIMED_NOTHING = 1;
    static final int TIMED_UNGUARDED = 2;
    static final int TIMED_FAULT = 3;
    static final int TIMED_SYSTEM_CALL = 4;
    static final int TIMED_ENDLESS = 5;

    private Wire() {
    }
}
