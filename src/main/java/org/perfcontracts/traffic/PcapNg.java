package org.perfcontracts.traffic;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The format pcapng, as the IETF draft <i>PCAP Now Generic Capture File Format</i> has it. Blocks that hold no packet
 * and describe no interface are skipped.
 */
final class PcapNg implements CaptureFormat {

    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int OPTION_END = 0;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;

    /** A block's type and its length, which stands before and after its body. */
    private static final int BLOCK_FRAME = 12;

    private static final int LONGEST_BLOCK = 1 << 24;
    private static final BigInteger NANOSECONDS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MICROSECOND_UNITS = BigInteger.valueOf(1_000_000);

    private record Interface(int linkType, long snapLength, BigInteger unitsPerSecond, long offsetSeconds) {}

    private final CaptureInput input;
    private final List<Interface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.BIG_ENDIAN;

    /** Reads the first section header, after its block type. */
    PcapNg(CaptureInput input) throws IOException {
        this.input = input;
        startSection();
    }

    @Override
    public Packet next() throws IOException {
        for (ByteBuffer type; (type = input.takeOrEnd(4, order)) != null; ) {
            // The type of a section header reads the same in either byte order.
            int blockType = type.getInt();
            if (blockType == SECTION_HEADER) {
                startSection();
                continue;
            }
            ByteBuffer body = block(input.take(4, order).getInt(), 8);
            Packet packet = packetOf(blockType, body);
            if (packet != null) {
                return packet;
            }
        }
        return null;
    }

    private Packet packetOf(int blockType, ByteBuffer body) throws IOException {
        return switch (blockType) {
            case INTERFACE_DESCRIPTION -> {
                interfaces.add(description(need(body, 8)));
                yield null;
            }
            case ENHANCED_PACKET -> {
                int number = need(body, 20).getInt();
                yield timed(number, body);
            }
            case OBSOLETE_PACKET -> {
                int number = Short.toUnsignedInt(need(body, 20).getShort());
                body.getShort(); // how many packets were lost
                yield timed(number, body);
            }
            case SIMPLE_PACKET -> simple(need(body, 4));
            default -> null;
        };
    }

    private void startSection() throws IOException {
        ByteBuffer start = input.take(8, ByteOrder.BIG_ENDIAN);
        int magic = start.getInt(4);
        if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            throw input.error("a pcapng section without a byte-order magic number");
        }
        order = magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer body = block(start.order(order).getInt(0), 12);
        int major = Short.toUnsignedInt(need(body, 12).getShort());
        if (major != 1) {
            throw input.error("pcapng version " + major + ", only version 1 is known");
        }
        interfaces.clear();
    }

    /** The body of a block of {@code length} bytes, of which {@code read} have been read, and the length after it. */
    private ByteBuffer block(int length, int read) throws IOException {
        if (length < BLOCK_FRAME || length < read + 4 || length > LONGEST_BLOCK || length % 4 != 0) {
            throw input.error("a block of " + Integer.toUnsignedLong(length) + " bytes; the file is damaged");
        }
        ByteBuffer body = input.take(length - read - 4, order);
        if (input.take(4, order).getInt() != length) {
            throw input.error("a block that ends with another length than it starts with; the file is damaged");
        }
        return body.order(order);
    }

    private ByteBuffer need(ByteBuffer body, int length) throws CaptureException {
        if (body.remaining() < length) {
            throw input.error("a block that is too short for what it holds; the file is damaged");
        }
        return body;
    }

    private Interface description(ByteBuffer body) throws CaptureException {
        int linkType = Short.toUnsignedInt(body.getShort());
        body.getShort(); // reserved
        long snapLength = Integer.toUnsignedLong(body.getInt());
        BigInteger unitsPerSecond = MICROSECOND_UNITS;
        long offsetSeconds = 0;
        while (body.remaining() >= 4) {
            int code = Short.toUnsignedInt(body.getShort());
            int length = Short.toUnsignedInt(body.getShort());
            if (code == OPTION_END) {
                break;
            }
            int next = body.position() + (length + 3 & ~3);
            if (next > body.limit()) {
                throw input.error("an interface option that runs past its block; the file is damaged");
            }
            if (code == OPTION_RESOLUTION && length == 1) {
                unitsPerSecond = resolution(body.get(body.position()));
            }
            if (code == OPTION_OFFSET && length == 8) {
                offsetSeconds = body.getLong(body.position());
            }
            body.position(next);
        }
        return new Interface(linkType, snapLength, unitsPerSecond, offsetSeconds);
    }

    /** A power of two if the top bit is set, of ten otherwise. */
    private static BigInteger resolution(byte code) {
        return code < 0 ? BigInteger.TWO.pow(code & 0x7f) : BigInteger.TEN.pow(code);
    }

    private Interface interfaceAt(int number) throws CaptureException {
        if (number < 0 || number >= interfaces.size()) {
            throw input.error("a packet of interface " + Integer.toUnsignedLong(number) + ", which is not described");
        }
        Interface at = interfaces.get(number);
        CaptureFormat.checkLinkType(input, at.linkType);
        return at;
    }

    private Packet timed(int number, ByteBuffer body) throws CaptureException {
        Interface at = interfaceAt(number);
        long high = Integer.toUnsignedLong(body.getInt());
        long low = Integer.toUnsignedLong(body.getInt());
        int length = CaptureFormat.checkedLength(input, body.getInt());
        long originalLength = Integer.toUnsignedLong(body.getInt());
        return new Packet(nanoseconds(at, high << 32 | low), bytes(body, length), originalLength, number);
    }

    /** Such a block has no time, and the length of its data follows from the interface's limit. */
    private Packet simple(ByteBuffer body) throws CaptureException {
        Interface at = interfaceAt(0);
        long originalLength = Integer.toUnsignedLong(body.getInt());
        long limit = at.snapLength == 0 ? originalLength : Math.min(originalLength, at.snapLength);
        int length = CaptureFormat.checkedLength(input, (int) Math.min(limit, Integer.MAX_VALUE));
        return new Packet(0, bytes(body, length), originalLength);
    }

    private byte[] bytes(ByteBuffer body, int length) throws CaptureException {
        byte[] bytes = new byte[length];
        need(body, length).get(bytes);
        return bytes;
    }

    private long nanoseconds(Interface at, long units) throws CaptureException {
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(units));
        BigInteger sinceOffset = unsigned.multiply(NANOSECONDS).divide(at.unitsPerSecond);
        BigInteger total = sinceOffset.add(BigInteger.valueOf(at.offsetSeconds).multiply(NANOSECONDS));
        if (total.bitLength() > 63) {
            throw input.error("a packet's time is too far from 1970 to be counted in nanoseconds; the file is damaged");
        }
        return total.longValue();
    }
}
