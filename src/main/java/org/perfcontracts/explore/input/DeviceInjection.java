package org.perfcontracts.explore.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;

/**
 * Makes symbols of what a device has written: the packets' bytes and lengths, what hardware chooses, and, where the device says what
 * there is without a packet, how many of the packets there are. Where things lie is the device's business; all its bits that it did not name stay as it wrote them.
 *
 * <p>Of one packet the symbols are called {@code packet[0]} and {@code length}; of several they are those of {@code packets[0]} and so on.
 */
public final class DeviceInjection {
    /** The number of packets that wait. */
    public static final String WAITING = "waiting";

    private static final String LENGTH = "length";
    private static final String PACKETS = "packets";

    private final Terms terms;
    private final Snapshot snapshot;
    private final Delivery delivery;
    private final Map<String, Symbol> named = new LinkedHashMap<>();
    private final List<Symbol> lengths = new ArrayList<>();
    private Inputs inputs;

    private DeviceInjection(Terms terms, Snapshot snapshot, Delivery delivery) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.delivery = delivery;
    }

    /**
     * The injection of what was delivered to the process: of no more packets than that.
     *
     * @param low the least length of a packet in bytes
     * @param high the greatest
     * @throws IllegalArgumentException if there is no packet, or no room for one of that size, or if there are always several
     */
    public static Injection of(Terms terms, Snapshot snapshot, Delivery delivery, long low, long high) {
        if (delivery.fault().isPresent()) {
            String which = delivery.packets().isEmpty() ? "" : ", to take packet " + (delivery.packets().size() + 1) + " of a burst";
            throw new IllegalArgumentException("the " + delivery.device() + " " + delivery.fault().get() + which);
        }
        if (delivery.packets().size() > 1 && !delivery.isOpen()) {
            throw new IllegalArgumentException("the " + delivery.device() + " delivers one packet at a time, and no bursts");
        }
        for (Delivery.Packet packet : delivery.packets()) {
            if (high > packet.room()) {
                throw new IllegalArgumentException("a packet of " + high + " bytes does not fit the program's packet buffers, which hold " + packet.room());
            }
        }
        return new DeviceInjection(terms, snapshot, delivery).injection(low, high);
    }

    /** What the device chooses with a packet, in an input with several packets or with one. */
    public static String nameOf(Inputs inputs, int packet, Delivery.Bits bits) {
        return inputs.burst().map(burst -> burst.frame(packet).name() + "." + bits.name()).orElse(bits.name());
    }

    private static String frame(int packet) {
        return PACKETS + "[" + packet + "]";
    }

    private Injection injection(long low, long high) {
        List<Term> assumptions = new ArrayList<>();
        List<Injection.Cell> cells = new ArrayList<>();
        int most = delivery.packets().size();
        if (delivery.isOpen()) {
            named.put(WAITING, terms.symbol(WAITING, most > 1 ? Byte.SIZE : 1));
            Injection.assumeRange(terms, named.get(WAITING), 0, most, assumptions);
        }
        inputs = most > 1 ? burst(low, high, assumptions, cells) : one(low, high, assumptions, cells);
        if (!delivery.isOpen()) {
            cells.addAll(words(most));
            return new Injection(inputs, Map.of(), cells);
        }
        Symbol waiting = named.get(WAITING);
        // What comes first is what packets do, not what their absence does.
        List<Injection.Case> cases = IntStream.iterate(most, count -> count - 1).limit(most + 1)
                .mapToObj(count -> new Injection.Case(terms.eq(waiting, terms.constant(waiting.width(), count)), words(count))).toList();
        return new Injection(inputs, Map.of(), cells, cases);
    }

    private Inputs one(long low, long high, List<Term> assumptions, List<Injection.Cell> cells) {
        Symbol length = length(LENGTH, low, high, assumptions);
        named.put(LENGTH, length);
        return new Inputs(Injection.packet(terms, snapshot, delivery.packets().getFirst().at(), high, Injection.PACKET, cells), named, LENGTH, assumptions);
    }

    private Inputs burst(long low, long high, List<Term> assumptions, List<Injection.Cell> cells) {
        List<Burst.Frame> frames = new ArrayList<>();
        for (int i = 0; i < delivery.packets().size(); i++) {
            Symbol length = length(frame(i) + "." + LENGTH, low, high, assumptions);
            frames.add(new Burst.Frame(frame(i), length, Injection.packet(terms, snapshot, delivery.packets().get(i).at(), high, frame(i), cells)));
        }
        return new Inputs(List.of(), named, "", assumptions, Layer.ETHERNET, Optional.of(new Burst(WAITING, frames)));
    }

    private Symbol length(String name, long low, long high, List<Term> assumptions) {
        Symbol length = terms.symbol(name, Short.SIZE);
        Injection.assumeRange(terms, length, low, high, assumptions);
        lengths.add(length);
        return length;
    }

    /** The words that the device writes, as they are when so many of the packets have arrived. Those of the others too: polls may have come before that took others. */
    private List<Injection.Cell> words(int count) {
        SortedMap<Long, Long> words = new TreeMap<>();
        delivery.packets().stream().skip(count).forEach(packet -> packet.before().forEach(words::putIfAbsent));
        List<Open> open = new ArrayList<>();
        delivery.standing().forEach(bits -> open.add(new Open(bits, bits.name(), Optional.empty())));
        for (int i = 0; i < count; i++) {
            delivery.packets().get(i).before().keySet().forEach(address -> words.computeIfAbsent(address, this::inSnapshot));
            for (Delivery.Bits bits : delivery.packets().get(i).bits()) {
                open.add(new Open(bits, nameOf(inputs, i, bits), bits.isLength() ? Optional.of(lengths.get(i)) : Optional.empty()));
            }
        }
        open.forEach(each -> words.computeIfAbsent(each.bits.address(), this::inSnapshot));
        return words.entrySet().stream().map(word -> new Injection.Cell(word.getKey(),
                written(word.getValue(), open.stream().filter(each -> each.bits.address() == word.getKey()).toList()))).toList();
    }

    /** Bits that may be others; of which packet's length, if they are one. */
    private record Open(Delivery.Bits bits, String name, Optional<Symbol> length) {
    }

    private long inSnapshot(long address) {
        return snapshot.word(address).orElseThrow(() -> new IllegalArgumentException(
                "the " + delivery.device() + " has written to 0x" + Long.toHexString(address) + ", where nothing is mapped"));
    }

    /** A word with a symbol for all bits that might be others. */
    private Term written(long word, List<Open> open) {
        List<Term> parts = new ArrayList<>();       // from the lowest on
        int at = 0;
        for (Open each : open.stream().sorted(Comparator.comparingInt(one -> one.bits.first())).toList()) {
            addWritten(word, at, each.bits.first(), parts);
            parts.add(symbol(each));
            at = each.bits.first() + each.bits.count();
        }
        addWritten(word, at, Long.SIZE, parts);
        Collections.reverse(parts);
        return terms.concat(parts.toArray(Term[]::new));
    }

    private void addWritten(long word, int from, int to, List<Term> parts) {
        if (from < to) {
            parts.add(terms.extract(terms.constant(Long.SIZE, word), to - 1, from));
        }
    }

    private Term symbol(Open open) {
        return open.length.map(length -> terms.add(terms.resize(length, open.bits.count()), open.bits.added()))
                .orElseGet(() -> named.computeIfAbsent(open.name, name -> terms.symbol(name, open.bits.count())));
    }
}
