package org.perfcontracts.traffic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapTest {

    private static final long TIME = 1_795_387_687_123_456_789L;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        List<Packet> packets =
                List.of(
                        Packet.of(TIME, new byte[] {1, 2, 3}),
                        Packet.of(0, new byte[0]),
                        new Packet(1, new byte[60], 1514));
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] file = write(packets, PcapWriter.Resolution.NANOSECONDS, order);
            assertEquals(packets, read(file), order.toString());
        }
    }

    @Test
    void microsecondsRoundDown() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            List<Packet> packets = List.of(Packet.of(TIME, new byte[14]));
            byte[] file = write(packets, PcapWriter.Resolution.MICROSECONDS, order);
            assertEquals(TIME / 1000 * 1000, read(file).getFirst().nanoseconds(), order.toString());
        }
    }

    @Test
    void writerRefusesWhatTheFormatCannotHold() throws IOException {
        try (PcapWriter writer =
                PcapWriter.of(
                        new ByteArrayOutputStream(), PcapWriter.Resolution.NANOSECONDS, ByteOrder.LITTLE_ENDIAN)) {
            assertThrows(IllegalArgumentException.class, () -> writer.write(Packet.of(-1, new byte[14])));
            assertThrows(IllegalArgumentException.class, () -> writer.write(Packet.of(0, new byte[262_145])));
        }
    }

    @Test
    void pcapNgWithInterfacesOfDifferentResolutionInEitherOrder() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] file =
                    join(
                            section(order),
                            interfaceWith(order, 1, new byte[0]),
                            interfaceWith(order, 1, option(order, 9, (byte) 9)),
                            interfaceWith(order, 1, option(order, 9, (byte) 0x8a)),
                            block(order, 0x1234, new byte[8]),
                            enhanced(order, 0, TIME / 1000, new byte[] {1, 2, 3}),
                            enhanced(order, 1, TIME, new byte[] {4}),
                            enhanced(order, 2, 3 * 1024 + 512, new byte[] {5, 6}),
                            block(order, 3, join(ByteBuffer.allocate(4).order(order).putInt(2).array(), new byte[] {7, 8, 0, 0})));
            List<Packet> expected =
                    List.of(
                            Packet.of(TIME / 1000 * 1000, new byte[] {1, 2, 3}),
                            new Packet(TIME, new byte[] {4}, 1, 1),
                            new Packet(3_500_000_000L, new byte[] {5, 6}, 2, 2),
                            Packet.of(0, new byte[] {7, 8}));
            assertEquals(expected, read(file), order.toString());
        }
    }

    @Test
    void interfacesAreForgottenWhereTheNextSectionStarts() throws IOException {
        ByteOrder big = ByteOrder.BIG_ENDIAN;
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        byte[] first = join(section(big), interfaceWith(big, 1, new byte[0]), section(little));
        byte[] undescribed = join(first, enhanced(little, 0, 0, new byte[1]));
        assertTrue(failure(undescribed).contains("interface 0, which is not described"));
        byte[] described = join(first, interfaceWith(little, 1, new byte[0]), enhanced(little, 0, 0, new byte[1]));
        assertEquals(1, read(described).size());
    }

    @Test
    void errorsNameTheFileAndTheByte() {
        assertEquals("test.pcap: at byte 4: neither pcap nor pcapng", failure("no capture".getBytes()));
        assertEquals("test.pcap: at byte 0: the file ends where 4 more bytes of a record should be", failure(new byte[0]));
        byte[] otherLink = write(List.of(), PcapWriter.Resolution.NANOSECONDS, ByteOrder.LITTLE_ENDIAN);
        otherLink[20] = 113;
        assertEquals(
                "test.pcap: at byte 24: link type 113, not Ethernet (1); capture on an Ethernet interface",
                failure(otherLink));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesGiveAnErrorOrPacketsAndNothingElse(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] classic =
                write(
                        List.of(Packet.of(TIME, new byte[60]), Packet.of(TIME, new byte[20])),
                        PcapWriter.Resolution.NANOSECONDS,
                        ByteOrder.LITTLE_ENDIAN);
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        byte[] modern =
                join(
                        section(order),
                        interfaceWith(order, 1, option(order, 9, (byte) 9)),
                        enhanced(order, 0, TIME, new byte[60]),
                        block(order, 2, new byte[24]));
        int damaged = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] file = (round % 2 == 0 ? classic : modern).clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextInt(3) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
            try {
                read(cut);
            } catch (CaptureException e) {
                damaged++;
                assertTrue(e.getMessage().startsWith("test.pcap: at byte "), "seed " + seed + ": " + e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + Arrays.toString(cut), e);
            }
        }
        assertTrue(damaged > 1000, "seed " + seed + ": only " + damaged + " files were found damaged");
    }

    @Test
    void framesHaveTheirLengthsAndChecksums() {
        byte[] frame = Ipv4Frame.plain(0x0a000001, 0xc0a80001).withOptions((byte) 7, (byte) 3, (byte) 4).bytes();
        assertEquals(64, frame.length);
        assertEquals(0x46, frame[14]);
        assertEquals(50, frame[17]);
        assertArrayEquals(new byte[] {7, 3, 4, 0}, Arrays.copyOfRange(frame, 34, 38));
        assertEquals(0, EthernetFrames.checksum(frame, 14, 24));
        assertThrows(IllegalArgumentException.class, () -> Ipv4Frame.plain(0, 0).withOptions(new byte[41]));
    }

    /** The example of RFC 1071, section 3: the sum is ddf2. */
    @Test
    void checksumOfTheStandardsExample() {
        byte[] example = {0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7};
        assertEquals(~0xddf2 & 0xffff, EthernetFrames.checksum(example, 0, example.length));
    }

    private static byte[] write(List<Packet> packets, PcapWriter.Resolution resolution, ByteOrder order) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PcapWriter writer = PcapWriter.of(file, resolution, order)) {
            for (Packet packet : packets) {
                writer.write(packet);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toByteArray();
    }

    private static List<Packet> read(byte[] file) throws IOException {
        List<Packet> packets = new ArrayList<>();
        try (PcapReader reader = PcapReader.of(new ByteArrayInputStream(file), "test.pcap")) {
            for (Optional<Packet> next; (next = reader.next()).isPresent(); ) {
                packets.add(next.get());
            }
        }
        return packets;
    }

    private static String failure(byte[] file) {
        return assertThrows(CaptureException.class, () -> read(file)).getMessage();
    }

    private static byte[] section(ByteOrder order) {
        ByteBuffer body = ByteBuffer.allocate(16).order(order);
        body.putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
        return block(order, 0x0a0d0d0a, body.array());
    }

    private static byte[] interfaceWith(ByteOrder order, int linkType, byte[] options) {
        ByteBuffer body = ByteBuffer.allocate(8 + options.length).order(order);
        return block(order, 1, body.putShort((short) linkType).putShort((short) 0).putInt(0).put(options).array());
    }

    private static byte[] option(ByteOrder order, int code, byte value) {
        ByteBuffer option = ByteBuffer.allocate(12).order(order);
        return option.putShort((short) code).putShort((short) 1).put(value).array();
    }

    private static byte[] enhanced(ByteOrder order, int number, long units, byte[] bytes) {
        ByteBuffer body = ByteBuffer.allocate(20 + (bytes.length + 3 & ~3)).order(order);
        body.putInt(number).putInt((int) (units >>> 32)).putInt((int) units).putInt(bytes.length).putInt(bytes.length);
        return block(order, 6, body.put(bytes).array());
    }

    private static byte[] block(ByteOrder order, int type, byte[] body) {
        int length = 12 + body.length;
        return ByteBuffer.allocate(length).order(order).putInt(type).putInt(length).put(body).putInt(length).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
