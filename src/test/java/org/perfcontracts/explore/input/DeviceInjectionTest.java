package org.perfcontracts.explore.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;

class DeviceInjectionTest {
    private static final long WORD = 0x1000;
    private static final long PACKET = 0x2000;
    private static final long WRITTEN = 0x1122_3344_5566_7788L;
    private static final long BEFORE = 0x0102_0304_0506_0708L;
    private static final int ROOM = 64;

    private final Terms terms = new Terms();

    /** A snapshot with the same word everywhere. */
    private static Snapshot snapshot() {
        return (Snapshot) Proxy.newProxyInstance(Snapshot.class.getClassLoader(), new Class<?>[] {Snapshot.class}, (_, method, _) ->
                switch (method.getName()) {
                    case "word" -> OptionalLong.of(WRITTEN);
                    case "page" -> new byte[4096];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Delivery delivery(SortedMap<Long, Long> before, Delivery.Bits... bits) {
        return delivery(List.of(new Delivery.Packet(PACKET, ROOM, List.of(bits), before)));
    }

    private static Delivery delivery(List<Delivery.Packet> packets, Delivery.Bits... standing) {
        return new Delivery("card", 0, Optional.empty(), packets, List.of(standing), List.of(), List.of());
    }

    private static SortedMap<Long, Long> before() {
        return new TreeMap<>(Map.of(WORD, BEFORE));
    }

    private Assignment values(Injection injection, Map<String, Long> values) {
        Map<Symbol, BigInteger> all = new HashMap<>();
        injection.inputs().parameters().forEach((name, symbol) -> all.put(symbol, BigInteger.valueOf(values.getOrDefault(name, 0L))));
        return Assignment.of(all);
    }

    private long word(Injection injection, Map<String, Long> values) {
        byte[] bytes = injection.writes(values(injection, values), List.of()).stream()
                .filter(write -> write.address() == WORD).findFirst().orElseThrow().bytes();
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Test
    void whatTheDeviceDidNotNameStaysAsItWroteIt() {
        Injection injection = DeviceInjection.of(terms, snapshot(), delivery(before(),
                Delivery.Bits.length(WORD, 40, 16, 0), Delivery.Bits.chosen(WORD, 4, 3, "type"), Delivery.Bits.chosen(WORD, 63, 1, "flag")), 0, ROOM);
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            long length = random.nextInt(ROOM + 1);
            long type = random.nextInt(8);
            long flag = random.nextInt(2);
            long expected = WRITTEN & ~(0xffffL << 40 | 7L << 4 | 1L << 63) | length << 40 | type << 4 | flag << 63;
            assertEquals(expected, word(injection, Map.of(DeviceInjection.WAITING, 1L, "length", length, "type", type, "flag", flag)));
        }
    }

    @Test
    void withoutAPacketMemoryIsAsItWasBefore() {
        Injection injection = DeviceInjection.of(terms, snapshot(), delivery(before(), Delivery.Bits.chosen(WORD, 0, 8, "type")), 0, ROOM);
        assertEquals(2, injection.states());
        assertEquals(BEFORE, word(injection, Map.of(DeviceInjection.WAITING, 0L, "type", 5L)));
    }

    /** Polls without a packet may have been before it, and memory was made to be as before for them. */
    @Test
    void aPacketWritesWhatOnlySaysThatItIsThere() {
        Injection injection = DeviceInjection.of(terms, snapshot(), delivery(before(), Delivery.Bits.length(WORD + 8, 0, 16, 0)), 0, ROOM);
        assertEquals(WRITTEN, word(injection, Map.of(DeviceInjection.WAITING, 1L)));
        assertEquals(BEFORE, word(injection, Map.of(DeviceInjection.WAITING, 0L)));
    }

    @Test
    void whatADeviceChoosesAtAnyTimeIsOpenWithoutAPacketToo() {
        Injection injection = DeviceInjection.of(terms, snapshot(), delivery(List.of(new Delivery.Packet(PACKET, ROOM,
                List.of(Delivery.Bits.chosen(WORD, 0, 8, "type")), before())), Delivery.Bits.chosen(WORD, 16, 1, "quiet")), 0, ROOM);
        Map<String, Long> values = Map.of(DeviceInjection.WAITING, 0L, "type", 5L, "quiet", 1L);
        assertEquals(BEFORE & ~(1L << 16) | 1L << 16, word(injection, values));
        assertEquals(BEFORE & ~(1L << 16), word(injection, Map.of(DeviceInjection.WAITING, 0L)));
    }

    /** There may be nothing else in the word that a packet changes. */
    @Test
    void whatADeviceChoosesAtAnyTimeMayBeWhereItWritesNothing() {
        Injection injection = DeviceInjection.of(terms, snapshot(), delivery(
                List.of(new Delivery.Packet(PACKET, ROOM, List.of(), new TreeMap<>(Map.of(WORD + 8, BEFORE)))), Delivery.Bits.chosen(WORD, 63, 1, "quiet")), 0, ROOM);
        for (long waiting = 0; waiting < 2; waiting++) {
            assertEquals(WRITTEN | 1L << 63, word(injection, Map.of(DeviceInjection.WAITING, waiting, "quiet", 1L)));
            assertEquals(WRITTEN & ~(1L << 63), word(injection, Map.of(DeviceInjection.WAITING, waiting)));
        }
    }

    @Test
    void aLengthMayBeThatOfAHeaderAndThePacket() {
        Injection injection = DeviceInjection.of(terms, snapshot(), delivery(before(), Delivery.Bits.length(WORD, 32, 32, 12)), 0, ROOM);
        assertEquals(72L << 32 | WRITTEN & 0xffff_ffffL, word(injection, Map.of(DeviceInjection.WAITING, 1L, "length", 60L)));
    }

    @Test
    void aDeviceThatDoesNotSayWhatWasBeforeAlwaysHasAPacket() {
        Injection injection = DeviceInjection.of(terms, snapshot(), delivery(new TreeMap<>(), Delivery.Bits.length(WORD, 32, 32, 0)), 14, ROOM);
        assertEquals(1, injection.states());
        assertFalse(injection.inputs().parameters().containsKey(DeviceInjection.WAITING));
        assertEquals(60L << 32 | WRITTEN & 0xffff_ffffL, word(injection, Map.of("length", 60L)));
        byte[] packet = injection.writes(Assignment.ZERO, List.of()).stream().filter(write -> write.address() == PACKET).findFirst().orElseThrow().bytes();
        assertArrayEquals(new byte[ROOM], packet);
    }

    @Test
    void whyThereIsNoPacketIsSaid() {
        Delivery fault = new Delivery("card", 0, Optional.of("was not told to receive"), List.of(), List.of(), List.of(), List.of());
        assertEquals("the card was not told to receive",
                assertThrows(IllegalArgumentException.class, () -> DeviceInjection.of(terms, snapshot(), fault, 0, ROOM)).getMessage());
        assertEquals("a packet of 65 bytes does not fit the program's packet buffers, which hold 64", assertThrows(IllegalArgumentException.class,
                () -> DeviceInjection.of(terms, snapshot(), delivery(before()), 0, ROOM + 1)).getMessage());
    }

    // ---- several packets

    /** Each packet has a word of its own, and all have one that counts them, as a used ring's index does. */
    private static Delivery three() {
        return delivery(List.of(0, 1, 2).stream().map(i -> new Delivery.Packet(PACKET + 0x100 * i, ROOM,
                List.of(Delivery.Bits.chosen(WORD + 8 * i, 0, 8, "type")), new TreeMap<>(Map.of(WORD + 8L * i, BEFORE, WORD + 64, (long) i)))).toList());
    }

    private Map<Long, Long> words(Injection injection, Map<String, Long> values) {
        Map<Long, Long> words = new TreeMap<>();
        for (Injection.Bytes write : injection.writes(values(injection, values), List.of())) {
            ByteBuffer bytes = ByteBuffer.wrap(write.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i + 8 <= write.bytes().length && write.address() < PACKET; i += 8) {
                words.put(write.address() + i, bytes.getLong(i));
            }
        }
        return words;
    }

    @Test
    void asManyOfThePacketsHaveArrivedAsWait() {
        Injection injection = DeviceInjection.of(terms, snapshot(), three(), 0, ROOM);
        assertEquals(4, injection.states());
        Map<String, Long> types = Map.of("packets[0].type", 5L, "packets[1].type", 6L, "packets[2].type", 7L);
        for (long waiting = 0; waiting <= 3; waiting++) {
            Map<String, Long> values = new HashMap<>(types);
            values.put(DeviceInjection.WAITING, waiting);
            Map<Long, Long> expected = new TreeMap<>();
            for (int i = 0; i < 3; i++) {
                expected.put(WORD + 8L * i, i < waiting ? WRITTEN & ~0xffL | 5 + i : BEFORE);
            }
            expected.put(WORD + 64, waiting < 3 ? waiting : WRITTEN);
            assertEquals(expected, words(injection, values), "waiting " + waiting);
        }
    }

    @Test
    void severalPacketsHaveNamesOfTheirOwn() {
        Inputs inputs = DeviceInjection.of(terms, snapshot(), three(), 0, ROOM).inputs();
        assertEquals(List.of("packets[0]", "packets[1]", "packets[2]"), inputs.burst().orElseThrow().frames().stream().map(Burst.Frame::name).toList());
        assertEquals(DeviceInjection.WAITING, inputs.burst().orElseThrow().countName());
        assertEquals(BigInteger.valueOf(3), inputs.range(inputs.parameters().get(DeviceInjection.WAITING)).high());
        assertEquals("packets[1].type", DeviceInjection.nameOf(inputs, 1, Delivery.Bits.chosen(WORD, 0, 8, "type")));
    }

    @Test
    void whatAlwaysHasAPacketHasNoBursts() {
        Delivery.Packet always = new Delivery.Packet(PACKET, ROOM, List.of(), new TreeMap<>());
        assertEquals("the card delivers one packet at a time, and no bursts", assertThrows(IllegalArgumentException.class,
                () -> DeviceInjection.of(terms, snapshot(), delivery(List.of(always, always)), 0, ROOM)).getMessage());
        Delivery full = new Delivery("card", 0, Optional.of("has no free receive descriptor"), three().packets(), List.of(), List.of(), List.of());
        assertEquals("the card has no free receive descriptor, to take packet 4 of a burst", assertThrows(IllegalArgumentException.class,
                () -> DeviceInjection.of(terms, snapshot(), full, 0, ROOM)).getMessage());
    }
}
