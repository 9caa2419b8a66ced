package org.perfcontracts.traffic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The format of libpcap, version 2, as the IETF draft <i>PCAP Capture File Format</i> has it. */
final class ClassicPcap implements CaptureFormat {

    static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
    static final int NANOSECOND_MAGIC = 0xa1b23c4d;

    private static final int REST_OF_FILE_HEADER = 20;
    private static final int RECORD_HEADER = 16;

    private final CaptureInput input;
    private final ByteOrder order;
    private final int nanosecondsPerUnit;

    /** Reads what is left of the file header, after its magic number in the byte order it is in. */
    ClassicPcap(CaptureInput input, int magic, ByteOrder order) throws IOException {
        this.input = input;
        this.order = order;
        this.nanosecondsPerUnit = magic == NANOSECOND_MAGIC ? 1 : 1000;
        ByteBuffer header = input.take(REST_OF_FILE_HEADER, order);
        int major = Short.toUnsignedInt(header.getShort(0));
        if (major != 2) {
            throw input.error("pcap version " + major + ", only version 2 is known");
        }
        // The upper half says how long a frame check sequence is, if any.
        CaptureFormat.checkLinkType(input, header.getInt(16) & 0xffff);
    }

    @Override
    public Packet next() throws IOException {
        ByteBuffer header = input.takeOrEnd(RECORD_HEADER, order);
        if (header == null) {
            return null;
        }
        long seconds = Integer.toUnsignedLong(header.getInt());
        long fraction = Integer.toUnsignedLong(header.getInt());
        int length = CaptureFormat.checkedLength(input, header.getInt());
        long originalLength = Integer.toUnsignedLong(header.getInt());
        byte[] bytes = input.take(length, order).array();
        return new Packet(seconds * 1_000_000_000 + fraction * nanosecondsPerUnit, bytes, originalLength);
    }
}
