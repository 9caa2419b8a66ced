package org.perfcontracts.explore.loop;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.memory.Knowledge;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.View;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Purpose;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.Operand;
import org.perfcontracts.x86.Register;

/**
 * Cuts a loop at its header: finds what an iteration changes and what stays true of it, and explores one iteration from a
 * state that stands for every iteration.
 *
 * <p>What is found grows to a fix point: the set of changed places grows, the form of each place (see {@link Form}) can
 * only get weaker, and so can the {@link Facts}. At the fix point the header's state covers the state before the loop and
 * every state that comes round, by induction over the iterations.
 */
public final class LoopCut {
    /** What is assumed of loops whose iterations go by what regions hold, and of which no bound was found. */
    public static final String LEADS_TO_AN_END = "What loops follow in the program's state leads to an end, as a list without a cycle does";
    /** What the names of symbols begin with that stand for values in a cut loop. */
    public static final String SYMBOL = "loop#";

    private static final int MOST_ROUNDS = 40;
    /** From so many rounds on facts are only dropped, so that fewer of them come to an end rather than all to none. */
    private static final int MOST_ROUNDS_OF_GUESSING = 24;

    private final Means means;
    private final Terms terms;
    private final ControlFlow.Loop loop;
    private final State start;
    private final Facts facts;
    private final Forms forms;
    private final Set<Region> written = new HashSet<>();

    /**
     * The cut of a loop.
     *
     * @param start the state in which the loop's header is reached from outside
     */
    public LoopCut(Means means, ControlFlow.Loop loop, State start) {
        this.means = means;
        this.terms = means.terms();
        this.loop = loop;
        this.start = start;
        String prefix = SYMBOL + start.nextSymbol + "@" + Long.toHexString(loop.header()) + ".";
        this.facts = new Facts(terms, means.resolver(), means.opaques(), start, prefix);
        this.forms = new Forms(means, facts, start, prefix, calls());
    }

    private boolean calls() {
        return loop.body().stream().anyMatch(address -> means.code().at(address).mnemonic().equals("call"));
    }

