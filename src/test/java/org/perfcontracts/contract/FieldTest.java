package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Field.Notation;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Terms;

class FieldTest {
    private static final Field IHL = Field.ofPacket("ipv4.ihl", 14 * 8 + 4, 4, Notation.NUMBER);
    private static final Field TYPE = Field.ofPacket("ethernet.type", 96, 16, Notation.ETHERNET_TYPE);
    private static final Field SECOND_TYPE = Field.ofPacket("pkts[1]", "ethernet.type", 96, 16, Notation.ETHERNET_TYPE);
    private static final Field DESTINATION = Field.ofPacket("ipv4.dst", 240, 32, Notation.IPV4_ADDRESS);

    private static ValueSet set(int width, long... ends) {
        List<ValueSet.Run> runs = new ArrayList<>();
        for (int i = 0; i < ends.length; i += 2) {
            runs.add(new ValueSet.Run(BigInteger.valueOf(ends[i]), BigInteger.valueOf(ends[i + 1])));
        }
        return ValueSet.union(width, runs);
    }

    @Test
    void isReadFromTheBytesInNetworkOrder() {
        Terms terms = new Terms();
        Assignment packet = Assignment.of(Map.of(
                terms.symbol("packet[14]", 8), BigInteger.valueOf(0x47),
                terms.symbol("packet[12]", 8), BigInteger.valueOf(0x08),
                terms.symbol("packet[13]", 8), BigInteger.valueOf(0x06),
                terms.symbol("packet[20]", 8), BigInteger.valueOf(0x5f),
                terms.symbol("packet[21]", 8), BigInteger.valueOf(0x0a)));
        Evaluator evaluator = new Evaluator(packet);
        assertEquals(7, evaluator.toLong(IHL.term(terms)));
        assertEquals(0x0806, evaluator.toLong(TYPE.term(terms)));
        Field fragment = Field.ofPacket("ipv4.fragmentOffset", 20 * 8 + 3, 13, Notation.NUMBER);
        assertEquals(0x1f0a, evaluator.toLong(fragment.term(terms)));
        Field flags = Field.ofPacket("ipv4.flags", 20 * 8, 3, Notation.NUMBER);
        assertEquals(2, evaluator.toLong(flags.term(terms)));
    }

    @Test
    void saysASetInFewWords() {
        assertEquals("ipv4.ihl = 5", IHL.says(set(4, 5, 5)));
        assertEquals("ipv4.ihl ≠ 5", IHL.says(set(4, 0, 4, 6, 15)));
        assertEquals("ipv4.ihl > 5", IHL.says(set(4, 6, 15)));
        assertEquals("ipv4.ihl < 5", IHL.says(set(4, 0, 4)));
        assertEquals("ipv4.ihl in 6…9", IHL.says(set(4, 6, 9)));
        assertEquals("ipv4.ihl in {6, 7}", IHL.says(set(4, 6, 7)));
        assertEquals("ipv4.ihl outside 6…9", IHL.says(set(4, 0, 5, 10, 15)));
        assertEquals("ipv4.ihl in {1, 3…5, 7, 8}", IHL.says(set(4, 1, 1, 3, 5, 7, 8)));
        assertEquals("ethernet.type = IPv4", TYPE.says(set(16, 0x800, 0x800)));
        assertEquals("ethernet.type in {IPv4, ARP}", TYPE.says(set(16, 0x800, 0x800, 0x806, 0x806)));
        assertEquals("ethernet.type not in {IPv4, ARP}", TYPE.says(set(16, 0x800, 0x800, 0x806, 0x806).complement()));
        assertEquals("ethernet.type < 0x0600", TYPE.says(set(16, 0, 0x5ff)));
        assertEquals("ipv4.dst = 10.1.0.0/16", DESTINATION.says(set(32, 0x0a010000L, 0x0a01ffffL)));
        assertEquals("ipv4.dst ≠ 10.1.0.0/16", DESTINATION.says(set(32, 0x0a010000L, 0x0a01ffffL).complement()));
        assertEquals("ipv4.dst = 10.1.2.3", DESTINATION.says(set(32, 0x0a010203L, 0x0a010203L)));
        assertEquals("ipv4.dst in 10.1.0.0…10.1.255.254", DESTINATION.says(set(32, 0x0a010000L, 0x0a01fffeL)));
    }

    @Test
    void givesUpOnManyRuns() {
        assertNull(TYPE.says(set(16, 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13)));
    }

    @Test
    void aFieldOfOneOfSeveralPacketsTellsWhich() {
        assertEquals("pkts[1].ethernet.type", SECOND_TYPE.name());
        assertEquals("ethernet", SECOND_TYPE.layer());
        assertEquals("ethernet.type", SECOND_TYPE.kind());
        assertEquals("pkts[1]", SECOND_TYPE.packet());
        assertEquals("pkts[1][12]", SECOND_TYPE.parts().getFirst().symbol());
        assertEquals("ethernet", TYPE.layer());
        assertEquals("packet", TYPE.packet());
        Field length = Field.ofSymbol("pkts[1].length", 16);
        assertEquals("", length.packet());
        assertTrue(Layout.position(TYPE) < Layout.position(SECOND_TYPE) && Layout.position(SECOND_TYPE) < Layout.position(length));
    }
}
