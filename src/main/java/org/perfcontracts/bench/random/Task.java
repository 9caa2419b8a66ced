package org.perfcontracts.bench.random;

/**
 * What a worker is asked: the contract of a program and its examination.
 *
 * @param folder  of the built program
 * @param seconds that the exploration may take
 * @param packets to execute
 * @param seed    of the packets
 * @param mayNotEnd whether some packets are meant to keep the program going for ever
 */
public record Task(String folder, double seconds, int packets, long seed, boolean mayNotEnd) {
}
