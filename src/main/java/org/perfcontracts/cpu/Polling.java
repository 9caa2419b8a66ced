package org.perfcontracts.cpu;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.perfcontracts.explore.Exploration;

/** Polls of level stack behind one another: the program runs on, and its device delivers a packet, or none, whenever it receives again. */
final class Polling {
    /** Rings of some hundred descriptors come round, and what happens every 32 packets has happened often. */
    private static final int LEAST_POLLS = 2048;
    private static final int MANY_PACKETS = 4;
    private static final long MOST_STEPS = 10_000_000;
    /** So many are wanted of the process at once: to ask for each takes longer than the poll. */
    private static final int TOGETHER = 64;

    private final Referee referee;
    private final LongFunction<String> functions;
    private final Taker taker;
    private long polls;

    /** What is done with a poll that has come to its end. */
    interface Taker {
        void take(PacketSequence.Traced traced, Arrival arrival);
    }

    /**
     * None yet.
     *
     * @param functions names the function that an instruction is in
     */
    Polling(Referee referee, LongFunction<String> functions, Taker taker) {
        this.referee = referee;
        this.functions = functions;
        this.taker = taker;
    }

    /**
     * As many polls as a series has at least: with more packets in a poll than are followed, rings come round in fewer polls.
     *
     * @param packets that wait together at most
     */
    static int least(Exploration exploration, int packets) {
        return packets > exploration.inputs().packetsOfDevice() ? Math.max(1, LEAST_POLLS * MANY_PACKETS / Math.max(MANY_PACKETS, packets)) : LEAST_POLLS;
    }

    /** Runs some from the snapshot on, and counts and hands on those at the queue at which the analysis began. Why there were no more, in words; empty where all came to their end, or should not. */
    Optional<String> run(int wanted, Supplier<Arrival> arrivals, BooleanSupplier stop) throws TargetException {
        PacketSequence sequence = referee.sequence();
        Optional<String> end = Optional.empty();
        polls = 0;
        try {
            while (polls < wanted && end.isEmpty() && !stop.getAsBoolean()) {
                end = polls(sequence, Stream.generate(arrivals).limit(Math.min(TOGETHER, wanted - polls)).toList());
            }
        } finally {
            sequence.reset();
        }
        return end;
    }

    /** How many were run, at last. */
    long polls() {
        return polls;
    }

    /** Why there can be no other poll behind it; a fault only takes the program back to its entry. */
    private Optional<String> polls(PacketSequence sequence, List<Arrival> arrivals) throws TargetException {
        List<PacketSequence.Traced> traced = sequence.traces(arrivals, MOST_STEPS);
        Optional<String> end = Optional.empty();
        for (int i = 0; i < traced.size() && end.isEmpty(); i++) {
            end = poll(sequence, traced.get(i), arrivals.get(i));
        }
        return end;
    }

    private Optional<String> poll(PacketSequence sequence, PacketSequence.Traced traced, Arrival arrival) throws TargetException {
        return switch (traced.summary().end()) {
            case Trace.End.Done _ when !arrival.occasion().isOwn() -> Optional.empty();
            case Trace.End.Done _ -> {
                polls++;
                taker.take(traced, arrival);
                yield Optional.empty();
            }
            case Trace.End.Fault end when referee.tellsOfFault(end, arrival) -> {
                sequence.reset();
                polls++;
                yield Optional.empty();
            }
            case Trace.End.Fault(long address, int signal) -> Optional.of("a poll ends with signal " + signal + " in " + functions.apply(address)
                    + ", of which the contract does not speak");
            case Trace.End.NotDelivered none -> Optional.of("the next packet " + Validator.words(none));
            case Trace.End.SystemCall(long _, long number) -> Optional.of("the program makes system call " + number);
            default -> Optional.of("a poll has not come to its end");
        };
    }
}
