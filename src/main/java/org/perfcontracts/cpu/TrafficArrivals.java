package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.traffic.EthernetFrames;
import org.perfcontracts.traffic.FrameHeaders;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PortRules;

/**
 * Packets of a capture as arrivals at a network function, or at a device. The parameter {@code port} is where a packet arrives, {@code now} when, in nanoseconds since 1970 and
 * never less than for the packet before; a device delivers at the queue of that port, and lets as much time pass. Other parameters have the values given, or else the least that they can have.
 */
public final class TrafficArrivals {
    /** The parameter that is the port. */
    public static final String PORT = "port";
    /** The parameter that is the time. */
    public static final String NOW = "now";

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP_HEADER = 8;
    private static final int DNS_PORT = 53;

    /** A device that delivers packets. */
    public interface Device {
        /** The queue at which those for a port are, as {@link Occasion} has it; empty for ports that the program has not started or polls in another way. */
        OptionalLong queue(int port);

        /** What it chooses with a packet. */
        Set<String> chosen();

        /** What it would choose for a packet, by name. */
        Map<String, Long> told(byte[] packet) throws TargetException;
    }

    private final Inputs inputs;
    private final PortRules rules;
    private final Optional<Device> device;
    private final Map<String, Long> others = new TreeMap<>();
    private long packets;
    private long entered;
    private long tooLong;
    private long otherLayer;
    private long cut;
    private long backwards;
    private long elsewhere;
    private long first;
    private long last;

