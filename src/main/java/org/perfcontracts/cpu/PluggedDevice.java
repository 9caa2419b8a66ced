package org.perfcontracts.cpu;

/**
 * A device without hardware that delivers packets to a target, {@code native/device}.
 *
 * @param name of the device: its library is {@code libboltdevice-NAME.so}
 * @param port at which packets arrive, counted as DPDK does
 * @param longest how many bytes a packet may have that the analysis begins with
 * @param together as many packets arrive then, at least one
 * @param properties of the device, all that it has: {@code NAME=VALUE}, with commas between them
 */
public record PluggedDevice(String name, int port, long longest, int together, String properties) {
    String library() {
        return "libboltdevice-" + name + ".so";
    }
}
