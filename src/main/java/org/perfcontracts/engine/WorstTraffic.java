package org.perfcontracts.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.cpu.TrafficArrivals;
import org.perfcontracts.decision.Bound;
import org.perfcontracts.decision.Classes;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.report.WorstReport;
import org.perfcontracts.search.Goal;
import org.perfcontracts.search.Reached;
import org.perfcontracts.search.WorstSearch;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.TargetSession;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PcapNgWriter;

/** The worst case of a contract that was derived in a session, and traffic that gets near to it. */
final class WorstTraffic {
    /** For the witnesses of paths. */
    private static final Duration WITNESSES = Duration.ofSeconds(10);

    private final TargetSession session;
    private final Exploration exploration;
    private final Derivation derivation;
    private final WorstCase wanted;
    private final List<String> remarks = new ArrayList<>();
    private Optional<Reached> reached = Optional.empty();

    WorstTraffic(TargetSession session, Exploration exploration, Derivation derivation, WorstCase wanted) {
        this.session = session;
        this.exploration = exploration;
        this.derivation = derivation;
        this.wanted = wanted;
    }

    /** Whether there was a packet of the class. */
    boolean isFound() {
        return reached.isPresent();
    }

    WorstReport find(StopSignal stop) throws InputException, TargetException {
        Contract contract = derivation.contract();
        Bound bound = bound(contract);
        Inputs inputs = exploration.inputs();
        if (inputs.burst().isPresent() || inputs.packet().isEmpty()) {
            throw new InputException("traffic is run packet by packet, and the entry takes " + (inputs.burst().isPresent() ? "bursts" : "no packet"));
        }
        if (wanted.capture().isPresent() && inputs.layer() != Layer.ETHERNET) {
            throw new InputException("--pcap-out: the entry's packets are no Ethernet frames");
        }
        BooleanSupplier witnessesOver = after(WITNESSES, stop);
        Witness.findAll(exploration.terms(), exploration.paths(), Runtime.getRuntime().availableProcessors(), SolverChain.QUESTION_LIMIT, session.solving(), witnessesOver);
        BooleanSupplier over = after(wanted.search(), stop);
        reached = new WorstSearch(session.referee(exploration), exploration, derivation, new Goal(wanted.inputClass(), wanted.metric()), wanted.seed(), over, wanted.told()).run();
        if (over.getAsBoolean()) {
            remarks.add("The search ended when its time was up; with more (--search) it may reach more.");
        }
        if (wanted.capture().isPresent() && reached.isPresent()) {
            write(wanted.capture().get(), reached.get().traffic());
        }
        return new WorstReport(contract, bound, reached, remarks);
    }

    private Bound bound(Contract contract) throws InputException {
        if (wanted.inputClass().isEmpty()) {
            return Bound.worst(contract, wanted.metric()).orElseThrow(() -> new InputException("the contract has no class that was explored to its end"));
        }
        try {
            return Bound.of(contract, Classes.find(contract, wanted.inputClass().get()), wanted.metric());
        } catch (IllegalArgumentException e) {
            throw new InputException("--class: " + e.getMessage(), e);
        }
    }

    private static BooleanSupplier after(Duration time, StopSignal stop) {
        long end = System.nanoTime() + time.toNanos();
        return () -> stop.requested() || System.nanoTime() - end > 0;
    }

    private void write(Path file, List<Arrival> traffic) throws InputException {
        int ports = 1 + traffic.stream().mapToInt(WorstTraffic::port).max().orElse(0);
        try (PcapNgWriter writer = PcapNgWriter.create(file, ports)) {
            for (Arrival arrival : traffic) {
                byte[] bytes = arrival.packet();
                writer.write(new Packet(arrival.parameters().getOrDefault(TrafficArrivals.NOW, 0L), bytes, bytes.length, port(arrival)));
            }
        } catch (IOException e) {
            throw new InputException("cannot write " + Failures.describe(e), e);
        }
        var others = new TreeMap<>(traffic.getLast().parameters());
        others.keySet().removeIf(name -> name.equals(TrafficArrivals.PORT) || name.equals(TrafficArrivals.NOW) || name.equals(exploration.inputs().lengthName()));
        if (!others.isEmpty()) {
            remarks.add("The capture does not say the other parameters of the last packet: " + others + ".");
        }
    }

    private static int port(Arrival arrival) {
        return (int) Math.min(Short.MAX_VALUE, Math.max(0, arrival.parameters().getOrDefault(TrafficArrivals.PORT, 0L)));
    }
}
