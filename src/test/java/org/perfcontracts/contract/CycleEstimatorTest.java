package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.lines.Motion;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Rounds;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.timing.Machines;
import org.perfcontracts.x86.Decoder;
import org.perfcontracts.x86.Instruction;

/** Estimates for paths over made-up code, on a machine with round figures. */
class CycleEstimatorTest {
    private static final long FIRST = 0x1000;

    private final Samples samples = new Samples();
    private final Terms terms = samples.terms;
    private final Map<Long, Instruction> code = new TreeMap<>();
    private long next = FIRST;

    private long add(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        long address = next;
        code.put(address, Decoder.ofHome().decode(bytes, 0, bytes.length, address));
        next += bytes.length;
        return address;
    }

    private Path path(Trace trace, Polynomial lines, List<Rounds> rounds, Map<String, Long> passages) {
        Polynomial cost = Polynomial.constant(trace.length());
        return new Path(1, List.of(), new End.Returned(terms.constant(32, 0)), Map.of(Metric.INSTRUCTIONS, cost, Metric.MEMORY_ACCESSES, cost, Metric.CACHE_LINES, lines),
                Map.of("somewhere", lines), Map.of(), EnumSet.allOf(Metric.class), List.of(), List.of(), passages, Set.of(), Witness.NONE, List.of(), List.of(), Map.of(), List.of(), List.of(),
                trace, rounds, List.of());
    }

    private CycleEstimator estimator() {
        return new CycleEstimator(Machines.round(), code::get, samples.exploration());
    }

    private Trace.Access load(int step, Term address) {
        return new Trace.Access(step, address, 8, false, null, null);
    }

    @Test
    void aPathIsWhatTheScoreboardSaysOfItsTrace() {
        Trace trace = new Trace();
        for (int i = 0; i < 10; i++) {
            trace = trace.append(add("4883c001"), List.of());      // add rax, 1
        }
        CycleEstimator.Single single = estimator().single(path(trace, Polynomial.constant(1), List.of(), Map.of()), Map.of());
        assertEquals(10, single.warm(), 1);
        assertEquals(210, single.cold(), 5);                        // the line of the code comes from memory
    }

    @Test
    void accessesAtOpenAddressesAreTheSameWhereTheyDifferByANumber() {
        Term open = terms.symbol("open", 64);
        long store = add("488903");                                 // mov [rbx], rax
        long load = add("488b4308");                                // mov rax, [rbx + 8]
        Trace chain = new Trace();
        Trace apart = new Trace();
        for (int i = 0; i < 20; i++) {
            chain = chain.append(store, List.of(new Trace.Access(2 * i, terms.add(open, terms.constant(64, 8)), 8, true, null, null)))
                    .append(load, List.of(load(2 * i + 1, terms.add(open, terms.constant(64, 8)))));
            apart = apart.append(store, List.of(new Trace.Access(2 * i, open, 8, true, null, null)))
                    .append(load, List.of(load(2 * i + 1, terms.add(open, terms.constant(64, 8)))));
        }
        assertEquals(20 * 7, estimator().single(path(chain, Polynomial.ZERO, List.of(), Map.of()), Map.of()).warm(), 8);
        assertTrue(estimator().single(path(apart, Polynomial.ZERO, List.of(), Map.of()), Map.of()).warm() < 40);
    }

    private Path looping(Function<Term, Optional<Motion>> motion, Term address) {
        long load = add("488b03");                                  // mov rax, [rbx]
        long store = add("488903");                                 // mov [rbx], rax
        Trace way = new Trace().append(load, List.of(load(0, address))).append(store, List.of(new Trace.Access(1, address, 8, true, null, null)));
        Rounds rounds = new Rounds(FIRST, List.of(new Rounds.Way(way, way.piece(0, 0), motion, Map.of("list.t", 1L))));
        return path(new Trace().append(load, List.of(load(0, address))), Polynomial.constant(2).plus(Polynomial.variable("list.t")), List.of(rounds), Map.of("list.t", 1L));
    }

