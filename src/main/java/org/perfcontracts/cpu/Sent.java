package org.perfcontracts.cpu;

/**
 * A frame that a device has sent for a program.
 *
 * @param port  as DPDK counts them
 * @param bytes the frame as the program has left it to the device: what the device is asked to fill in, such as checksums, is not filled in; not to be modified
 */
public record Sent(int port, byte[] bytes) {
}
