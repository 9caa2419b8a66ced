package org.perfcontracts.traffic;

import java.io.IOException;

/** A file format that packets are captured in. */
sealed interface CaptureFormat permits ClassicPcap, PcapNg {

    /** Frames longer than this are taken for damage; the limit is that of tcpdump and Wireshark. */
    int LONGEST_FRAME = 262_144;

    /** The link type of Ethernet, in both formats. */
    int ETHERNET = 1;

    /** The next packet, or null at the end of the file. */
    Packet next() throws IOException;

    static int checkedLength(CaptureInput input, int length) throws CaptureException {
        if (length < 0 || length > LONGEST_FRAME) {
            throw input.error("a frame of " + Integer.toUnsignedLong(length) + " bytes; the file is damaged");
        }
        return length;
    }

    static void checkLinkType(CaptureInput input, int linkType) throws CaptureException {
        if (linkType != ETHERNET) {
            throw input.error("link type " + linkType + ", not Ethernet (1); capture on an Ethernet interface");
        }
    }
}
