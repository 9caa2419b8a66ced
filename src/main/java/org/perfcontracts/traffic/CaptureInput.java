package org.perfcontracts.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a capture file, with the offset that error messages name. */
final class CaptureInput implements AutoCloseable {

    private final InputStream stream;
    private final String name;
    private long offset;

    CaptureInput(InputStream stream, String name) {
        this.stream = stream;
        this.name = name;
    }

    /** The next {@code length} bytes, or null if the file ends exactly here. */
    ByteBuffer takeOrEnd(int length, ByteOrder order) throws IOException {
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length == 0) {
            return null;
        }
        if (bytes.length < length) {
            throw error("the file ends in the middle of a record: " + bytes.length + " of " + length + " bytes are there");
        }
        offset += length;
        return ByteBuffer.wrap(bytes).order(order);
    }

    ByteBuffer take(int length, ByteOrder order) throws IOException {
        ByteBuffer bytes = length == 0 ? ByteBuffer.allocate(0) : takeOrEnd(length, order);
        if (bytes == null) {
            throw error("the file ends where " + length + " more bytes of a record should be");
        }
        return bytes;
    }

    /** An error at the byte that would be read next. */
    CaptureException error(String reason) {
        return new CaptureException(name, offset, reason);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