    /**
     * For the function that the inputs are those of.
     *
     * @param device that delivers the packets; empty where the function is called with them
     * @param given values of parameters other than the packet, its length, port and time
     * @throws IllegalArgumentException where it takes no packets one by one, a value is given for something else or outside of its range, or there are rules but
     *     no port
     */
    public TrafficArrivals(Inputs inputs, PortRules rules, Optional<Device> device, Map<String, Long> given) {
        this.inputs = inputs;
        this.rules = rules;
        this.device = device;
        if (inputs.burst().isPresent() || inputs.packet().isEmpty()) {
            throw new IllegalArgumentException("traffic is run packet by packet, and the entry takes " + (inputs.burst().isPresent() ? "bursts" : "no packet"));
        }
        if (device.isEmpty() && !rules.rules().isEmpty() && !inputs.parameters().containsKey(PORT)) {
            throw new IllegalArgumentException("the entry has no parameter '" + PORT + "' that rules could set");
        }
        inputs.parameters().forEach((name, symbol) -> {
            if (!isOfPacket(name) && (given.containsKey(name) || device.isEmpty() || !device.get().chosen().contains(name))) {
                others.put(name, given.containsKey(name) ? checked(name, given.get(name)) : inputs.range(symbol).low().longValue());
            }
        });
        given.keySet().stream().filter(name -> !others.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("'" + name + "' is no parameter that can be set; these are: " + (others.isEmpty() ? "none" : String.join(", ", others.keySet())));
        });
    }

    private boolean isOfPacket(String name) {
        return name.equals(PORT) || name.equals(NOW) || name.equals(inputs.lengthName()) || device.isPresent() && name.equals(DeviceInjection.WAITING);
    }

    /** The values of the parameters that packets do not say. */
    public Map<String, Long> others() {
        return others;
    }

    /** What became of all packets so far. */
    public ArrivalCounts counts() {
        return new ArrivalCounts(packets, entered, tooLong, otherLayer, cut, backwards, elsewhere, first, last);
    }

    /**
     * A packet's arrival; empty where it is left out.
     *
     * @throws IllegalArgumentException where no rule says at which port it arrives, or it is none that the function has
     * @throws TargetException where the device does not say what it tells of the packet
     */
    public Optional<Arrival> of(Packet packet) throws TargetException {
        packets++;
        byte[] whole = packet.originalLength() > packet.bytes().length ? wholeOf(packet) : packet.bytes();
        OptionalInt start = start(packet.bytes());
        if (start.isEmpty()) {
            otherLayer++;
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOfRange(whole, Math.min(start.getAsInt(), whole.length), whole.length);
        if (!fits(bytes.length)) {
            tooLong++;
            return Optional.empty();
        }
        Map<String, Long> parameters = new HashMap<>(others);
        long before = entered == 0 ? packet.nanoseconds() : last;
        Optional<Long> queue = device.map(each -> queue(each, port(packet)));
        if (device.isPresent()) {
            device.get().told(bytes).forEach(parameters::putIfAbsent);
        }
        if (inputs.parameters().containsKey(PORT)) {
            parameters.put(PORT, checked(packet, port(packet)));
        }
        parameters.put(NOW, time(packet));
        queue.ifPresent(_ -> parameters.put(DeviceInjection.WAITING, 1L));
        parameters.keySet().retainAll(inputs.parameters().keySet());
        cut += packet.originalLength() > packet.bytes().length ? 1 : 0;
        entered++;
        Occasion occasion = new Occasion(queue.orElse(0L), Duration.ofNanos(last - before));
        elsewhere += occasion.isOwn() ? 0 : 1;
        return Optional.of(new Arrival(inputs.lengthName().isEmpty() ? Arrays.copyOf(bytes, inputs.packet().size()) : bytes, parameters).at(occasion));
    }

    private long queue(Device of, int port) {
        return of.queue(port).orElseThrow(() -> new IllegalArgumentException("packet " + packets + " would arrive at port " + port + ", which the program has not started, or polls in another way than the port of the entry"));
    }

    /** What is missing of a packet that could not enter anyway is not made up: it can be anything that a damaged file says. */
    private byte[] wholeOf(Packet packet) {
        int most = inputs.packet().size() + packet.bytes().length;
        return Arrays.copyOf(packet.bytes(), (int) Math.min(packet.originalLength(), most + 1L));
    }

    private boolean fits(int length) {
        if (inputs.lengthName().isEmpty()) {
            return true;
        }
        return length <= inputs.packet().size() && contains(inputs.lengthName(), BigInteger.valueOf(length));
    }

    private boolean contains(String name, BigInteger value) {
        Interval range = inputs.range(inputs.parameters().get(name));
        return value.compareTo(range.low()) >= 0 && value.compareTo(range.high()) <= 0;
    }

    private long checked(String name, long value) {
        if (!contains(name, PacketSequence.unsigned(value))) {
            throw new IllegalArgumentException(name + " = " + Long.toUnsignedString(value) + " is outside of its range, " + range(name));
        }
        return value;
    }

    private String range(String name) {
        Symbol symbol = inputs.parameters().get(name);
        return inputs.range(symbol).low() + "…" + inputs.range(symbol).high();
    }

    private int port(Packet packet) {
        return rules.portOf(packet).orElseThrow(() -> new IllegalArgumentException(
                "packet " + packets + ", of interface " + packet.interfaceNumber() + ", meets no rule that says at which port it arrives"));
    }

    private long checked(Packet packet, int port) {
        if (!contains(PORT, BigInteger.valueOf(port))) {
            throw new IllegalArgumentException("packet " + packets + ", of interface " + packet.interfaceNumber() + ", would arrive at port " + port
                    + ", and " + PORT + " is " + range(PORT));
        }
        return port;
    }

    private long time(Packet packet) {
        if (entered == 0) {
            first = packet.nanoseconds();
            last = first;
        }
        backwards += packet.nanoseconds() < last ? 1 : 0;
        last = Math.max(last, packet.nanoseconds());
        return last;
    }

    /** Where the function's packet begins in a frame; empty where the frame has no such header. */
    private OptionalInt start(byte[] frame) {
        return switch (inputs.layer()) {
            case ETHERNET, BYTES -> OptionalInt.of(0);
            case ARP -> FrameHeaders.start(frame, FrameHeaders.ARP);
            case IPV4 -> FrameHeaders.start(frame, FrameHeaders.IPV4);
            case IPV6 -> FrameHeaders.start(frame, FrameHeaders.IPV6);
            case ICMP -> FrameHeaders.carried(frame, ICMP);
            case TCP -> FrameHeaders.carried(frame, TCP);
            case UDP -> FrameHeaders.carried(frame, EthernetFrames.UDP);
            case DNS -> dns(frame);
        };
    }

    private static OptionalInt dns(byte[] frame) {
        OptionalInt udp = FrameHeaders.carried(frame, EthernetFrames.UDP);
        if (udp.isEmpty() || udp.getAsInt() + UDP_HEADER > frame.length) {
            return OptionalInt.empty();
        }
        int at = udp.getAsInt();
        boolean isDns = (frame[at] << 8 | frame[at + 1] & 0xff) == DNS_PORT || (frame[at + 2] << 8 | frame[at + 3] & 0xff) == DNS_PORT;
        return isDns ? OptionalInt.of(at + UDP_HEADER) : OptionalInt.empty();
    }
}
