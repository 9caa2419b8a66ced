package org.perfcontracts.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortRulesTest {
    private static final byte[] PLAIN = Ipv4Frame.plain(0x0a010203, 0x08080808).bytes();

    /** A frame with VLAN tags between its Ethernet addresses and its type. */
    private static byte[] tagged(byte[] frame, int... tags) {
        byte[] tagged = Arrays.copyOf(frame, frame.length + 4 * tags.length);
        for (int i = 0; i < tags.length; i++) {
            byte[] tag = {(byte) (i + 1 < tags.length ? 0x88 : 0x81), (byte) (i + 1 < tags.length ? 0xa8 : 0), (byte) (0xe0 | tags[i] >> 8), (byte) tags[i]};
            System.arraycopy(tag, 0, tagged, 12 + 4 * i, 4);
        }
        System.arraycopy(frame, 12, tagged, 12 + 4 * tags.length, frame.length - 12);
        return tagged;
    }

    private static OptionalInt port(String rules, byte[] frame, int number) {
        return PortRules.parse(rules).portOf(new Packet(0, frame, frame.length, number));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "interface 0=3,interface 1=4 | 4",
        "from 10.1.0.0/16=2,else=9   | 2",
        "from 10.2.0.0/16=2,else=9   | 9",
        "from 10.1.2.3=5             | 5",
        "from 10.1.2.4=5             | -1",
        "from 0.0.0.0/0=6            | 6",
        "vlan 7=1,else=0             | 0",
        "from 02:00:00:00:00:02=8    | 8",
        "from 02:00:00:00:00:03=8    | -1",
        "else = 7                    | 7",
    })
    void theFirstRuleThatHoldsCounts(String rules, int expected) {
        assertEquals(expected < 0 ? OptionalInt.empty() : OptionalInt.of(expected), port(rules, PLAIN, 1));
    }

    @Test
    void tagsAreLookedBehind() {
        byte[] frame = tagged(PLAIN, 300, 7);
        assertEquals(OptionalInt.of(1), port("vlan 300=1", frame, 0));
        assertEquals(OptionalInt.empty(), port("vlan 7=1", frame, 0), "the outermost counts");
        assertEquals(OptionalInt.of(2), port("from 10.0.0.0/8=2", frame, 0));
        assertEquals(OptionalInt.of(22), FrameHeaders.start(frame, FrameHeaders.IPV4));
        assertEquals(OptionalInt.of(42), FrameHeaders.carried(frame, EthernetFrames.UDP));
        assertEquals(OptionalInt.empty(), FrameHeaders.carried(frame, 6));
    }

    @Test
    void withoutRulesThePortIsTheInterface() {
        assertEquals(OptionalInt.of(5), PortRules.BY_INTERFACE.portOf(new Packet(0, PLAIN, PLAIN.length, 5)));
    }

    @Test
    void framesThatEndEarlyHaveNothing() {
        for (int length = 0; length < PLAIN.length; length++) {
            byte[] cut = Arrays.copyOf(tagged(PLAIN, 1), length);
            OptionalInt from = port("from 10.0.0.0/8=1", cut, 0);
            assertEquals(length >= 14 + 4 + 20, from.isPresent(), "length " + length);
            assertEquals(length >= 16, FrameHeaders.vlan(cut).isPresent());
            FrameHeaders.carried(cut, EthernetFrames.UDP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "interface=1", "interface x=1", "else 3=1", "vlan 4096=1", "from 10.0.0=1", "from 10.0.0.256=1", "from 10.0.0.0/33=1", "port 1=2",
        "interface 0=1,", "interface 0", "interface 99999999999=1"})
    void whatIsNoRule(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> PortRules.parse(text)).getMessage();
        assertTrue(message.contains("'"), message);
    }
}
