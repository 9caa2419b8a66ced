package org.perfcontracts.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.TrafficArrivals;
import org.perfcontracts.cpu.TrafficRun;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.TargetSession;
import org.perfcontracts.traffic.CaptureException;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PcapReader;

/** The packets of a capture file as arrivals, read one after the other. */
final class TrafficSource implements TrafficRun.Source, AutoCloseable {
    private final String name;
    private final PcapReader reader;
    private final TrafficArrivals arrivals;

    private TrafficSource(String name, PcapReader reader, TrafficArrivals arrivals) {
        this.name = name;
        this.reader = reader;
        this.arrivals = arrivals;
    }

    /** Opens the file for the entry that a session is of. */
    static TrafficSource open(TrafficFile traffic, Request request, TargetSession session) throws InputException {
        String name = traffic.file().toString();
        TrafficArrivals arrivals;
        try {
            arrivals = new TrafficArrivals(session.inputs(), traffic.ports(), queues(request, session), traffic.parameters());
        } catch (IllegalArgumentException e) {
            throw new InputException(name + ": " + e.getMessage(), e);
        }
        try {
            return new TrafficSource(name, PcapReader.open(traffic.file()), arrivals);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /** Where a device delivers: at which queue for each port; each port is looked for once. */
    private static Optional<IntFunction<OptionalLong>> queues(Request request, TargetSession session) {
        if (request.level().name() != LevelName.STACK) {
            return Optional.empty();
        }
        Map<Integer, OptionalLong> known = new HashMap<>();
        return Optional.of(port -> known.computeIfAbsent(port, session::queue));
    }

    /**
     * Reads all of a file, so that what is wrong with it is told before anything else is done; but for pipes and the like, which can be read once only.
     *
     * @throws InputException where the file is damaged or holds no packet, or one that arrives nowhere
     */
    static void check(TrafficFile traffic, Request request, TargetSession session, BooleanSupplier stop) throws InputException {
        if (!Files.isRegularFile(traffic.file())) {
            return;
        }
        try (TrafficSource source = open(traffic, request, session)) {
            while (!stop.getAsBoolean() && source.next().isPresent()) {
                // All that is wanted is that nothing is wrong.
            }
            source.checkCounts(stop);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private void checkCounts(BooleanSupplier stop) throws InputException {
        if (arrivals.counts().packets() == 0 && !stop.getAsBoolean()) {
            throw new InputException(name + " holds no packet");
        }
    }

    @Override
    public Optional<TrafficRun.Numbered> next() throws IOException {
        while (true) {
            Optional<Packet> packet = reader.next();
            if (packet.isEmpty()) {
                return Optional.empty();
            }
            try {
                Optional<Arrival> arrival = arrivals.of(packet.get());
                if (arrival.isPresent()) {
                    return Optional.of(new TrafficRun.Numbered(arrivals.counts().packets(), arrival.get(), arrivals.counts().lastNanoseconds()));
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(name + ": " + e.getMessage(), e);
            }
        }
    }

    /** What became of the packets so far, and what the others parameters are. */
    TrafficArrivals arrivals() {
        return arrivals;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** A complaint about a file that cannot be read, or is not what it should be. */
    static InputException fault(IOException e) {
        boolean isOurs = e instanceof CaptureException || e.getCause() instanceof IllegalArgumentException;
        return new InputException(isOurs ? e.getMessage() : "cannot read " + Failures.describe(e), e);
    }
}
