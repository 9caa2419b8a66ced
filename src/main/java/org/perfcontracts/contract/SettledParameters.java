package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.perfcontracts.explore.Path;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

/**
 * Parameters that can have but one value on a path by conditions that do not speak of the input alone: where the port chooses between two tables, a path that reads one
 * of them is a path of one port, though no condition says so.
 */
final class SettledParameters {
    /** Wider ones, such as times, have no value that is a condition by itself. */
    private static final int WIDEST = 16;
    private static final int MOST_QUESTIONS = 500;

    private final InputSpace space;
    private final Terms terms;
    private final Solver solver;
    private final BooleanSupplier over;
    private int questions;

    SettledParameters(InputSpace space, Terms terms, Solver solver, BooleanSupplier over) {
        this.space = space;
        this.terms = terms;
        this.solver = solver;
        this.over = over;
    }

    /** What the parameters are, as conditions that the path's own imply. */
    List<Term> of(Path path, Symbols symbols) {
        List<Term> settled = new ArrayList<>();
        List<Term> conditions = new ArrayList<>(space.assumptions());
        conditions.addAll(path.constraints());
        for (Symbol parameter : mixed(path, symbols)) {
            if (questions >= MOST_QUESTIONS || over.getAsBoolean()) {
                break;
            }
            questions++;
            if (solver.check(conditions) instanceof Answer.Satisfiable(var model)) {
                BigInteger value = new Evaluator(model).value(parameter);
                Term is = terms.eq(parameter, terms.constant(parameter.width(), value));
                List<Term> otherwise = new ArrayList<>(conditions);
                otherwise.add(terms.not(is));
                if (solver.check(otherwise) instanceof Answer.Unsatisfiable) {
                    settled.add(is);
                }
            }
        }
        return settled;
    }

    /** The parameters of which conditions speak together with something else than the input. */
    private Set<Symbol> mixed(Path path, Symbols symbols) {
        Set<Symbol> found = new TreeSet<>(Comparator.comparing(Symbol::name));
        for (Term constraint : path.constraints()) {
            Set<Symbol> used = symbols.of(constraint);
            if (!space.symbols().containsAll(used)) {
                used.stream().filter(symbol -> space.symbols().contains(symbol) && symbol.width() <= WIDEST && Layout.byteOf(symbol.name()).isEmpty()).forEach(found::add);
            }
        }
        return found;
    }
}
