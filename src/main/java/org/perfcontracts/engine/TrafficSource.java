package org.perfcontracts.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.perfcontracts.cpu.Arrival;
import org.perfcontracts.cpu.TargetException;
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
        return open(traffic, request, session, true);
    }

    private static TrafficSource open(TrafficFile traffic, Request request, TargetSession session, boolean tells) throws InputException {
        String name = traffic.file().toString();
        TrafficArrivals arrivals;
        try {
            arrivals = new TrafficArrivals(session.inputs(), traffic.ports(), device(request, session, tells), traffic.parameters());
        } catch (IllegalArgumentException e) {
            throw new InputException(name + ": " + e.getMessage(), e);
        }
        try {
            return new TrafficSource(name, PcapReader.open(traffic.file()), arrivals);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private static Optional<TrafficArrivals.Device> device(Request request, TargetSession session, boolean tells) {
        return request.level().name() == LevelName.STACK ? Optional.of(new Delivering(session, tells)) : Optional.empty();
    }

    /** The device at level stack. */
    private static final class Delivering implements TrafficArrivals.Device {
        private final TargetSession session;
        private final boolean tells;
        /** Each is looked for once. */
        private final Map<Integer, OptionalLong> queues = new HashMap<>();

        Delivering(TargetSession session, boolean tells) {
            this.session = session;
            this.tells = tells;
        }

        @Override
        public OptionalLong queue(int port) {
            return queues.computeIfAbsent(port, session::queue);
        }

        @Override
        public Set<String> chosen() {
            return session.chosenByDevice();
        }

        @Override
        public Map<String, Long> told(byte[] packet) throws TargetException {
            return tells ? session.toldByDevice(packet) : Map.of();
        }
    }

    /**
     * Reads all of a file, so that what is wrong with it is told before anything else is done; but for pipes and the like, which can be read once only.
     *
     * @throws InputException where the file is damaged or holds no packet, or one that arrives nowhere
     */
    static void check(TrafficFile traffic, Request request, TargetSession session, BooleanSupplier stop) throws InputException, TargetException {
        if (!Files.isRegularFile(traffic.file())) {
            return;
        }
        try (TrafficSource source = open(traffic, request, session, false)) {
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
    public Optional<TrafficRun.Numbered> next() throws IOException, TargetException {
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
