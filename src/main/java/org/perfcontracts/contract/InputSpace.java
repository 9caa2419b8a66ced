package org.perfcontracts.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
 */
record InputSpace(Set<Symbol> symbols, List<Term> assumptions, Layer layer) {
    InputSpace {
        symbols = Set.copyOf(symbols);
        assumptions = List.copyOf(assumptions);
    }

    static InputSpace of(Inputs inputs) {
        Set<Symbol> symbols = new HashSet<>(inputs.packet());
        symbols.addAll(inputs.parameters().values());
        return new InputSpace(symbols, inputs.assumptions(), inputs.layer());
    }

    /**
     * An input in words: the parameters, then the bytes of the packet that are not zero.
     *
     * @param used the symbols that matter
     */
    String example(Assignment model, Set<Symbol> used) {
        TreeMap<String, String> parameters = new TreeMap<>();
        TreeMap<Integer, String> bytes = new TreeMap<>();
        used.stream().filter(symbols::contains).sorted(Comparator.comparing(Symbol::name)).forEach(symbol -> {
            String value = model.value(symbol).toString();
            Optional<Integer> index = Layout.byteOf(symbol.name());
            if (index.isEmpty()) {
                parameters.put(symbol.name(), symbol.name() + " = " + value);
            } else if (model.value(symbol).signum() != 0) {
                bytes.put(index.get(), "[" + index.get() + "] = " + String.format("0x%02x", model.value(symbol).intValue()));
            }
        });
        List<String> words = new ArrayList<>(parameters.values());
        String packet = bytes.values().stream().collect(Collectors.joining(", "));
        words.add(packet.isEmpty() ? "a packet of zeros" : "a packet of zeros but " + packet);
        return String.join(", ", words);
    }
}
