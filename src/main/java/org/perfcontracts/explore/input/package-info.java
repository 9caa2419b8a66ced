/**
 * How what comes from outside gets in: packets, arguments, and the time that the kernel tells.
 *
 * <p>{@link Injection} is the entry for packets, with {@link DeviceInjection} for what a device has delivered and {@link BurstInjection}
 * for functions that get packet buffers of DPDK; {@code explore} asks the {@link KernelClock} by itself. The room knows states as
 * something to write to, and nothing of how they run.
 */
package org.perfcontracts.explore.input;
