package org.perfcontracts.cpu;

import java.util.List;

/**
 * What one run of a sequence did, in the numbers of the agent.
 *
 * @param trace        its end, its {@code rax} and no other register, its reads, and its steps if they were asked for
 * @param instructions executed; of a run that did not come to its end, up to the block that it ended in
 * @param accesses     to memory, likewise
 * @param lines        cache lines that code and data take, likewise
 * @param counts       pairs: the point's index (lower half) with the instance's number (upper half, 0: none), and the passages
 * @param passed       the points that are told in order
 * @param sent         what the program had sent when a device was to deliver to this run, since it was to deliver before
 */
record SequenceRun(Trace trace, long instructions, long accesses, long lines, long[] counts, int[] passed, List<Sent> sent) {
    /** Copies the list. */
    SequenceRun {
        sent = List.copyOf(sent);
    }
}
