package org.perfcontracts.cpu;

/**
 * A device without hardware that a target finds, {@code native/device}.
 *
 * @param name of the device: its library is {@code libboltdevice-NAME.so}
 * @param port at which packets arrive, counted as DPDK does
 */
public record PluggedDevice(String name, int port) {
    String library() {
        return "libboltdevice-" + name + ".so";
    }
}
