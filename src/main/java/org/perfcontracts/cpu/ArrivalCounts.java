package org.perfcontracts.cpu;

/**
 * What became of the packets of a capture before they were run.
 *
 * @param packets     that the capture holds
 * @param entered     of them, as many as were given to the network function
 * @param tooLong     left out, as the contract speaks of no frames of their length
 * @param otherLayer  left out, as they have not got the header at which the function's packet begins
 * @param cut         cut off by the capture; what is missing is zero
 * @param backwards   captured before the packet in front of them; they arrive at its time
 * @param elsewhere   of those that entered, at another port than the one of whose polls the contract speaks
 * @param firstNanoseconds the time of the first packet that was given, since 1970
 * @param lastNanoseconds  of the last
 */
public record ArrivalCounts(long packets, long entered, long tooLong, long otherLayer, long cut, long backwards, long elsewhere, long firstNanoseconds, long lastNanoseconds) {
    /** From the first packet to the last. */
    public double seconds() {
        return (lastNanoseconds - firstNanoseconds) / 1e9;
    }
}
