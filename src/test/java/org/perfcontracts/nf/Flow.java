package org.perfcontracts.nf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.perfcontracts.traffic.EthernetFrames;
import org.perfcontracts.traffic.Ipv4Frame;

/**
 * Two ends that talk over TCP or UDP, and the packets from the first to the second.
 *
 * @param protocol {@link #TCP} or {@link EthernetFrames#UDP}
 * @param source an IPv4 address, most significant byte first
 * @param sourcePort 0 to 0xffff
 * @param destination as the source
 * @param destinationPort as the source's port
 */
record Flow(int protocol, int source, int sourcePort, int destination, int destinationPort) {

    static final int TCP = 6;

    static Flow udp(int source, int sourcePort, int destination, int destinationPort) {
        return new Flow(EthernetFrames.UDP, source, sourcePort, destination, destinationPort);
    }

    static Flow tcp(int source, int sourcePort, int destination, int destinationPort) {
        return new Flow(TCP, source, sourcePort, destination, destinationPort);
    }

    byte[] packet() {
        return packet(new byte[18]);
    }

    byte[] packet(byte[] payload, byte... options) {
        byte[] transport = protocol == TCP
                ? segment(payload)
                : EthernetFrames.udp(source, destination, sourcePort, destinationPort, payload);
        return new Ipv4Frame(0x02_00_00_00_00_aaL, 0x02_00_00_00_00_bbL, 64, protocol, source, destination, options, transport)
                .bytes();
    }

    private byte[] segment(byte[] payload) {
        int length = 20 + payload.length;
        ByteBuffer pseudo = ByteBuffer.allocate(12 + length);
        pseudo.putInt(source).putInt(destination).putShort((short) TCP).putShort((short) length);
        pseudo.putShort((short) sourcePort).putShort((short) destinationPort).putInt(1000).putInt(2000);
        pseudo.putShort((short) 0x5010).putShort((short) 512).putInt(0).put(payload);
        pseudo.putShort(28, (short) EthernetFrames.checksum(pseudo.array(), 0, pseudo.capacity()));
        return Arrays.copyOfRange(pseudo.array(), 12, pseudo.capacity());
    }
}
