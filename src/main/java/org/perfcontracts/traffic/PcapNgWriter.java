package org.perfcontracts.traffic;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes Ethernet frames of several interfaces in the format pcapng, version 1.0, with nanoseconds. */
public final class PcapNgWriter implements AutoCloseable {
    private static final int BLOCK_FRAME = 12;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final short RESOLUTION = 9;
    private static final byte NANOSECONDS = 9;

    private final OutputStream stream;
    private int interfaces;

    private PcapNgWriter(OutputStream stream) {
        this.stream = stream;
    }

    /**
     * A new file; an old one is overwritten.
     *
     * @param interfaces how many there are at least; their numbers go from 0 on
     */
    public static PcapNgWriter create(Path file, int interfaces) throws IOException {
        PcapNgWriter writer = new PcapNgWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        writer.write(PcapNg.SECTION_HEADER, words(16).putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1));
        writer.describe(interfaces);
        return writer;
    }

    /** An interface is described before the first packet of it, and behind those before it. */
    private void describe(int wanted) throws IOException {
        for (; interfaces < wanted; interfaces++) {
            write(INTERFACE, words(20).putShort((short) CaptureFormat.ETHERNET).putShort((short) 0).putInt(CaptureFormat.LONGEST_FRAME)
                    .putShort(RESOLUTION).putShort((short) 1).put(NANOSECONDS).put(new byte[3]).putInt(0));
        }
    }

    /** Writes a packet; its time is not before 1970. */
    public void write(Packet packet) throws IOException {
        describe(packet.interfaceNumber() + 1);
        int length = packet.bytes().length;
        ByteBuffer body = words(20 + (length + 3 & ~3)).putInt(packet.interfaceNumber()).putInt((int) (packet.nanoseconds() >>> 32)).putInt((int) packet.nanoseconds());
        write(PACKET, body.putInt(length).putInt((int) packet.originalLength()).put(packet.bytes()));
    }

    private static ByteBuffer words(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(int type, ByteBuffer body) throws IOException {
        int length = BLOCK_FRAME + body.capacity();
        stream.write(words(8).putInt(type).putInt(length).array());
        stream.write(body.array());
        stream.write(words(4).putInt(length).array());
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
