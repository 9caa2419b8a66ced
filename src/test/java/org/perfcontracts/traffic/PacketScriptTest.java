package org.perfcontracts.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.perfcontracts.formula.SizeExpression;

class PacketScriptTest {
    private static final PacketScript.End CLIENT = new PacketScript.End(0x0200000000feL, 0x0a0000fe, 1024);
    private static final PacketScript.End SERVER = new PacketScript.End(0x020000010001L, 0xcb007101, 53);

    private static PacketScript.Step step(String repeat, long at) {
        return new PacketScript.Step(SizeExpression.parse(repeat), at, 1, CLIENT, SERVER);
    }

    @Test
    void repeatedPacketsComeFromTheNextStationAndAddress() {
        List<RandomFlows.Frame> frames = new PacketScript(List.of(step("n", 0), step("1", 20))).frames(3);
        assertEquals(4, frames.size());
        for (int i = 0; i < 3; i++) {
            assertIsFrom(frames.get(i), i);
        }
        assertIsFrom(frames.get(3), 0);
        assertEquals(20_000_000_000L, frames.get(3).now() - frames.get(2).now());
    }

    /** Both addresses carry over into the next byte. */
    private static void assertIsFrom(RandomFlows.Frame frame, int number) {
        ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
        assertEquals(1, frame.port());
        assertEquals(0x0200_0001_0001L, bytes.getLong(0) >>> 16);
        assertEquals(0x0200_0000_00feL + number, bytes.getLong(6) >>> 16);
        assertEquals(0x0a0000fe + number, bytes.getInt(26));
        assertEquals(0xcb007101, bytes.getInt(30));
        assertEquals(1024 << 16 | 53, bytes.getInt(34));
        assertEquals(0, EthernetFrames.checksum(frame.bytes(), EthernetFrames.HEADER, Ipv4Frame.HEADER));
    }

    @Test
    void timeDoesNotGoBack() {
        String message = assertThrows(IllegalArgumentException.class, () -> new PacketScript(List.of(step("1", 5), step("1", 4)))).getMessage();
        assertEquals("a packet at 4 s follows one at 5 s", message);
    }

    @Test
    void thereIsAPacket() {
        assertThrows(IllegalArgumentException.class, () -> new PacketScript(List.of()));
        PacketScript script = new PacketScript(List.of(step("n - 1", 0)));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> script.frames(1)).getMessage().contains("n = 1"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> script.frames(0)).getMessage().contains("is -1 for n = 0"));
    }
}
