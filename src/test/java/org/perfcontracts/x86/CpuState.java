package org.perfcontracts.x86;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The state before or after an instruction, laid out as {@code struct state} of native/oracle.c. */
final class CpuState {
    static final int SIZE = 2512;
    static final int WINDOW_SIZE = 256;
    static final long GS_BASE = 0x10000000L;
    static final long WINDOW = 0x10000800L;
    static final long CODE = 0x12000000L;
    static final long TAKEN = CODE + 64;
    static final long OUTCOME_TAKEN = 1;
    static final long OUTCOME_SIGNAL = 0x100;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FLAGS = 128;
    private static final int OUTCOME = 136;
    private static final int VECTORS = 144;
    private static final int VECTOR = 64;
    private static final int MASKS = VECTORS + 32 * VECTOR;
    private static final int WINDOW_OFFSET = MASKS + 8 * 8;

    private final byte[] bytes;
    private final int at;

    CpuState(byte[] bytes, int index) {
        this.bytes = bytes;
        this.at = index * SIZE;
    }

    long general(int number) {
        return (long) LONGS.get(bytes, at + 8 * number);
    }

    void setGeneral(int number, long value) {
        LONGS.set(bytes, at + 8 * number, value);
    }

    long flags() {
        return (long) LONGS.get(bytes, at + FLAGS);
    }

    void setFlags(long value) {
        LONGS.set(bytes, at + FLAGS, value);
    }

    boolean flag(Flag flag) {
        return (flags() >>> flag.bit() & 1) == 1;
    }

    long outcome() {
        return (long) LONGS.get(bytes, at + OUTCOME);
    }

    void setVectorLong(int number, int index, long value) {
        LONGS.set(bytes, at + VECTORS + VECTOR * number + 8 * index, value);
    }

    long vectorLong(int number, int index) {
        return (long) LONGS.get(bytes, at + VECTORS + VECTOR * number + 8 * index);
    }

    BigInteger vector(int number) {
        byte[] big = new byte[VECTOR];
        for (int k = 0; k < VECTOR; k++) {
            big[VECTOR - 1 - k] = bytes[at + VECTORS + VECTOR * number + k];
        }
        return new BigInteger(1, big);
    }

    long mask(int number) {
        return (long) LONGS.get(bytes, at + MASKS + 8 * number);
    }

    void setMask(int number, long value) {
        LONGS.set(bytes, at + MASKS + 8 * number, value);
    }

    /** Whether the vectors, masks and the window are the same as in another state. */
    boolean hasVectorsAndWindowOf(CpuState other) {
        return Arrays.equals(bytes, at + VECTORS, at + SIZE, other.bytes, other.at + VECTORS, other.at + SIZE);
    }

    byte window(int index) {
        return bytes[at + WINDOW_OFFSET + index];
    }

    void setWindow(int index, byte value) {
        bytes[at + WINDOW_OFFSET + index] = value;
    }

    /** Eight bytes of the window at an address. */
    long windowLong(long address) {
        return (long) LONGS.get(bytes, at + WINDOW_OFFSET + Math.toIntExact(address - WINDOW));
    }

    void setWindowLong(long address, long value) {
        LONGS.set(bytes, at + WINDOW_OFFSET + Math.toIntExact(address - WINDOW), value);
    }
}
