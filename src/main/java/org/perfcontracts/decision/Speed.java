package org.perfcontracts.decision;

/**
 * How fast a core is taken to be, which a contract says nothing about: an estimate.
 *
 * @param hertz                its clock, in cycles a second; above 0
 * @param instructionsPerCycle above 0
 */
public record Speed(double hertz, double instructionsPerCycle) {
    /** Checks the figures. */
    public Speed {
        if (!(hertz > 0 && instructionsPerCycle > 0 && Double.isFinite(hertz) && Double.isFinite(instructionsPerCycle))) {
            throw new IllegalArgumentException("a speed is above 0");
        }
    }

    /** Nanoseconds that so many instructions take. */
    public double nanoseconds(double instructions) {
        return instructions / (hertz * instructionsPerCycle) * 1e9;
    }

    /** Millions of packets a second, where each takes so many instructions, above 0. */
    public double millionPacketsPerSecond(double instructions) {
        return hertz * instructionsPerCycle / instructions / 1e6;
    }
}
