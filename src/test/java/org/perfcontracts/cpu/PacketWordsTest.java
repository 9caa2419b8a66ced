package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Terms;

/** A packet in words can be made again from them. */
class PacketWordsTest {
    private static final int MOST = 400;
    private final Terms terms = new Terms();

    private String words(byte[] packet) {
        List<Symbol> bytes = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            bytes.add(terms.symbol("packet[" + i + "]", 8));
        }
        Inputs inputs = new Inputs(bytes, Map.of("length", terms.symbol("length", 16), "port", terms.symbol("port", 16)), "length", List.of());
        return PacketWords.of(inputs, new Arrival(packet, Map.of("port", 1L)));
    }

    @Test
    void fewBytesAreToldOneByOne() {
        byte[] packet = new byte[64];
        assertEquals("length = 64, port = 1, all bytes zero", words(packet));
        packet[12] = 8;
        packet[63] = -1;
        assertEquals("length = 64, port = 1, packet[12] = 8, packet[63] = 255, all others zero", words(packet));
        assertEquals("length = 0, port = 1", words(new byte[0]));
    }

    @Test
    void manyAreHexadecimalDigits() {
        byte[] packet = new byte[12];
        Arrays.fill(packet, 0, 10, (byte) 0x1f);
        assertEquals("length = 12, port = 1, packet " + "1f".repeat(10) + ", then zeros", words(packet));
        assertEquals("length = 10, port = 1, packet " + "1f".repeat(10), words(Arrays.copyOf(packet, 10)));
        byte[] large = new byte[MOST];
        Arrays.fill(large, (byte) 0xa0);
        assertEquals("length = 400, port = 1, packet " + "a0".repeat(192) + " and 208 bytes more", words(large));
    }
}
