package org.perfcontracts.traffic;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads captured Ethernet frames one after the other: the classic pcap format with microseconds or nanoseconds, and
 * pcapng, in either byte order.
 */
public final class PcapReader implements AutoCloseable {

    private final CaptureInput input;
    private final CaptureFormat format;

    private PcapReader(CaptureInput input, CaptureFormat format) {
        this.input = input;
        this.format = format;
    }

    /**
     * @throws CaptureException if the file is not a capture of a known format
     * @throws IOException if it cannot be read
     */
    public static PcapReader open(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            return of(stream, file.toString());
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Reads {@code stream}, which error messages call {@code name}. */
    public static PcapReader of(InputStream stream, String name) throws IOException {
        CaptureInput input = new CaptureInput(stream, name);
        return new PcapReader(input, format(input));
    }

    /** All packets of a file that fits in memory. */
    public static List<Packet> readAll(Path file) throws IOException {
        try (PcapReader reader = open(file)) {
            List<Packet> packets = new ArrayList<>();
            for (Optional<Packet> next; (next = reader.next()).isPresent(); ) {
                packets.add(next.get());
            }
            return packets;
        }
    }

    /**
     * The next packet; empty at the end of the file.
     *
     * @throws CaptureException if the file is damaged here, or a packet is not of Ethernet
     */
    public Optional<Packet> next() throws IOException {
        return Optional.ofNullable(format.next());
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private static CaptureFormat format(CaptureInput input) throws IOException {
        int big = input.take(4, ByteOrder.BIG_ENDIAN).getInt();
        int little = Integer.reverseBytes(big);
        if (big == PcapNg.SECTION_HEADER) {
            return new PcapNg(input);
        }
        if (isClassic(big)) {
            return new ClassicPcap(input, big, ByteOrder.BIG_ENDIAN);
        }
        if (isClassic(little)) {
            return new ClassicPcap(input, little, ByteOrder.LITTLE_ENDIAN);
        }
        throw input.error("neither pcap nor pcapng");
    }

    private static boolean isClassic(int magic) {
        return magic == ClassicPcap.MICROSECOND_MAGIC || magic == ClassicPcap.NANOSECOND_MAGIC;
    }
}
