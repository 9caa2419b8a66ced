package org.perfcontracts.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads little-endian fields one after the other from a window of bytes, and names the file and the place when the window
 * ends too early. A reader never allocates more than the window holds.
 */
final class ByteReader {
    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle LONG = handle(long[].class);

    private final String file;
    private final String place;
    private final byte[] data;
    private final int start;
    private final int end;
    private int position;

    /** Reads {@code data[start, end)}; positions are counted from {@code start}. */
    ByteReader(String file, String place, byte[] data, int start, int end) {
        this.file = file;
        this.place = place;
        this.data = data;
        this.start = start;
        this.end = end;
        this.position = start;
    }

    ByteReader(String file, String place, byte[] data) {
        this(file, place, data, 0, data.length);
    }

    int position() {
        return position - start;
    }

    int remaining() {
        return end - position;
    }

    void seek(long target) throws FormatException {
        if (target < 0 || target > end - start) {
            throw fault("offset 0x" + Long.toHexString(target) + " is outside");
        }
        position = start + (int) target;
    }

    void skip(long count) throws FormatException {
        need(count);
        position += (int) count;
    }

    /** A reader of the next {@code count} bytes, which this reader passes over. */
    ByteReader slice(long count) throws FormatException {
        need(count);
        ByteReader slice = new ByteReader(file, place, data, position, position + (int) count);
        position += (int) count;
        return slice;
    }

    int unsigned8() throws FormatException {
        need(1);
        return data[position++] & 0xff;
    }

    int signed8() throws FormatException {
        need(1);
        return data[position++];
    }

    int unsigned16() throws FormatException {
        need(2);
        int value = (short) SHORT.get(data, position) & 0xffff;
        position += 2;
        return value;
    }

    long unsigned32() throws FormatException {
        need(4);
        long value = (int) INT.get(data, position) & 0xffffffffL;
        position += 4;
        return value;
    }

    long word64() throws FormatException {
        need(8);
        long value = (long) LONG.get(data, position);
        position += 8;
        return value;
    }

    /** Unsigned LEB128; bits beyond the 64th are dropped. */
    long unsignedLeb() throws FormatException {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = unsigned8();
            if (shift < Long.SIZE) {
                value |= (long) (next & 0x7f) << shift;
            }
            shift += 7;
            if (next < 0x80) {
                return value;
            }
        }
    }

    /** Signed LEB128; bits beyond the 64th are dropped. */
    long signedLeb() throws FormatException {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = unsigned8();
            if (shift < Long.SIZE) {
                value |= (long) (next & 0x7f) << shift;
            }
            shift += 7;
            if (next < 0x80) {
                boolean negative = (next & 0x40) != 0 && shift < Long.SIZE;
                return negative ? value | -1L << shift : value;
            }
        }
    }

    byte[] bytes(long count) throws FormatException {
        need(count);
        byte[] bytes = Arrays.copyOfRange(data, position, position + (int) count);
        position += (int) count;
        return bytes;
    }

    /** The text up to the next NUL, which is passed over. */
    String text() throws FormatException {
        int first = position;
        skipText();
        return new String(data, first, position - 1 - first, StandardCharsets.UTF_8);
    }

    void skipText() throws FormatException {
        for (int i = position; i < end; i++) {
            if (data[i] == 0) {
                position = i + 1;
                return;
            }
        }
        throw fault("text without an end");
    }

    FormatException fault(String fault) {
        return new FormatException(file, place + " at 0x" + Integer.toHexString(position()), fault);
    }

    private void need(long count) throws FormatException {
        if (count < 0 || count > end - position) {
            throw fault("truncated, " + Long.toUnsignedString(count) + " more bytes wanted, " + remaining() + " there");
        }
    }

    private static VarHandle handle(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }
}
