package org.perfcontracts.explore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.state.Costed;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Exit;
import org.perfcontracts.explore.state.Operation;
import org.perfcontracts.explore.state.Rounds;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;

/**
 * One feasible way of processing one packet.
 *
 * @param number the path's number within its exploration, from 1, in the order of its decisions
 * @param constraints conditions on inputs (and on symbols of cut loops, undefined values and time) under which it is taken
 * @param end how it ends
 * @param cost a formula for each metric; of a stopped path, the cost up to where it stopped
 * @param lines an upper bound of the cache lines in each place, by its name; a line in which two places meet counts in both
 * @param around what of the cost lies outside the network function, where the exploration was told which function that is; cut
 *     loops are taken to be inside it. Empty otherwise, and with packets of a burst
 * @param exact the metrics whose formulas are exact rather than upper bounds
 * @param cuts where in the trace the complete iterations of cut loops are left out, in rising order; each is the index of the
 *     instruction before which they would stand
 * @param classes the names of the class marks passed, in order
 * @param passages how often each PCV mark was passed outside the iterations of cut loops
 * @param looped the names of PCV marks that its cut loops can pass in complete iterations
 * @param witness values of the symbols under which the path is taken and leaves each cut loop in its first iteration, to be looked for;
 *     of a path that was not followed to its end any values that it allows
 * @param told what was told from outside, in order: the values of the time-stamp counter, random numbers, each followed by whether it was there, and
 *     of each call that asks the kernel for the time the address to which it is told, by how many words, these, and what the call returns
 * @param state what it found in abstract state before it wrote there
 * @param sent what it leaves in the packet, by the number of the byte, where that is not what came
 * @param operations the calls of functions of the stateful library that it makes, in their order, without parts of others; only of functions that
 *     no path calls in complete iterations of cut loops, so that these are all calls of theirs
 * @param exits how it leaves cut loops, in their order; only of loops at which no path arrives otherwise
 * @param trace what was executed, outside the complete iterations of cut loops
 * @param rounds the ways round its cut loops and those in them
 * @param bounds of weighted sums of PCVs along it, and of PCVs, as far as any path's loops say what they share
 */
public record Path(
        int number,
        List<Term> constraints,
        End end,
        Map<Metric, Polynomial> cost,
        Map<String, Polynomial> lines,
        Map<Metric, Long> around,
        Set<Metric> exact,
        List<Integer> cuts,
        List<String> classes,
        Map<String, Long> passages,
        Set<String> looped,
        Witness witness,
        List<Term> told,
        List<Injection.Found> state,
        Map<Integer, Term> sent,
        List<Operation> operations,
        List<Exit> exits,
        Trace trace,
        List<Rounds> rounds,
        List<LinearBound> bounds) implements Costed {
    @Override
    public boolean exact(Metric metric) {
        return exact.contains(metric);
    }

    /** The same with other costs; see the components of these names. */
    Path costing(Map<Metric, Polynomial> otherCost, Map<String, Polynomial> otherLines, Map<Metric, Long> otherAround, Set<Metric> otherExact) {
        return new Path(number, constraints, end, otherCost, otherLines, otherAround, otherExact, cuts, classes, passages, looped, witness, told, state, sent, operations, exits,
                trace, rounds, bounds);
    }

    /** Whether it passes through a cut loop, so that its trace lacks the complete iterations of that loop. */
    public boolean cut() {
        return !cuts.isEmpty();
    }
}
