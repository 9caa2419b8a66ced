package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
    private static String runs(String text) {
        return assertInstanceOf(Statement.Among.class, Statement.of(text)).runs().stream()
                .map(run -> run.low() + "-" + (run.high().bitLength() > 120 ? "" : run.high())).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ethernet.type = IPv4|2048-2048", "ipv4.protocol = IPv6|41-41", "ethernet.type = IPv6|34525-34525", "length < 34|0-33", "length > 33|34-",
            "ipv4.protocol in {TCP, UDP}|6-6 17-17", "length in 34…1518|34-1518", "ipv4.dst = 10.0.0.0/8|167772160-184549375",
            "ethernet.type outside 0x0800…0x08ff|0-2047 2304-", "ipv4.ihl ≠ 5|0-4 6-", "port not in {1, 3…4}|0-0 2-2 5-", "packet[3] = 9|9-9",
            "ethernet.dst = ff:ff:ff:ff:ff:ff|281474976710655-281474976710655", "pkts[0].tcp.dstPort = 80|80-80"})
    void fieldsAndNumbersAreReadBack(String text, String expected) {
        assertEquals(expected, runs(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv4.totalLength ≤ length - 14", "length < 4·ipv4.ihl + 14", "packet[6] mod 2^1 = 1", "(a = 1 or b = 2)", "x = y", "length < 0",
            "map_get on flows: miss", "", "ipv4.src = 10.0.0/8", "length in 5…3"})
    void anythingElseStaysWords(String text) {
        assertEquals(new Statement.Said(text), Statement.of(text));
    }

    /** What a field says of a set is read as that set, whatever the notation. */
    @Test
    void whatFieldsSayIsReadAsTheSameSet() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            Field.Notation notation = Field.Notation.values()[random.nextInt(Field.Notation.values().length)];
            String name = switch (notation) {
                case IP_PROTOCOL -> "ipv4.protocol";
                case ICMP_TYPE -> "icmp.type";
                case ICMPV6_TYPE -> "icmpv6.type";
                case ARP_OPERATION -> "arp.operation";
                default -> "ethernet.type";
            };
            int width = switch (notation) {
                case NUMBER, IP_PROTOCOL, ICMP_TYPE, ICMPV6_TYPE, ARP_OPERATION -> 8;
                case ETHERNET_TYPE -> 16;
                case IPV4_ADDRESS -> 32;
                case ETHERNET_ADDRESS -> 48;
                case IPV6_ADDRESS -> 128;
                case FLAG, OUTCOME -> 0;
            };
            if (width == 0) {
                continue;       // these are words, not numbers
            }
            ValueSet set = set(width, random);
            String text = Field.ofPacket(name, 0, width, notation).says(set);
            if (text == null || set.isAll()) {
                continue;
            }
            List<ValueSet.Run> read = new ArrayList<>();
            assertInstanceOf(Statement.Among.class, Statement.of(text), text).runs().forEach(run -> read.add(new ValueSet.Run(run.low(), run.high())));
            assertEquals(set, ValueSet.union(width, read).intersect(ValueSet.all(width)), () -> "seed " + seed + ": " + text);
        }
    }

    private static ValueSet set(int width, Random random) {
        List<ValueSet.Run> runs = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            BigInteger low = new BigInteger(random.nextInt(width) + 1, random);
            BigInteger high = random.nextBoolean() ? low : low.add(BigInteger.valueOf(random.nextInt(300))).min(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
            runs.add(new ValueSet.Run(low, high));
        }
        ValueSet set = ValueSet.union(width, runs);
        return random.nextBoolean() ? set : set.complement();
    }
}