    /** The exploration of one arbitrary iteration; the states that leave the loop carry the cost of the iterations before. */
    public Run cut() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (round == MOST_ROUNDS_OF_GUESSING) {
                facts.stopGuessing();
            }
            State header = header();
            Run iteration = Run.within(new Run.Scope(loop, start.frame.depth(), header.trace.length()));
            iteration.frontier().push(header.fork());
            means.runner().runAll(iteration);
            String reason = means.runner().stopReason();
            if (reason != null) {
                return stopped(End.Kind.BUDGET, reason);
            }
            iteration.endRounds(end -> end.memory.hasOpenWritesSince(header.memory), new End.Stopped(End.Kind.UNRESOLVED,
                    "an iteration of the loop writes at an address that is one of too many to follow each, and comes round", loop.header()));
            means.resolver().serve(Purpose.LOOPS);
            if (isFixPoint(header, iteration)) {
                if (iteration.exits().isEmpty() && iteration.finished().isEmpty()) {
                    return finished(new End.Endless("a loop from which no way leads out", loop.header()));
                }
                PassageBounds bounds = new PassageBounds(means, forms, facts, start, header, iteration.rounds());
                if (!iteration.rounds().isEmpty() && !bounds.isNear() && facts.guessOfMore()
                        && propose(header, iteration)) {
                    continue;
                }
                if (!iteration.rounds().isEmpty() && !bounds.isBounded()) {
                    if (progressesByState(header, iteration)) {
                        means.assumption().accept(LEADS_TO_AN_END, loop.header());
                        bounds.assumeEnd();
                    } else {
                        goForEver(header, iteration);
                    }
                }
                noteWritten(header, iteration);
                new IterationCost(means, loop, header, iteration, bounds, facts, forms.iterations()).charge();
                return iteration;
            }
            header.hypothesis.refute();
        }
        return stopped(End.Kind.UNRESOLVED, "the loop at 0x" + Long.toHexString(loop.header())
                + " changes more in each of " + MOST_ROUNDS + " rounds");
    }

    /** Whether what an iteration does depends on regions: then the loop is as long as what it follows there. */
    private static boolean progressesByState(State header, Run iteration) {
        int from = header.trace.accessCount();
        return iteration.rounds().stream().anyMatch(end -> end.trace.accesses(from).stream().anyMatch(access -> access.region() != null)
                || end.cuts.subList(header.cuts.size(), end.cuts.size()).stream().anyMatch(cut -> !cut.regions().isEmpty()));
    }

    /**
     * Adds the path of an execution that need not end: nothing shows that an iteration comes closer to the end. Best is an input with
     * which the first iteration changes nothing, so that it comes again and again.
     */
    private void goForEver(State header, Run iteration) {
        for (State end : iteration.rounds()) {
            List<Term> conditions = forms.unchanged(header, end);
            for (Knowledge.Premise premise = end.ifFirst; premise != null; premise = premise.earlier()) {
                conditions.add(premise.condition());
            }
            if (means.resolver().ask(end, terms.all(conditions)) instanceof Answer.Satisfiable(Assignment model)) {
                State endless = end.fork();
                conditions.forEach(endless::assume);
                endless.setModel(model);
                iteration.finish(endless, new End.Endless("an iteration can change nothing, so that it comes again and again", loop.header()));
                return;
            }
        }
        State some = iteration.rounds().getFirst().fork();
        some.setModel(null);
        iteration.finish(some, new End.Endless("nothing was found that shows that the loop ends", loop.header()));
    }

    /** What iterations write into found state, before it is left to others. What they seem to write before the fix point is reached, packets need not. */
    private static void noteWritten(State header, Run iteration) {
        iteration.exits().forEach(exit -> exit.outgrowLike(iteration.rounds(), header));
        iteration.finished().forEach(finished -> finished.state().outgrowLike(iteration.rounds(), header));
    }

    /** What is left of the paths that reach the loop where it could not be explored. */
    private Run stopped(End.Kind kind, String reason) {
        return finished(new End.Stopped(kind, reason, loop.header()));
    }

    private Run finished(End end) {
        Run none = Run.none();
        none.finish(start, end);
        return none;
    }

    private State header() {
        State header = start.fork();
        header.nextSymbol = start.nextSymbol + 1;
        header.hypothesis = start.hypothesis.within();
        forms.enter(header);
        // What was known of a region before is not known in an arbitrary iteration if iterations write there.
        Map<Region, View> forgotten = new HashMap<>(header.forgotten);
        for (Region region : written) {
            View known = header.views.remove(region);
            if (known != null) {
                forgotten.put(region, View.onTop(known, forgotten.get(region)));
            }
        }
        header.forgotten = Map.copyOf(forgotten);
        facts.over(place -> place.read(header)).stream().filter(fact -> fact != terms.yes()).forEach(header::assume);
        return header;
    }

    // ---- growing to the fix point

    private boolean isFixPoint(State header, Run iteration) {
        List<State> rounds = iteration.rounds();
        forms.countRound(header, rounds);
        boolean formsHold = forms.weaken(header, rounds);
        boolean complete = forms.grow(header, rounds) & addWritten(header, rounds);
        forms.noteFound(rounds);
        if (!formsHold) {
            facts.keepOnly(forms::isNumber, forms::widthOf);
        }
        boolean factsHold = facts.dropUnlessKept(rounds);
        if (!formsHold || !complete) {
            facts.guessAnew();
        }
        boolean nothingNew = !propose(header, iteration);
        return formsHold && complete && factsHold && nothingNew;
    }

    private boolean propose(State header, Run iteration) {
        return facts.propose(forms.numbers(), forms::widthOf, forms::stepOf,
                header, iteration, compared(), place -> forms.isNewlyCounted(place, header), forms::startsOfOpposites);
    }

    /** Adds the regions that an iteration writes to; whether they were known. */
    private boolean addWritten(State header, List<State> rounds) {
        boolean known = true;
        for (State end : rounds) {
            for (Map.Entry<Region, View> entry : end.views.entrySet()) {
                if (View.hasStores(entry.getValue(), header.views.get(entry.getKey()))) {
                    known &= !written.add(entry.getKey());
                }
            }
        }
        return known;
    }

    /**
     * What the loop's own instructions compare something with and what stays the same in it. A comparison of two numbers leaves no
     * condition behind, but it is what bounds a loop with a known trip count.
     */
    private List<Term> compared() {
        Set<Term> operands = new LinkedHashSet<>();
        for (long address : new TreeSet<>(loop.body())) {
            Instruction instruction = means.code().at(address);
            if (!instruction.mnemonic().equals("cmp")) {
                continue;
            }
            for (Operand operand : List.of(instruction.operand(0), instruction.operand(1))) {
                unchanged(operand, instruction.operand(0).width()).ifPresent(operands::add);
            }
        }
        // What counts down ends at zero: its first value bounds the iterations.
        operands.addAll(forms.startsOfCountingDown());
        return List.copyOf(operands);
    }

    /** The value of an operand that does not change in the loop, if it is one. */
    private Optional<Term> unchanged(Operand operand, int width) {
        return switch (operand) {
            case Operand.ImmediateOperand immediate -> Optional.of(terms.constant(width, immediate.value()));
            case Operand.RegisterOperand(Register register, _, _) when register.bank() == Register.Bank.GENERAL
                    && !forms.contains(new Place.General(register.number())) ->
                    Optional.of(terms.extract(start.generals[register.number()], register.low() + width - 1, register.low()));
            default -> Optional.empty();
        };
    }
}
