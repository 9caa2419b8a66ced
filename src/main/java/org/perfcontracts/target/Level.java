package org.perfcontracts.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.perfcontracts.cpu.PluggedDevice;

/**
 * One level at which a target is analysed.
 *
 * @param name which one
 * @param entry what starts the analysis when it is reached
 * @param arguments what the program is run with, its name not among them
 * @param parameters of the entry in order, at most six; empty where they are to be found in debug information, and at level
 *     {@code stack}
 * @param driver how the packet is injected; {@link Driver#NONE} at level {@code nf}
 * @param packetLength lengths of the injected packet, in bytes; has a meaning only where a driver injects
 * @param arrival how many times the entry must have been reached for the analysis to start, that time included
 * @param burst the largest number of packets of a burst, or of those that wait at once at a device, where it was asked for
 * @param followed of those that wait at once at a device, how many there are at most where what they can be is followed; in polls that are run there are more. Empty for all
 */
public record Level(
        LevelName name,
        Entry entry,
        List<String> arguments,
        Optional<List<Parameter>> parameters,
        Driver driver,
        Range packetLength,
        int arrival,
        OptionalInt burst,
        OptionalInt followed) {
    /** Lengths of a packet unless said otherwise: an Ethernet frame without its check sequence. */
    public static final Range ETHERNET_FRAME = new Range(0, 1518);

    /** Of what may be counted: ten thousand arrivals take a second. */
    public static final int LAST_ARRIVAL = 1_000_000_000;

    private static final String FIRST_PORT = "receive(port 0)";
    private static final String OWN_OPTIONS = "--";

    /** Options of DPDK that say which ports there are, and of which drivers; without and with a value of their own. */
    private static final Set<String> PORT_FLAGS = Set.of("--no-pci");
    private static final Set<String> PORT_OPTIONS = Set.of("--vdev", "--allow", "-a", "--block", "-b", "--iova-mode");

    /** From the first arrival on. */
    public Level(LevelName name, Entry entry, List<String> arguments, Optional<List<Parameter>> parameters, Driver driver, Range packetLength) {
        this(name, entry, arguments, parameters, driver, packetLength, 1);
    }

    /** With bursts as large as the parameters say. */
    public Level(LevelName name, Entry entry, List<String> arguments, Optional<List<Parameter>> parameters, Driver driver, Range packetLength,
            int arrival) {
        this(name, entry, arguments, parameters, driver, packetLength, arrival, OptionalInt.empty(), OptionalInt.empty());
    }

    /** The same level with bursts of at most so many packets. */
    public Level withBurst(int most) {
        return new Level(name, entry, arguments, parameters, driver, packetLength, arrival, OptionalInt.of(most), followed);
    }

    /** The same level where polls with at most so many packets are followed. */
    public Level following(int most) {
        return new Level(name, entry, arguments, parameters, driver, packetLength, arrival, burst, OptionalInt.of(most));
    }

    /** The same level from another arrival at the entry on. */
    public Level atArrival(int other) {
        return new Level(name, entry, arguments, parameters, driver, packetLength, other, burst, followed);
    }

    /** When the analysis starts, in words that follow "when" or "as it was when". */
    public String start() {
        return arrival == 1 ? entry + " was first entered" : entry + " was entered for the " + ordinal(arrival) + " time";
    }

    /** Keeps its own copy of the lists. */
    public Level {
        arguments = List.copyOf(arguments);
        parameters = parameters.map(List::copyOf);
    }

    /**
     * The same level of the program run with other options of its own: those behind {@code --}. One that is there already
     * is replaced, others are added.
     *
     * @param options such as {@code --flows=256} or {@code --collide}
     */
    public Level withOptions(List<String> options) {
        var changed = new ArrayList<>(arguments);
        if (!options.isEmpty() && !changed.contains(OWN_OPTIONS)) {
            changed.add(OWN_OPTIONS);
        }
        int own = changed.indexOf(OWN_OPTIONS);
        for (String option : options) {
            changed.subList(own + 1, changed.size()).removeIf(argument -> nameOf(argument).equals(nameOf(option)));
            changed.add(option);
        }
        return new Level(name, entry, changed, parameters, driver, packetLength, arrival, burst, followed);
    }

    /**
     * The same level of the program run on two ports of another driver, from the receive function of the first on. What its arguments
     * say of ports is replaced; {@link Driver#NONE} leaves them as they are, and only injects nothing.
     */
    public Level withDriver(Driver other) {
        if (other.equals(Driver.NONE) || other.equals(driver)) {
            return new Level(name, entry, arguments, parameters, other, packetLength, arrival, burst, followed);
        }
        int own = arguments.contains(OWN_OPTIONS) ? arguments.indexOf(OWN_OPTIONS) : arguments.size();
        var changed = new ArrayList<String>();
        for (int i = 0; i < own; i++) {
            String argument = arguments.get(i);
            boolean isOption = PORT_OPTIONS.contains(nameOf(argument));
            if (!isOption && !PORT_FLAGS.contains(argument)) {
                changed.add(argument);
            }
            i += isOption && !argument.contains("=") ? 1 : 0;
        }
        changed.addAll(other.arguments());
        changed.addAll(arguments.subList(own, arguments.size()));
        return new Level(name, Entry.of(FIRST_PORT).orElseThrow(), changed, parameters, other, packetLength,
                arrival == driver.arrival() ? other.arrival() : arrival, burst, followed);
    }

    /** The same level from the receive function of another port on; only where it is one of a port. */
    public Level atPort(int other) {
        return other == port() ? this
                : new Level(name, Entry.of("receive(port " + other + ")").orElseThrow(), arguments, parameters, driver, packetLength, arrival, burst, followed);
    }

    /** The device that the program is to find; empty for none. */
    public Optional<PluggedDevice> device() {
        return driver.device(port(), packetLength.high(), followed.orElse(burst.orElse(1)));
    }

    /** How many packets wait at once at a device at most, in polls that are run. */
    public int packetsOfPolls() {
        return burst.orElse(1);
    }

    /** The port at which packets arrive, counted as DPDK does. */
    public int port() {
        return entry instanceof Entry.Receive(String _, int port) ? port : 0;
    }

    private static String ordinal(int number) {
        boolean teen = number / 10 % 10 == 1;
        return number + switch (teen ? 0 : number % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    private static String nameOf(String option) {
        int end = option.indexOf('=');
        return end < 0 ? option : option.substring(0, end);
    }
}