    @Test
    void anIterationThatReadsWhatTheOneBeforeWroteWaitsForIt() {
        Path path = looping(_ -> Optional.of(new Motion(0, false)), terms.constant(64, 0x8000));
        double one = estimator().single(path, Map.of("list.t", 1L)).warm();
        assertEquals(7, estimator().single(path, Map.of("list.t", 2L)).warm() - one, 0.5);
        assertEquals(70, estimator().single(path, Map.of("list.t", 11L)).warm() - one, 5);
    }

    @Test
    void anIterationThatGoesOnToOtherPlacesDoesNot() {
        for (Function<Term, Optional<Motion>> motion : List.<Function<Term, Optional<Motion>>>of(_ -> Optional.of(new Motion(8, false)), _ -> Optional.empty())) {
            CycleEstimatorTest fresh = new CycleEstimatorTest();
            Path path = fresh.looping(motion, fresh.terms.symbol("somewhere", 64));
            double each = fresh.estimator().single(path, Map.of("list.t", 2L)).warm() - fresh.estimator().single(path, Map.of("list.t", 1L)).warm();
            assertEquals(1, each, 0.2);
            double cold = fresh.estimator().single(path, Map.of("list.t", 3L)).cold() - fresh.estimator().single(path, Map.of("list.t", 2L)).cold();
            assertEquals(25, cold, 4);                              // a line more in each of eight, or in each, of which eight come at a time
        }
    }

    @Test
    void theBoundIsAboveTheEstimates() {
        Path path = looping(_ -> Optional.of(new Motion(8, false)), terms.symbol("somewhere", 64));
        for (long t : new long[] {1, 2, 50}) {
            CycleEstimator.Single single = estimator().single(path, Map.of("list.t", t));
            assertTrue(single.bound() > single.cold() && single.cold() > single.warm(), single::toString);
        }
        assertEquals(300 + 300, estimator().single(path, Map.of("list.t", 1L)).bound(), 15);            // its code and its data
    }

    /** Each iteration may touch another line, of a table that has two. */
    @Test
    void noMoreLinesComeThanATableHas() {
        Path path = looping(_ -> Optional.empty(), terms.symbol("somewhere", 64));
        CycleEstimator.ByLines known = new CycleEstimator.ByLines(Polynomial.variable("list.t").times(500), Map.of("table", Polynomial.variable("list.t")), Map.of("table", 2L), 300);
        assertEquals(10 * 5 + 2 * 300, known.at(Map.of("list.t", 10L)));
        assertEquals(5 + 300, known.at(Map.of("list.t", 1L)));
        CycleEstimator.OfPath of = estimator().of(path);
        CycleEstimator.OfPath with = new CycleEstimator.OfPath(of.warm(), of.cold(), of.bound(), Optional.of(known));
        assertTrue(with.at(Map.of("list.t", 100L)).bound() == 1100 && of.at(Map.of("list.t", 100L)).bound() > 1100, of::toString);
    }

    @Test
    void branchesAreOpenThatGoEitherWay() {
        long jump = add("7501");                                    // jne over one byte
        long nop = add("90");
        long back = add("c3");
        Trace taken = new Trace().append(jump, List.of()).append(back, List.of());
        Trace passed = new Trace().append(jump, List.of()).append(nop, List.of()).append(back, List.of());
        Path one = path(taken, Polynomial.ZERO, List.of(), Map.of());
        assertEquals(Set.of(), OpenBranches.of(List.of(one, one), code::get));
        assertEquals(Set.of(jump), OpenBranches.of(List.of(one, path(passed, Polynomial.ZERO, List.of(), Map.of())), code::get));
        Trace round = new Trace().append(nop, List.of()).append(jump, List.of());
        Rounds rounds = new Rounds(nop, List.of(new Rounds.Way(round, round.piece(0, 0), _ -> Optional.empty(), Map.of("t", 1L))));
        assertEquals(Set.of(jump), OpenBranches.of(List.of(path(taken, Polynomial.ZERO, List.of(rounds), Map.of())), code::get));
    }

    @Test
    void hundredthsAreWordedAsCycles() {
        Formula formula = Formula.atMost(Polynomial.variable("x").times(250).plus(Polynomial.constant(12_340)));
        assertEquals("2.5·x + 123", CycleEstimate.text(formula));
        assertEquals("x + 2", CycleEstimate.text(Formula.atMost(Polynomial.variable("x").times(100).plus(Polynomial.constant(200)))));
    }
}
