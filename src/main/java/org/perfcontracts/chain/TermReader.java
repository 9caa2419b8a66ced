package org.perfcontracts.chain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.perfcontracts.contract.Ways;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Makes terms of the nodes of ways. */
final class TermReader {
    private final Terms terms;
    private final Map<String, Term> inputs;
    private final String others;
    private final List<Term> made = new ArrayList<>();

    /**
     * A reader of all nodes of some ways.
     *
     * @param inputs what stands for symbols, by their names, of the same widths
     * @param others what the names of all other symbols are to begin with, so that they are others than those of other ways
     * @throws IllegalArgumentException if a node is none
     */
    TermReader(Terms terms, Ways ways, Map<String, Term> inputs, String others) {
        this.terms = terms;
        this.inputs = inputs;
        this.others = others;
        for (int i = 0; i < ways.nodes().size(); i++) {
            try {
                made.add(term(ways.nodes().get(i).split(" ")));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("ways.nodes[" + i + "] is no node: " + ways.nodes().get(i), e);
            }
        }
    }

    /** The term that a node is. */
    Term term(int node) {
        if (node < 0 || node >= made.size()) {
            throw new IllegalArgumentException("ways have no node " + node);
        }
        return made.get(node);
    }

    private Term term(String[] words) {
        int width = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case "symbol" -> symbol(String.join(" ", Arrays.asList(words).subList(2, words.length)), width);
            case "constant" -> terms.constant(width, new BigInteger(words[2]));
            default -> {
                List<Term> arguments = Arrays.stream(words, 3, words.length).map(word -> made.get(Integer.parseInt(word))).toList();
                Term term = terms.apply(Operator.valueOf(words[0].toUpperCase(Locale.ROOT)), width, Integer.parseInt(words[2]), arguments);
                if (term.width() != width) {
                    throw new IllegalArgumentException("it has " + term.width() + " bits");
                }
                yield term;
            }
        };
    }

    private Term symbol(String name, int width) {
        Term input = inputs.get(name);
        return input == null || input.width() != width ? terms.symbol(others + name, width) : input;
    }
}
