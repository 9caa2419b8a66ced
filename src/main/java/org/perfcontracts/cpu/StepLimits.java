package org.perfcontracts.cpu;

/** After how many steps a packet is given up: fewer once one had to be, lest all the time goes to packets that do not end. */
final class StepLimits {
    private static final long LEAST = 20_000;
    private static final int FEWER = 8;

    private long single;
    private long running;

    private StepLimits(long single, long running) {
        this.single = single;
        this.running = running;
    }

    /** Some seconds on the CPU; more than a packet takes that expires all that the tables of a network function hold. */
    static StepLimits generous() {
        return new StepLimits(1_000_000, 200_000_000);
    }

    /** A fraction of a second on the CPU. */
    static StepLimits brief() {
        return new StepLimits(100_000, 10_000_000);
    }

    /** For a packet that is single-stepped. */
    long single() {
        return single;
    }

    /** For a packet of a sequence, which runs block by block. */
    long running() {
        return running;
    }

    /** A packet had to be given up. */
    void shorten() {
        single = Math.max(LEAST, single / FEWER);
        running = Math.max(LEAST, running / FEWER);
    }
}
