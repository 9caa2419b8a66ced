package org.perfcontracts.smt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Function;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** A parity as a function of its symbols, in the order in which it has them. One object is one function. */
final class ParityFunction implements Function {
    private final Parity parity;
    private final List<Symbol> symbols;

    ParityFunction(Parity parity) {
        this.parity = parity;
        this.symbols = List.copyOf(parity.symbols());
    }

    @Override
    public String name() {
        return "parity";
    }

    @Override
    public int width() {
        return parity.width();
    }

    @Override
    public BigInteger apply(List<BigInteger> arguments) {
        long value = parity.constant();
        for (Map.Entry<Parity.Bit, Long> each : parity.flipped().entrySet()) {
            if (arguments.get(symbols.indexOf(each.getKey().symbol())).testBit(each.getKey().place())) {
                value ^= each.getValue();
            }
        }
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** What the rest was found to allow: with the right value it may do so, too. */
    @Override
    public Term guess(Terms terms, List<Term> arguments, List<BigInteger> where, BigInteger wanted) {
        List<Term> same = new ArrayList<>();
        for (int i = 0; i < where.size(); i++) {
            same.add(terms.eq(arguments.get(i), terms.constant(arguments.get(i).width(), where.get(i))));
        }
        return terms.all(same);
    }
}
