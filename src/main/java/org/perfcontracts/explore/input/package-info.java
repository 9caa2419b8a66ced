/**
 * How what comes from outside gets in: packets, arguments, and the time that the kernel tells.
 *
 * <p>{@link Injection} is the entry for packets, with {@link ArgumentInjection} for parameters of functions, {@link BurstInjection}
 * for those that get bursts of packet buffers of DPDK, and {@link DeviceInjection} for what a device has delivered; {@code explore} asks the {@link KernelClock} by itself. The room knows states as
 * something to write to, and nothing of how they run.
 */
package org.perfcontracts.explore.input;
