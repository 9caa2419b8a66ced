package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.perfcontracts.explore.code.ControlFlow;
import org.perfcontracts.explore.code.Trace;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.View;
import org.perfcontracts.explore.state.Call;
import org.perfcontracts.explore.state.Calls;
import org.perfcontracts.explore.state.CutLoop;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Frontier;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.explore.state.State;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Flag;
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
    private static final int MOST_ROUNDS = 40;
    private static final int MOST_LEADERS = 16;
    private static final int RSP = 4;
    private static final int RED_ZONE = 128;

    private final Means means;
    private final Terms terms;
    private final ControlFlow.Loop loop;
    private final State start;
    private final String prefix;
    private final Map<Place, Form> forms = new LinkedHashMap<>();
    private final Facts facts;
    private final Place count;
    private final Set<Region> written = new HashSet<>();
    private final Symbols symbols = new Symbols();
    /** Free places that were left as they were before the loop for one round, until what is counted was known. */
    private final Set<Place> deferred = new HashSet<>();

    public LoopCut(Means means, ControlFlow.Loop loop, State start) {
        this.means = means;
        this.terms = means.terms();
        this.loop = loop;
        this.start = start;
        this.prefix = "loop#" + start.nextSymbol + "@" + Long.toHexString(loop.header()) + ".";
        this.facts = new Facts(terms, means.resolver(), means.opaques(), start, prefix);
        this.count = new Place.Iterations(prefix);
        count.write(start, terms.constant(64, 0));
        forms.put(count, new Form.Counted(64, 1));
    }

    /** The exploration of one arbitrary iteration; the states that leave the loop carry the cost of the iterations before. */
    public Run cut() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            State header = header();
            Run iteration = new Run(new Run.Scope(loop, start.frame.depth(), header.trace.length()), new Frontier());
            iteration.frontier().push(header.fork());
            means.runner().runAll(iteration);
            String reason = means.runner().stopReason();
            if (reason != null) {
                return stopped(End.Kind.BUDGET, reason);
            }
            if (isFixPoint(header, iteration)) {
                charge(header, iteration);
                return iteration.exits().isEmpty() && iteration.finished().isEmpty()
                        ? stopped(End.Kind.ENDLESS, "a loop without end: no way out of it was found") : iteration;
            }
        }
        return stopped(End.Kind.UNRESOLVED, "the loop at 0x" + Long.toHexString(loop.header())
                + " changes more in each of " + MOST_ROUNDS + " rounds");
    }

    /** What is left of the paths that reach the loop where it could not be explored. */
    private Run stopped(End.Kind kind, String reason) {
        Run none = new Run(null, new Frontier());
        none.finish(start, new End.Stopped(kind, reason, loop.header()));
        return none;
    }

    // ---- the state at the header

    private State header() {
        State header = start.fork();
        header.nextSymbol = start.nextSymbol + 1;
        Map<Symbol, BigInteger> values = new HashMap<>();
        Evaluator before = start.model == null ? null : start.evaluator();
        Map<Place, Term> bound = new LinkedHashMap<>();
        forms.forEach((place, form) -> {
            if (form instanceof Form.Free free) {
                Symbol symbol = symbol(place, free);
                bound.put(place, extended(symbol, place));
                header.premise(terms.eq(symbol, low(place.read(start), free.width())));
                if (before != null) {
                    values.put(symbol, before.value(low(place.read(start), free.width())));
                }
            }
        });
        forms.forEach((place, form) -> {
            if (!(form instanceof Form.Free)) {
                bound.put(place, extended(derived(place, form, bound), place));
            }
        });
        bound.forEach((place, value) -> place.write(header, value));
        if (before != null) {
            values.put(iterations(), BigInteger.ZERO);
            header.setModel(start.model.with(Assignment.of(values)));
        }
        // What was known of a region before is not known in an arbitrary iteration if iterations write there.
        Map<Region, View> forgotten = new HashMap<>(header.forgotten);
        for (Region region : written) {
            View known = header.views.remove(region);
            if (known != null) {
                forgotten.put(region, View.onTop(known, forgotten.get(region)));
            }
        }
        header.forgotten = Map.copyOf(forgotten);
        header.premise(terms.eq(iterations(), terms.constant(64, 0)));
        facts.over(place -> place.read(header)).stream().filter(fact -> fact != terms.yes()).forEach(header::assume);
        return header;
    }

    private Symbol iterations() {
        return terms.symbol(prefix + "iterations", 64);
    }

    private Symbol symbol(Place place, Form.Free free) {
        return terms.symbol(prefix + place.label() + ":" + free.width(), free.width());
    }

    private Term derived(Place place, Form form, Map<Place, Term> bound) {
        Term before = low(place.read(start), form.width());
        return switch (form) {
            case Form.Counted counted -> terms.add(before,
                    terms.mul(terms.resize(iterations(), form.width()), signed(form.width(), counted.step())));
            case Form.Follows follows -> {
                Term moved = terms.sub(bound.get(follows.leader()), follows.leader().read(start));
                Term same = low(moved, form.width());
                yield follows.opposite() ? terms.sub(before, same) : terms.add(before, same);
            }
            case Form.Computed computed -> computed.value();
            case Form.Free _ -> throw new IllegalArgumentException("a free place is not derived");
        };
    }

    private Constant signed(int width, long value) {
        return terms.constant(width, BigInteger.valueOf(value));
    }

    private Term low(Term term, int width) {
        return terms.extract(term, width - 1, 0);
    }

    private Term extended(Term value, Place place) {
        return terms.zext(value, place.read(start).width());
    }

    // ---- growing to the fix point

    private boolean isFixPoint(State header, Run iteration) {
        List<State> rounds = iteration.rounds();
        rounds.forEach(end -> count.write(end, terms.add(count.read(header), 1)));
        boolean formsHold = checkForms(header, rounds);
        boolean complete = addChanged(header, rounds) & addWritten(header, rounds);
        if (!formsHold) {
            facts.keepOnly(this::isNumber, this::widthOf);
        }
        boolean factsHold = facts.dropUnlessKept(rounds);
        boolean nothingNew = !facts.propose(forms.keySet().stream().filter(this::isNumber).toList(), this::widthOf,
                header, iteration, compared(), place -> isNewlyCounted(place, header));
        return formsHold && complete && factsHold && nothingNew;
    }

    /** Whether a place is counted from now on. Without facts the next iteration would be one of very many. */
    private boolean isNewlyCounted(Place place, State header) {
        return forms.get(place) instanceof Form.Counted && place.read(header) == place.read(start);
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
        forms.forEach((place, form) -> {
            if (form instanceof Form.Counted(int width, long step) && step < 0) {
                operands.add(low(place.read(start), width));
            }
        });
        return List.copyOf(operands);
    }

    /** The value of an operand that does not change in the loop, if it is one. */
    private Optional<Term> unchanged(Operand operand, int width) {
        return switch (operand) {
            case Operand.ImmediateOperand immediate -> Optional.of(terms.constant(width, immediate.value()));
            case Operand.RegisterOperand(Register register, _, _) when register.bank() == Register.Bank.GENERAL
                    && !forms.containsKey(new Place.General(register.number())) ->
                    Optional.of(terms.extract(start.generals[register.number()], register.low() + width - 1, register.low()));
            default -> Optional.empty();
        };
    }

    private int widthOf(Place place) {
        return forms.get(place).width();
    }

    /** Whether facts are worth looking for: places of the size of indices and pointers that are not dead stack. */
    private boolean isNumber(Place place) {
        Form form = forms.get(place);
        if (form == null || form instanceof Form.Follows || form instanceof Form.Computed) {
            return false;
        }
        return switch (place) {
            case Place.General general -> general.number() != RSP;
            case Place.Cell cell -> cell.bytes() > 1 && cell.bytes() <= 8 && !isDeadStack(cell.address());
            case Place.Iterations _ -> true;
            case Place.Vector _, Place.FlagBit _ -> false;
        };
    }

    private boolean isDeadStack(long address) {
        return start.generals[RSP] instanceof Constant top
                && address < top.toLong() - RED_ZONE && address > top.toLong() - (1 << 20);
    }

    /** Weakens the forms that an iteration does not keep; whether all were kept. */
    private boolean checkForms(State header, List<State> rounds) {
        boolean kept = true;
        for (Map.Entry<Place, Form> entry : List.copyOf(forms.entrySet())) {
            Place place = entry.getKey();
            Form form = entry.getValue();
            int width = Math.max(form.width(), usedWidth(place, rounds));
            if (width > form.width() && form instanceof Form.Counted) {
                // A small number in a wide register; what it is counted in is known when it leaves the low bits.
                forms.put(place, strongestForm(place, header, rounds));
                kept = false;
            } else if (width > form.width() || !(form instanceof Form.Free) && !keeps(place, form, header, rounds)) {
                forms.put(place, new Form.Free(width));
                kept = false;
            }
        }
        return kept;
    }

    private boolean keeps(Place place, Form form, State header, List<State> rounds) {
        return rounds.stream().allMatch(end -> {
            Term moved = moved(place, form.width(), header, end);
            return switch (form) {
                case Form.Counted counted -> moved == signed(form.width(), counted.step());
                case Form.Follows follows -> moved == asLeader(follows, header, end);
                case Form.Computed computed -> low(place.read(end), computed.width()) == at(computed.value(), terms.add(iterations(), 1));
                case Form.Free _ -> true;
            };
        });
    }

    /** What a term over the number of iterations is for another number. */
    private Term at(Term value, Term number) {
        return new Substitution(terms, Map.of(iterations(), number)).apply(value);
    }

    /** How the number of iterations gives what a place holds, if it does: read off the value with which all ways come round. */
    private Optional<Form> computed(Place place, int width, List<State> rounds) {
        Term next = low(place.read(rounds.getFirst()), width);
        boolean always = rounds.stream().allMatch(end -> low(place.read(end), width) == next);
        if (!always || !symbols.of(next).stream().allMatch(symbol -> symbol == iterations() || facts.isOlder(symbol))) {
            return Optional.empty();
        }
        Term value = at(next, terms.add(iterations(), -1));
        Term before = low(place.read(start), width);
        Term first = at(value, terms.constant(64, 0));
        boolean holds = first == before || !means.resolver().ask(start, terms.ne(first, before)).isPossible();
        return holds && at(value, terms.add(iterations(), 1)) == next ? Optional.of(new Form.Computed(width, value)) : Optional.empty();
    }

    private Term moved(Place place, int width, State header, State end) {
        return terms.sub(low(place.read(end), width), low(place.read(header), width));
    }

    private Term asLeader(Form.Follows follows, State header, State end) {
        Term moved = low(terms.sub(follows.leader().read(end), follows.leader().read(header)), follows.width());
        return follows.opposite() ? terms.neg(moved) : moved;
    }

    /** Adds the places that an iteration changes and that were not known to; whether there were none. */
    private boolean addChanged(State header, List<State> rounds) {
        List<Place> changed = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            addIfChanged(new Place.General(i), header, rounds, changed);
        }
        for (Place.Cell cell : changedCells(header, rounds)) {
            addIfChanged(cell, header, rounds, changed);
        }
        for (int i = 0; i < 16; i++) {
            addIfChanged(new Place.Vector(i), header, rounds, changed);
        }
        for (Flag flag : Flag.values()) {
            addIfChanged(new Place.FlagBit(flag), header, rounds, changed);
        }
        // Wide places first, so that narrow ones can follow them.
        changed.sort((a, b) -> Integer.compare(startWidth(b, rounds), startWidth(a, rounds)));
        Map<Place, Form> found = new LinkedHashMap<>();
        changed.forEach(place -> found.put(place, strongestForm(place, header, rounds)));
        // What is counted may compute the others: they are looked at again when it is.
        boolean mayCompute = found.values().stream().anyMatch(form -> form instanceof Form.Counted);
        found.forEach((place, form) -> {
            if (!mayCompute || !(form instanceof Form.Free) || !deferred.add(place)) {
                forms.put(place, form);
            }
        });
        return changed.isEmpty();
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

    private void addIfChanged(Place place, State header, List<State> rounds, List<Place> changed) {
        if (forms.containsKey(place)) {
            return;
        }
        Term before = place.read(header);
        if (rounds.stream().anyMatch(end -> place.read(end) != before)) {
            place.noteUse(start);
            changed.add(place);
        }
    }

    /** The changed bytes of memory, put together as they are stored. */
    private List<Place.Cell> changedCells(State header, List<State> rounds) {
        TreeSet<Long> changed = new TreeSet<>();
        rounds.forEach(end -> changed.addAll(end.memory.differences(header.memory)));
        forms.keySet().forEach(place -> {
            if (place instanceof Place.Cell cell) {
                changed.subSet(cell.address(), cell.address() + cell.bytes()).clear();
            }
        });
        Map<Long, Integer> stored = storedSizes(header, rounds);
        List<Place.Cell> cells = new ArrayList<>();
        while (!changed.isEmpty()) {
            long address = changed.first();
            Place.Cell cell = cellAt(address, stored);
            cells.add(cell);
            changed.subSet(cell.address(), cell.address() + cell.bytes()).clear();
        }
        return cells;
    }

    private Place.Cell cellAt(long address, Map<Long, Integer> stored) {
        Integer size = stored.get(address);
        if (size == null) {
            return new Place.Cell(address, 1);
        }
        boolean overlaps = forms.keySet().stream().anyMatch(place -> place instanceof Place.Cell other
                && other.address() > address && other.address() < address + size);
        return new Place.Cell(address, overlaps ? 1 : size);
    }

    /** The smallest size with which each address is stored to, where the address is known. */
    private static Map<Long, Integer> storedSizes(State header, List<State> rounds) {
        Map<Long, Integer> sizes = new TreeMap<>();
        for (State end : rounds) {
            for (Trace.Access access : end.trace.accesses(header.trace.accessCount())) {
                if (access.store() && access.address() instanceof Constant address) {
                    sizes.merge(address.toLong(), access.bytes(), Math::min);
                }
            }
        }
        return sizes;
    }

    private int startWidth(Place place, List<State> rounds) {
        return Math.max(fittingWidth(place.read(start)), usedWidth(place, rounds));
    }

    private int usedWidth(Place place, List<State> rounds) {
        return rounds.stream().mapToInt(end -> fittingWidth(place.read(end))).max().orElse(1);
    }

    /** The width of 8, 16, 32 or all bits that certainly holds a term's value. */
    private static int fittingWidth(Term term) {
        int bits = Interval.of(term).high().bitLength();
        for (int width = 8; width <= 32; width *= 2) {
            if (bits <= width && width < term.width()) {
                return width;
            }
        }
        return term.width();
    }

    private Form strongestForm(Place place, State header, List<State> rounds) {
        int width = startWidth(place, rounds);
        if (width <= 64 && !(place instanceof Place.FlagBit)) {
            Term first = moved(place, width, header, rounds.get(0));
            if (first instanceof Constant step) {
                Form counted = new Form.Counted(width, signExtended(step));
                if (keeps(place, counted, header, rounds)) {
                    return counted;
                }
            }
            Optional<Form> computed = computed(place, width, rounds);
            if (computed.isPresent()) {
                return computed.get();
            }
            for (Place leader : leaders(width)) {
                for (boolean opposite : new boolean[] {false, true}) {
                    Form follows = new Form.Follows(width, leader, opposite);
                    if (keeps(place, follows, header, rounds)) {
                        return follows;
                    }
                }
            }
        }
        return new Form.Free(width);
    }

    /** The places that one of a width may follow: not too many, for each is compared on every way round. */
    private List<Place> leaders(int width) {
        return forms.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Form.Free free && free.width() >= width && isNumber(entry.getKey()))
                .map(Map.Entry::getKey)
                .limit(MOST_LEADERS)
                .toList();
    }

    private static long signExtended(Constant constant) {
        int unused = 64 - constant.width();
        return constant.toLong() << unused >> unused;
    }

    // ---- cost

    /** Adds the cost of the complete iterations to every state that came out of the loop. */
    private void charge(State header, Run iteration) {
        if (iteration.rounds().isEmpty() && forms.isEmpty()) {
            return;
        }
        CutLoop cost = cost(header, iteration);
        iteration.exits().forEach(state -> addCut(state, cost));
        iteration.finished().forEach(each -> addCut(each.state(), cost));
    }

    private static void addCut(State state, CutLoop cost) {
        List<CutLoop> cuts = new ArrayList<>(state.cuts);
        cuts.add(cost);
        state.cuts = List.copyOf(cuts);
    }

    private CutLoop cost(State header, Run iteration) {
        List<State> rounds = iteration.rounds();
        List<CutLoop> innerCuts = rounds.stream()
                .flatMap(end -> end.cuts.subList(header.cuts.size(), end.cuts.size()).stream()).toList();
        CutLoop.Together inner = CutLoop.together(innerCuts);
        Set<Long> passedByInner = new HashSet<>();
        innerCuts.forEach(cut -> passedByInner.addAll(cut.passed()));
        List<Rates.Way> ways = rounds.stream().map(end -> way(header, end, inner.rates(), passedByInner)).distinct().toList();
        Rates.Solution solution = Rates.solve(loop.header(), ways);
        Map<String, CutLoop.Rate> rates = new TreeMap<>(inner.rates());
        rates.putAll(solution.rates());
        Set<Long> passed = new HashSet<>(passedByInner);
        rounds.forEach(end -> passages(header, end).keySet().forEach(passed::add));
        // What a stopped way would have cost nobody knows.
        boolean known = iteration.finished().stream().allMatch(each -> each.end().isComplete());
        return new CutLoop(loop.header(), header.trace.length(), rates, Set.copyOf(passed),
                known && inner.exact() && solution.exact(), mostPassages(header, rounds, rates.keySet()),
                regions(header, rounds, innerCuts), calls(header, rounds));
    }

    private static Set<String> regions(State header, List<State> rounds, List<CutLoop> innerCuts) {
        Set<String> names = new LinkedHashSet<>();
        rounds.forEach(end -> names.addAll(end.trace.regions(header.trace.accessCount(), end.trace.accessCount())));
        innerCuts.forEach(cut -> names.addAll(cut.regions()));
        return names;
    }

    private Set<Call> calls(State header, List<State> rounds) {
        Set<Call> calls = new LinkedHashSet<>();
        rounds.forEach(end -> calls.addAll(Calls.of(end, header.calls,
                end.cuts.subList(header.cuts.size(), end.cuts.size()), means.marks())));
        return calls;
    }

    private static Map<Long, Long> passages(State header, State end) {
        Map<Long, Long> passages = new HashMap<>();
        for (long address : end.trace.instructions(header.trace.length())) {
            passages.merge(address, 1L, Long::sum);
        }
        return passages;
    }

    // ---- how often at most

    /**
     * The greatest number of passages of each point: the ways round on which a place moves by at least so much, within what
     * it can be at the header, are at most so many.
     */
    private Map<String, Long> mostPassages(State header, List<State> rounds, Set<String> points) {
        List<Map<State, Long>> bounds = new ArrayList<>();
        for (Place place : forms.keySet()) {
            if (isNumber(place) && facts.isUsed(place)) {
                mostRounds(place, header, rounds).ifPresent(bounds::add);
            }
        }
        Map<String, Long> most = new TreeMap<>();
        for (String point : points) {
            for (Map<State, Long> mostRounds : bounds) {
                mostPassages(point, header, mostRounds).ifPresent(passages -> most.merge(point, passages, Math::min));
            }
        }
        return most;
    }

    /** All ways round move the same place, so what one of them uses up of its room is lost to the others. */
    private OptionalLong mostPassages(String point, State header, Map<State, Long> mostRounds) {
        long most = 0;
        for (Map.Entry<State, Long> round : mostRounds.entrySet()) {
            long each = passages(point, header, round.getKey());
            if (each < 0) {
                return OptionalLong.empty();
            }
            most = Math.max(most, each * round.getValue());
        }
        return OptionalLong.of(most);
    }

    /** How often each way round can be taken at most, where all of them move the place in one direction. */
    private Optional<Map<State, Long>> mostRounds(Place place, State header, List<State> rounds) {
        int width = widthOf(place);
        Term at = low(place.read(header), width);
        AddressRange span = span(place, header, at);
        AddressRange first = means.resolver().bounds(start, low(place.read(start), width));
        if (span == null || first == null) {
            return Optional.empty();
        }
        return counts(rounds, end -> at, end -> low(place.read(end), width), span.high() - first.low())
                .or(() -> counts(rounds, end -> low(place.read(end), width), end -> at, first.high() - span.low()));
    }

    /** What a place can be at the header: by the facts if they set a bound, else by the solver if that is not far. */
    private AddressRange span(Place place, State header, Term at) {
        Interval known = facts.bounds(place, at.width());
        boolean isBounded = known.high().bitLength() < Math.min(63, at.width()) && !(at instanceof Constant);
        return isBounded ? new AddressRange(known.low().longValue(), known.high().longValue(), 1) : means.resolver().bounds(header, at);
    }

    private Optional<Map<State, Long>> counts(List<State> rounds, Function<State, Term> from, Function<State, Term> to, long room) {
        Map<State, Long> counts = new HashMap<>();
        for (State end : rounds) {
            if (means.resolver().ask(end, terms.not(terms.ult(from.apply(end), to.apply(end)))).isPossible()) {
                return Optional.empty();
            }
            long least = means.resolver().least(end, terms.sub(to.apply(end), from.apply(end)));
            counts.put(end, Math.max(0, room) / Math.max(1, least));
        }
        return Optional.of(counts);
    }

    /** How often a way round passes a point, at most; -1 where an inner loop does so without a known bound. */
    private long passages(String point, State header, State end) {
        long[] instructions = end.trace.instructions(header.trace.length());
        long address = CutLoop.automaticAddress(point);
        long passages = address == -1 ? means.marks().passages(end.trace, header.trace.length()).getOrDefault(point, 0L)
                : Arrays.stream(instructions).filter(each -> each == address).count();
        for (CutLoop inner : end.cuts.subList(header.cuts.size(), end.cuts.size())) {
            if (inner.rates().containsKey(point)) {
                Long most = inner.most().get(point);
                if (most == null) {
                    return -1;
                }
                passages += most;
            }
        }
        return passages;
    }

    private Rates.Way way(State header, State end, Map<String, CutLoop.Rate> inner, Set<Long> passedByInner) {
        long[] instructions = end.trace.instructions(header.trace.length());
        Map<String, Long> marks = means.marks().passages(end.trace, header.trace.length());
        Map<Long, Long> addresses = passages(header, end);
        long cost = instructions.length;
        long accesses = end.trace.accessCount() - header.trace.accessCount();
        for (Map.Entry<String, CutLoop.Rate> rate : inner.entrySet()) {
            long address = CutLoop.automaticAddress(rate.getKey());
            long passages = address == -1 ? marks.getOrDefault(rate.getKey(), 0L) : addresses.getOrDefault(address, 0L);
            cost -= passages * rate.getValue().instructions();
            accesses -= passages * rate.getValue().accesses();
            marks.remove(rate.getKey());
        }
        // Only what this loop alone passes can count its ways: inner iterations pass their own points more often.
        addresses.keySet().removeIf(address -> !loop.contains(address) || passedByInner.contains(address) && address != loop.header());
        return new Rates.Way(cost, accesses, marks, addresses);
    }
}
