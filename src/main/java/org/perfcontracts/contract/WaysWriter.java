package org.perfcontracts.contract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;

/** Writes down what paths do to packets. */
final class WaysWriter {
    /** Beyond this nobody wants to have them in a file. */
    private static final int MOST_NODES = 50_000;
    private static final String ANYTHING = "anything.";

    private final List<String> nodes = new ArrayList<>();
    private final Map<Term, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> written = new HashMap<>();
    private final Symbols symbols = new Symbols();

    private final InputSpace space;
    private final Shapes shapes;

    private WaysWriter(InputSpace space) {
        this.space = space;
        this.shapes = new Shapes(space.symbols()::contains);
    }

    /** The paths of an exploration of a function that gets one packet and returns; empty where there is none, or where that would be too much. */
    static Optional<Ways> of(Exploration exploration, InputSpace space, Map<Integer, String> classes) {
        Inputs inputs = exploration.inputs();
        boolean returns = exploration.paths().stream().anyMatch(path -> path.end() instanceof End.Returned);
        return inputs.packet().isEmpty() || !returns ? Optional.empty() : new WaysWriter(space).write(exploration, classes);
    }

    private Optional<Ways> write(Exploration exploration, Map<Integer, String> classes) {
        Inputs inputs = exploration.inputs();
        Map<String, Integer> widths = new TreeMap<>();
        inputs.parameters().values().forEach(symbol -> widths.put(symbol.name(), symbol.width()));
        List<Ways.Way> ways = new ArrayList<>();
        for (Path path : exploration.paths()) {
            List<Integer> conditions = path.constraints().stream().filter(each -> space.symbols().containsAll(symbols.of(each)))
                    .filter(each -> !inputs.assumptions().contains(each)).map(this::number).toList();
            OptionalInt returned = path.end() instanceof End.Returned(Term value) ? OptionalInt.of(number(value)) : OptionalInt.empty();
            Map<Integer, Integer> packet = new TreeMap<>();
            path.sent().forEach((index, term) -> packet.put(index, number(term)));
            ways.add(new Ways.Way(classes.get(path.number()), conditions, returned, packet));
            if (nodes.size() > MOST_NODES) {
                return Optional.empty();
            }
        }
        return Optional.of(new Ways(nodes, inputs.packet().size(), widths, inputs.lengthName(), inputs.assumptions().stream().map(this::number).toList(), ways));
    }

    /** The node that a term is, which is made first if need be; without recursion, for terms are deep. */
    private int number(Term top) {
        Deque<Term> open = new ArrayDeque<>(List.of(top));
        while (!open.isEmpty()) {
            Term term = open.peek();
            Optional<Term> missing = isKnown(term) ? Optional.empty() : argument(term);
            if (missing.isPresent()) {
                open.push(missing.get());
            } else {
                open.pop();
                if (!isKnown(term)) {
                    numbers.put(term, term instanceof Operation operation && Shapes.isChain(operation) ? chain(operation) : node(text(term)));
                }
            }
        }
        return numbers.get(top);
    }

    /** What can be put together in any way is, two by two, from the first on. */
    private int chain(Operation operation) {
        List<Integer> parts = shapes.arguments(operation).stream().map(numbers::get).toList();
        int all = parts.getFirst();
        for (int part : parts.subList(1, parts.size())) {
            all = node(head(operation) + ' ' + all + ' ' + part);
        }
        return all;
    }

    private int node(String text) {
        return written.computeIfAbsent(text, _ -> {
            nodes.add(text);
            return nodes.size() - 1;
        });
    }

    private static String head(Operation operation) {
        return operation.operator().name().toLowerCase(Locale.ROOT) + ' ' + operation.width() + ' ' + operation.low();
    }

    private boolean isKnown(Term term) {
        return numbers.containsKey(term);
    }

    private Optional<Term> argument(Term term) {
        return term instanceof Operation operation && operation.operator() != Operator.FUNCTION
                ? shapes.arguments(operation).stream().filter(argument -> !isKnown(argument)).findFirst() : Optional.empty();
    }

    private String text(Term term) {
        return switch (term) {
            case Constant constant -> "constant " + constant.width() + " " + constant.value();
            case Symbol symbol when space.symbols().contains(symbol) -> "symbol " + symbol.width() + " " + symbol.name();
            case Symbol symbol -> anything(symbol);
            case Operation function when function.operator() == Operator.FUNCTION -> anything(function);
            case Operation operation -> {
                StringBuilder text = new StringBuilder(head(operation));
                shapes.arguments(operation).forEach(argument -> text.append(' ').append(numbers.get(argument)));
                yield text.toString();
            }
        };
    }

    /** Others than inputs have names that are other ones in each run. */
    private String anything(Term term) {
        return "symbol " + term.width() + " " + ANYTHING + nodes.size();
    }
}
