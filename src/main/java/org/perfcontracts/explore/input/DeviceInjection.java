package org.perfcontracts.explore.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;

/**
 * Makes symbols of what a device has written: the packet's bytes and length, what hardware chooses, and, where the device says what
 * there is without one, whether there is a packet at all. Where things lie is the device's business; all its bits that it did not name stay as it wrote them.
 */
public final class DeviceInjection {
    /** The number of packets that wait: none or one. */
    public static final String WAITING = "waiting";

    private static final String LENGTH = "length";

    private final Terms terms;
    private final Snapshot snapshot;
    private final Delivery delivery;
    private final Map<String, Symbol> named = new LinkedHashMap<>();

    private DeviceInjection(Terms terms, Snapshot snapshot, Delivery delivery) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.delivery = delivery;
    }

    /**
     * The injection of what was delivered to the process.
     *
     * @param low the least length of the packet in bytes
     * @param high the greatest
     * @throws IllegalArgumentException if there is no packet, or no room for one of that size
     */
    public static Injection of(Terms terms, Snapshot snapshot, Delivery delivery, long low, long high) {
        if (delivery.fault().isPresent()) {
            throw new IllegalArgumentException("the " + delivery.device() + " " + delivery.fault().get());
        }
        if (high > delivery.room()) {
            throw new IllegalArgumentException("a packet of " + high + " bytes does not fit the program's packet buffers, which hold " + delivery.room());
        }
        return new DeviceInjection(terms, snapshot, delivery).injection(low, high);
    }

    private Injection injection(long low, long high) {
        if (!delivery.before().isEmpty()) {
            named.put(WAITING, terms.symbol(WAITING, 1));
        }
        named.put(LENGTH, terms.symbol(LENGTH, Short.SIZE));
        List<Term> assumptions = new ArrayList<>();
        Injection.assumeRange(terms, named.get(LENGTH), low, high, assumptions);
        List<Injection.Cell> cells = new ArrayList<>();
        List<Symbol> packet = Injection.packet(terms, snapshot, delivery.packetAt(), high, cells);
        Inputs inputs = new Inputs(packet, named, LENGTH, assumptions);
        Term waits = named.get(WAITING);
        if (waits == null) {
            cells.addAll(written());
            return new Injection(inputs, Map.of(), cells);
        }
        return new Injection(inputs, Map.of(), cells,
                List.of(new Injection.Case(waits, written()), new Injection.Case(terms.not(waits), before())));
    }

    private List<Injection.Cell> before() {
        List<Delivery.Bits> standing = delivery.bits().stream().filter(Delivery.Bits::standing).toList();
        TreeMap<Long, Long> words = new TreeMap<>(delivery.before());
        standing.forEach(bits -> words.computeIfAbsent(bits.address(), this::inSnapshot));
        return cells(words, standing);
    }

    /** Those words too that say no more than that a packet is there: polls without one may have come before. */
    private List<Injection.Cell> written() {
        TreeMap<Long, Long> words = new TreeMap<>();
        delivery.before().keySet().forEach(address -> words.put(address, inSnapshot(address)));
        delivery.bits().forEach(bits -> words.computeIfAbsent(bits.address(), this::inSnapshot));
        return cells(words, delivery.bits());
    }

    private long inSnapshot(long address) {
        return snapshot.word(address).orElseThrow(() -> new IllegalArgumentException(
                "the " + delivery.device() + " has written to 0x" + Long.toHexString(address) + ", where nothing is mapped"));
    }

    private List<Injection.Cell> cells(SortedMap<Long, Long> words, List<Delivery.Bits> open) {
        return words.entrySet().stream().map(word -> new Injection.Cell(word.getKey(),
                written(word.getValue(), open.stream().filter(bits -> bits.address() == word.getKey()).toList()))).toList();
    }

    /** A word with a symbol for all bits that might be others. */
    private Term written(long word, List<Delivery.Bits> open) {
        List<Term> parts = new ArrayList<>();       // from the lowest on
        int at = 0;
        for (Delivery.Bits each : open.stream().sorted(Comparator.comparingInt(Delivery.Bits::first)).toList()) {
            addWritten(word, at, each.first(), parts);
            parts.add(symbol(each));
            at = each.first() + each.count();
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

    private Term symbol(Delivery.Bits bits) {
        return bits.isLength() ? terms.add(terms.resize(named.get(LENGTH), bits.count()), bits.added())
                : named.computeIfAbsent(bits.name(), name -> terms.symbol(name, bits.count()));
    }
}
