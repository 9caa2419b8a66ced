package org.perfcontracts.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.CycleEstimator;
import org.perfcontracts.cpu.LastPacket;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.traffic.RandomFlows;

/** The engine as the commands see it. */
public interface Analysis {
    /**
     * Derives the contract of a level of a target. Once {@code stop} is requested it returns soon, with the contract of
     * the paths it has, not complete.
     *
     * @throws InputException where the target cannot be analysed at all: not a program for x86-64, an entry that does not
     *     exist or is never reached, a program that ends before it
     */
    Result contract(Request request, Consumer<Progress> progress, StopSignal stop) throws InputException;

    /**
     * Derives the contracts of the stateful operations that a level of a target uses, otherwise as {@link #contract}.
     *
     * @throws InputException also where the target names no library, or its file does not describe one
     */
    Result library(Request request, Consumer<Progress> progress, StopSignal stop) throws InputException;

    /**
     * Derives the contract and compares it with the real program on the CPU.
     *
     * @param traffic what is measured beside the witnesses
     * @throws InputException as {@link #contract}
     */
    Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal stop)
            throws InputException;

    /**
     * Derives the contract, and runs captured traffic through the real program on the CPU: which classes its packets belong to, with which PCVs, at what cost.
     *
     * @throws InputException as {@link #contract}; and where the traffic cannot be read, or cannot be given to the entry
     * @throws UnsupportedOperationException from an analysis that answers without a program
     */
    default Result distill(Request request, TrafficFile traffic, Consumer<Progress> progress, StopSignal stop) throws InputException {
        throw new UnsupportedOperationException("this analysis runs no traffic");
    }

    /**
     * Derives the contract, tells its worst class, and looks for traffic that drives the program there.
     *
     * @throws InputException as {@link #contract}; and where the contract has no such class, or traffic cannot be given to the entry
     * @throws UnsupportedOperationException from an analysis that answers without a program
     */
    default Result worst(Request request, WorstCase worst, Consumer<Progress> progress, StopSignal stop) throws InputException {
        throw new UnsupportedOperationException("this analysis runs no traffic");
    }

    /**
     * A contract, and the last packet of each of some sequences.
     *
     * @param estimates of the cycles of the path that each packet takes; empty where the request has no machine, or it is not known which path that is
     */
    record Measured(Contract contract, List<LastPacket> packets, List<Optional<CycleEstimator.OfPath>> estimates) {
        /** Copies the lists, which are equally long. */
        public Measured {
            packets = List.copyOf(packets);
            estimates = List.copyOf(estimates);
        }

        /** Packets whose cycles nobody has asked for. */
        public Measured(Contract contract, List<LastPacket> packets) {
            this(contract, packets, packets.stream().map(_ -> Optional.<CycleEstimator.OfPath>empty()).toList());
        }
    }

    /**
     * Derives the contract and measures the last packet of each sequence; each begins in the state that the program has at its entry. If the request has
     * a machine, the packet's cycles are also measured on this one, and estimated for that one; not at level stack. There the device of the level delivers
     * the packets, and the port of the last is the one at which the level begins.
     *
     * @param sequences of at least one packet
     * @throws InputException as {@link #contract}; and where a packet does not come to its end
     */
    Measured measure(Request request, List<List<RandomFlows.Frame>> sequences, Consumer<Progress> progress, StopSignal stop)
            throws InputException;
}
