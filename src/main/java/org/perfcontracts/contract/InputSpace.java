package org.perfcontracts.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.input.Layer;
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
}
