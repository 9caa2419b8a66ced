package org.perfcontracts.cli;

/**
 * The random and edge-case packets that a validation adds to the witnesses.
 *
 * @param packets how many each class with a cut loop is to have, at least 1
 * @param seed of the random numbers; the same seed gives the same packets
 */
public record RandomTraffic(int packets, long seed) {}
