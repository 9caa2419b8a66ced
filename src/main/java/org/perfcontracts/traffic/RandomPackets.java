package org.perfcontracts.traffic;

import java.util.Arrays;
import java.util.Random;

/**
 * Frames at random, of the kinds that network functions tell apart: mostly IPv4, often with options, well-formed and not;
 * some too short, some of other protocols, some of arbitrary bytes. The same seed gives the same frames.
 */
public final class RandomPackets {
    private static final int ETHERNET = 14;
    private static final int NO_OPERATION = 1;
    private static final int TIMESTAMP = 68;
    private static final int[] OTHER_OPTIONS = {7, 130, 131, 137, 148, 82, 255};
    private static final int[] NETWORKS = {0x0a000000, 0x0a010000, 0xc0a80000, 0xac100000, 0x08080000};

    private final Random random;

    /** Frames that follow from a seed. */
    public RandomPackets(long seed) {
        random = new Random(seed);
    }

    /** The next frame, of at least and at most so many bytes. */
    public byte[] next(int least, int most) {
        byte[] frame = switch (random.nextInt(20)) {
            case 0 -> bytes(random.nextInt(most + 1));
            case 1 -> Arrays.copyOf(ipv4(), random.nextInt(ETHERNET + 24));
            case 2 -> otherProtocol();
            default -> ipv4();
        };
        if (random.nextInt(10) == 0 && frame.length > 0) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        int length = Math.clamp(frame.length, least, most);
        return Arrays.copyOf(frame, length);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] otherProtocol() {
        byte[] frame = bytes(60 + random.nextInt(40));
        int type = new int[] {0x0806, 0x86dd, 0x8100, 0x88cc}[random.nextInt(4)];
        frame[12] = (byte) (type >> 8);
        frame[13] = (byte) type;
        return frame;
    }

    private byte[] ipv4() {
        int words = random.nextInt(4) == 0 ? 5 : 5 + random.nextInt(11);
        int payload = 8 + random.nextInt(40);
        byte[] frame = bytes(ETHERNET + 4 * words + payload);
        frame[12] = 8;
        frame[13] = 0;
        frame[14] = (byte) (0x40 | words);
        int total = random.nextInt(25) == 0 ? random.nextInt(100) : 4 * words + payload;
        put16(frame, 16, total);
        frame[22] = (byte) (random.nextInt(15) == 0 ? random.nextInt(3) : 2 + random.nextInt(250));
        frame[23] = (byte) (random.nextBoolean() ? 17 : 6);
        int network = NETWORKS[random.nextInt(NETWORKS.length)];
        put32(frame, 30, random.nextInt(6) == 0 ? random.nextInt() : network | random.nextInt() & 0xffff);
        options(frame, ETHERNET + 20, ETHERNET + 4 * words);
        put16(frame, 24, 0);
        put16(frame, 24, EthernetFrames.checksum(frame, ETHERNET, 4 * words));
        return frame;
    }

    /** Fills a range with options, one behind the other, seldom one that is malformed. */
    private void options(byte[] frame, int from, int end) {
        int at = from;
        while (at < end) {
            int room = end - at;
            int kind = random.nextInt(24);
            if (kind == 0) {
                frame[at++] = 0;
            } else if (kind < 7 || room < 2) {
                frame[at++] = NO_OPERATION;
            } else if (kind < 16) {
                at += timestamp(frame, at, room);
            } else {
                at += other(frame, at, room);
            }
        }
    }

    private int timestamp(byte[] frame, int at, int room) {
        int length = random.nextInt(12) == 0 ? random.nextInt(44) : Math.min(room, 4 * (1 + random.nextInt(10)));
        int flag = random.nextInt(8) == 0 ? random.nextInt(16) : new int[] {0, 1, 3}[random.nextInt(3)];
        int overflow = random.nextInt(3) == 0 ? 15 : random.nextInt(16);
        int pointer = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(256);
            case 1, 2 -> length + 1;
            default -> 5 + 4 * random.nextInt(Math.max(1, length / 4));
        };
        put(frame, at, room, TIMESTAMP, length, pointer, overflow << 4 | flag);
        return Math.max(1, Math.min(room, length));
    }

    private int other(byte[] frame, int at, int room) {
        int length = random.nextInt(20) == 0 ? random.nextInt(256) : 2 + random.nextInt(Math.max(1, room - 1));
        put(frame, at, room, OTHER_OPTIONS[random.nextInt(OTHER_OPTIONS.length)], length);
        return Math.max(1, Math.min(room, length));
    }

    private static void put(byte[] frame, int at, int room, int... values) {
        for (int i = 0; i < Math.min(values.length, room); i++) {
            frame[at + i] = (byte) values[i];
        }
    }

    private static void put16(byte[] frame, int at, int value) {
        frame[at] = (byte) (value >> 8);
        frame[at + 1] = (byte) value;
    }

    private static void put32(byte[] frame, int at, int value) {
        put16(frame, at, value >> 16);
        put16(frame, at + 2, value);
    }
}
