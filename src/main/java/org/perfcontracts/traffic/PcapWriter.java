package org.perfcontracts.traffic;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes Ethernet frames in the classic pcap format, version 2.4. */
public final class PcapWriter implements AutoCloseable {

    /** What a packet's time is rounded down to. */
    public enum Resolution {
        MICROSECONDS(ClassicPcap.MICROSECOND_MAGIC, 1000),
        NANOSECONDS(ClassicPcap.NANOSECOND_MAGIC, 1);

        private final int magic;
        private final int nanoseconds;

        Resolution(int magic, int nanoseconds) {
            this.magic = magic;
            this.nanoseconds = nanoseconds;
        }
    }

    private final OutputStream stream;
    private final Resolution resolution;
    private final ByteOrder order;

    private PcapWriter(OutputStream stream, Resolution resolution, ByteOrder order) {
        this.stream = stream;
        this.resolution = resolution;
        this.order = order;
    }

    /** A new file with nanoseconds, which everything of the last ten years reads; an old one is overwritten. */
    public static PcapWriter create(Path file) throws IOException {
        OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        return of(stream, Resolution.NANOSECONDS, ByteOrder.LITTLE_ENDIAN);
    }

    public static PcapWriter of(OutputStream stream, Resolution resolution, ByteOrder order) throws IOException {
        PcapWriter writer = new PcapWriter(stream, resolution, order);
        writer.writeHeader();
        return writer;
    }

    /** Writes a whole file. */
    public static void writeAll(Path file, Iterable<Packet> packets) throws IOException {
        try (PcapWriter writer = create(file)) {
            for (Packet packet : packets) {
                writer.write(packet);
            }
        }
    }

    /**
     * @throws IllegalArgumentException if the format cannot hold it: before 1970, after 2106, or longer than 262,144 bytes
     */
    public void write(Packet packet) throws IOException {
        long seconds = Math.floorDiv(packet.nanoseconds(), 1_000_000_000L);
        long fraction = Math.floorMod(packet.nanoseconds(), 1_000_000_000L) / resolution.nanoseconds;
        byte[] bytes = packet.bytes();
        if (seconds < 0 || seconds > 0xffff_ffffL || bytes.length > CaptureFormat.LONGEST_FRAME) {
            throw new IllegalArgumentException("the pcap format cannot hold " + packet);
        }
        ByteBuffer header = ByteBuffer.allocate(16).order(order);
        header.putInt((int) seconds).putInt((int) fraction).putInt(bytes.length).putInt((int) packet.originalLength());
        stream.write(header.array());
        stream.write(bytes);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(resolution.magic).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(CaptureFormat.LONGEST_FRAME).putInt(CaptureFormat.ETHERNET);
        stream.write(header.array());
    }
}
