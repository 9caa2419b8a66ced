package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * What may come in.
 *
 * @param symbols     the bytes of the packet and the other parameters
 * @param assumptions conditions that every input meets, such as the range of the length; over these symbols only
 * @param layer       at which the packet begins
 * @param packets     what the names of a packet's bytes begin with, of each packet that there can be
 */
record InputSpace(Set<Symbol> symbols, List<Term> assumptions, Layer layer, List<String> packets) {
    InputSpace {
        symbols = Set.copyOf(symbols);
        assumptions = List.copyOf(assumptions);
        packets = List.copyOf(packets);
    }

    static InputSpace of(Inputs inputs) {
        Set<Symbol> symbols = new HashSet<>(inputs.packet());
        symbols.addAll(inputs.parameters().values());
        inputs.burst().ifPresent(burst -> symbols.addAll(burst.symbols()));
        List<String> packets = inputs.burst().map(burst -> burst.frames().stream().map(Burst.Frame::name).toList()).orElse(List.of(Layout.PACKET));
        return new InputSpace(symbols, inputs.assumptions(), inputs.layer(), packets);
    }

    /**
     * An input in words: the parameters, then the bytes of the packet, or of each of several, that are not zero.
     *
     * @param used the symbols that matter
     */
    String example(Assignment model, Set<Symbol> used) {
        TreeMap<String, String> parameters = new TreeMap<>();
        Map<String, TreeMap<Integer, String>> bytes = new LinkedHashMap<>();
        packets.forEach(packet -> bytes.put(packet, new TreeMap<>()));
        used.stream().filter(symbols::contains).sorted(Comparator.comparing(Symbol::name)).forEach(symbol -> {
            String value = model.value(symbol).toString();
            Optional<Layout.PacketByte> at = Layout.byteOf(symbol.name());
            if (at.isEmpty()) {
                parameters.put(symbol.name(), symbol.name() + " = " + value);
            } else if (model.value(symbol).signum() != 0) {
                bytes.get(at.get().packet()).put(at.get().index(), "[" + at.get().index() + "] = " + String.format("0x%02x", model.value(symbol).intValue()));
            }
        });
        List<String> words = new ArrayList<>(parameters.values());
        boolean isOne = packets.equals(List.of(Layout.PACKET));
        bytes.forEach((packet, others) -> {
            if (!others.isEmpty()) {
                words.add((isOne ? "a packet" : packet) + " of zeros but " + String.join(", ", others.values()));
            }
        });
        if (bytes.values().stream().allMatch(TreeMap::isEmpty)) {
            words.add(isOne ? "a packet of zeros" : "packets of zeros");
        }
        return String.join(", ", words);
    }
}
