package org.perfcontracts.explore.loop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.memory.Resolver;
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

/**
 * The places that a loop is known to change, and how: the form of each. Places are only ever added, and a form only ever becomes
 * weaker, so that both come to an end.
 */
final class Forms {
    private static final int MOST_LEADERS = 16;
    /** Of more bytes that change one by one it is taken that they are no numbers but a buffer. */
    private static final int MOST_SINGLE_BYTES = 4;
    /** For so many rounds a pointer is taken to lead where it did before facts show that it does. */
    private static final int MOST_UNPROVED = 4;
    private static final int RSP = 4;
    private static final int RED_ZONE = 128;

    private final Terms terms;
    private final Resolver resolver;
    private final Spots spots;
    private final Links links;
    private final Facts facts;
    private final State start;
    private final String prefix;
    /** How many bytes below the stack pointer an iteration may find as another one left them: a call overwrites them. */
    private final int keptBelow;
    private final Map<Place, Form> forms = new LinkedHashMap<>();
    private final Place count;
    /** How many of the places are bytes by themselves. */
    private int singleBytes;
    private final Symbols symbols = new Symbols();
    private final Regions regions;
    /** Places that iterations put something into that was found in memory, or is made of it. */
    private final Set<Place> found = new HashSet<>();
    /** Free places that were left as they were before the loop for one round, until what is counted was known. */
    private final Set<Place> deferred = new HashSet<>();
    private final Map<Place, Integer> unproved = new HashMap<>();

    /**
     * Nothing is changed but the number of iterations, which is 0 in the state before the loop.
     *
     * @param start the state before the loop
     * @param prefix what the names of the loop's symbols begin with
     * @param calls whether the loop calls functions
     */
    Forms(Means means, Facts facts, State start, String prefix, boolean calls) {
        this.terms = means.terms();
        this.resolver = means.resolver();
        this.regions = means.regions();
        this.spots = new Spots(means);
        this.links = new Links(means);
        this.facts = facts;
        this.start = start;
        this.prefix = prefix;
        this.keptBelow = calls ? 0 : RED_ZONE;
        this.count = new Place.Iterations(prefix);
        count.write(start, terms.constant(64, 0));
        put(count, new Form.Counted(64, 1));
    }

    /** What a place holds in a state, in the bits in which the loop changes it. */
    Term low(Place place, State state) {
        return low(place.read(state), widthOf(place));
    }

    /** In how many low bits a place changes. */
    int widthOf(Place place) {
        return forms.get(place).width();
    }

    /** By how much a place is counted in each iteration; 0 if it is not. */
    long stepOf(Place place) {
        return forms.get(place) instanceof Form.Counted counted ? counted.step() : 0;
    }

    boolean contains(Place place) {
        return forms.containsKey(place);
    }

    /** The places whose values do not follow from the number of iterations or from other places. */
    List<Place> independent() {
        return forms.keySet().stream().filter(place -> switch (forms.get(place)) {
            case Form.Free _, Form.Element _, Form.OneOf _ -> true;
            case Form.Counted _, Form.Follows _, Form.Computed _ -> false;
        }).toList();
    }

    /** The places about which facts are worth looking for. */
    List<Place> numbers() {
        return forms.keySet().stream().filter(this::isNumber).toList();
    }

    /** Whether facts are worth looking for: places of the size of indices and pointers that are not dead stack. */
    boolean isNumber(Place place) {
        Form form = forms.get(place);
        if (form == null || form instanceof Form.Follows || form instanceof Form.Computed
                || form instanceof Form.Element || form instanceof Form.OneOf) {
            return false;
        }
        return switch (place) {
            case Place.General general -> general.number() != RSP;
            case Place.Cell cell -> (cell.bytes() > 1 || singleBytes <= MOST_SINGLE_BYTES) && cell.bytes() <= 8 && !isDeadStack(cell.address());
            case Place.Iterations _ -> true;
            case Place.Vector _, Place.Mask _, Place.FlagBit _ -> false;
        };
    }

    private void put(Place place, Form form) {
        if (forms.put(place, form) == null && place.isSingleByte()) {
            singleBytes++;
        }
    }

    private void remove(Place place) {
        if (forms.remove(place) != null && place.isSingleByte()) {
            singleBytes--;
        }
    }

    private boolean isDeadStack(long address) {
        return start.generals[RSP] instanceof Constant top
                && address < top.toLong() - keptBelow && address > top.toLong() - (1 << 20);
    }

    /** Whether a place is counted from now on. Without facts the next iteration would be one of very many. */
    boolean isNewlyCounted(Place place, State header) {
        return forms.get(place) instanceof Form.Counted && place.read(header) == place.read(start);
    }

    /** What counts down, as it is before the loop. */
    List<Term> startsOfCountingDown() {
        List<Term> starts = new ArrayList<>();
        forms.forEach((place, form) -> {
            if (form instanceof Form.Counted(int width, long step) && step < 0) {
                starts.add(low(place.read(start), width));
            }
        });
        return starts;
    }

    /** What was in the places before the loop that move against a place. */
    List<Term> startsOfOpposites(Place leader) {
        List<Term> starts = new ArrayList<>();
        forms.forEach((place, form) -> {
            if (form instanceof Form.Follows(int width, Place followed, boolean opposite) && opposite && followed.equals(leader)) {
                starts.add(low(place.read(start), width));
            }
        });
        return starts;
    }

    // ---- the state at the header

    /** Puts into a state, which is one before the loop, what the places hold in an arbitrary iteration. */
    void enter(State header) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        Set<Symbol> carriedFound = new HashSet<>(start.carriedFound);
        Evaluator before = start.model == null ? null : start.evaluator();
        Map<Place, Term> bound = new LinkedHashMap<>();
        forms.forEach((place, form) -> {
            if (form instanceof Form.Free free) {
                Symbol symbol = symbol(place, free);
                if (found.contains(place)) {
                    carriedFound.add(symbol);
                }
                bound.put(place, extended(symbol, place));
                header.premise(terms.eq(symbol, low(place.read(start), free.width())));
                if (before != null) {
                    values.put(symbol, before.value(low(place.read(start), free.width())));
                }
            }
        });
        forms.forEach((place, form) -> {
            if (form instanceof Form.Element element) {
                Term any = spots.any(element, prefix + place.label(), header, place.read(start), values);
                if (found.contains(place)) {
                    carriedFound.addAll(symbols.of(any));
                }
                bound.put(place, any);
                header.premise(terms.eq(any, place.read(start)));
            } else if (form instanceof Form.OneOf oneOf) {
                Symbol which = links.which(oneOf, prefix + place.label());
                Term any = links.any(oneOf, which);
                bound.put(place, any);
                header.premise(terms.eq(any, place.read(start)));
                if (before != null) {
                    values.put(which, BigInteger.valueOf(Math.max(0, oneOf.numbers().indexOf(before.toLong(place.read(start))))));
                }
            }
        });
        forms.forEach((place, form) -> {
            if (!(form instanceof Form.Free || form instanceof Form.Element || form instanceof Form.OneOf)) {
                bound.put(place, extended(derived(place, form, bound), place));
            }
        });
        bound.forEach((place, value) -> place.write(header, value));
        header.carriedFound = carriedFound;
        if (before != null) {
            values.put(iterations(), BigInteger.ZERO);
            header.setModel(start.model.with(Assignment.of(values)));
        }
        header.premise(terms.eq(iterations(), terms.constant(64, 0)));
    }

    /** Looks where what was found in memory comes to, in iterations that began as the last {@link #enter} says. */
    void noteFound(List<State> rounds) {
        if (!regions.hasFound()) {
            return;
        }
        for (Place place : forms.keySet()) {
            if (isFound(place, start) || rounds.stream().anyMatch(end -> isFound(place, end))) {
                found.add(place);
            }
        }
    }

    private boolean isFound(Place place, State state) {
        return symbols.of(place.read(state)).stream().anyMatch(symbol -> regions.isOfFound(symbol) || state.carriedFound.contains(symbol));
    }

    /** The number of iterations before. */
    Symbol iterations() {
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
            case Form.Free _, Form.Element _, Form.OneOf _ -> throw new IllegalArgumentException("such a place is not derived");
        };
    }

    private Constant signed(int width, long value) {
        return terms.constant(width, BigInteger.valueOf(value));
    }

    private Term extended(Term value, Place place) {
        return terms.zext(value, place.read(start).width());
    }

    private Term low(Term term, int width) {
        return terms.extract(term, width - 1, 0);
    }

    /** What it takes for a way round to be taken again and again: that it leaves as they were the places that decide about it. */
    List<Term> unchanged(State header, State end) {
        Set<Symbol> deciding = new HashSet<>(symbols.of(end.constraints.subList(header.constraints.size(), end.constraints.size())));
        end.trace.accesses(header.trace.accessCount()).forEach(access -> deciding.addAll(symbols.of(access.address())));
        List<Term> conditions = new ArrayList<>();
        Set<Place> left = new LinkedHashSet<>(forms.keySet());
        left.removeIf(place -> place instanceof Place.Iterations);
        boolean grows = true;
        while (grows) {
            grows = left.removeIf(place -> {
                if (symbols.of(low(place, header)).stream().noneMatch(deciding::contains)) {
                    return false;
                }
                conditions.add(terms.eq(low(place, end), low(place, header)));
                deciding.addAll(symbols.of(low(place, end)));
                return true;
            });
        }
        return conditions;
    }

    // ---- growing to the fix point

    /** Counts the iteration that the ways round have gone through. */
    void countRound(State header, List<State> rounds) {
        rounds.forEach(end -> count.write(end, terms.add(count.read(header), 1)));
    }

    /** Weakens the forms that an iteration does not keep; whether all were kept. */
    boolean weaken(State header, List<State> rounds) {
        boolean kept = true;
        for (Map.Entry<Place, Form> entry : List.copyOf(forms.entrySet())) {
            Place place = entry.getKey();
            Form form = entry.getValue();
            int width = Math.max(form.width(), usedWidth(place, rounds));
            if (width > form.width() && form instanceof Form.Counted) {
                // A small number in a wide register; what it is counted in is known when it leaves the low bits.
                put(place, strongestForm(place, header, rounds));
                kept = false;
            } else if (form instanceof Form.Element element && isUnproved(place, element, rounds)) {
                kept = false;
            } else if (width > form.width() || !(form instanceof Form.Free) && !keeps(place, form, header, rounds)) {
                put(place, switch (form) {
                    case Form.Element _ -> element(place, rounds).orElse(new Form.Free(width));
                    case Form.OneOf _ -> oneOf(place, rounds).<Form>map(wider -> links.followed((Form.OneOf) wider, place.read(header),
                            rounds.stream().map(place::read).toList())).orElse(new Form.Free(width));
                    default -> new Form.Free(width);
                });
                kept = false;
            }
        }
        return kept;
    }

    /** Whether a pointer leads where it did as long as an index stays in its bounds, which is not known yet: facts may come to say so. */
    private boolean isUnproved(Place place, Form.Element form, List<State> rounds) {
        if (unproved.getOrDefault(place, 0) == MOST_UNPROVED || leads(form, rounds, place, spots::element)) {
            return false;
        }
        unproved.merge(place, 1, Integer::sum);
        return leads(form, rounds, place, spots::likely);
    }

    private static boolean leads(Form.Element form, List<State> rounds, Place place, Function<Map<State, Term>, Optional<Form.Element>> where) {
        return rounds.stream().allMatch(end -> where.apply(Map.of(end, place.read(end))).filter(here -> here.spots().stream().allMatch(form::covers)).isPresent());
    }

    private boolean keeps(Place place, Form form, State header, List<State> rounds) {
        return rounds.stream().allMatch(end -> {
            Term moved = moved(place, form.width(), header, end);
            return switch (form) {
                case Form.Counted counted -> moved == signed(form.width(), counted.step());
                case Form.Follows follows -> moved == asLeader(follows, header, end);
                case Form.Computed computed -> low(place.read(end), computed.width()) == at(computed.value(), terms.add(iterations(), 1));
                case Form.Element element -> leads(element, List.of(end), place, spots::element);
                case Form.OneOf oneOf -> links.oneOf(oneOf.numbers(), Map.of(end, place.read(end))).filter(oneOf::equals).isPresent();
                case Form.Free _ -> true;
            };
        });
    }

    /** The elements that a place leads to before the loop, where it was known to lead, and where it leads when it comes round. */
    private Optional<Form> element(Place place, List<State> rounds) {
        return spots.element(values(place, rounds)).flatMap(found -> {
            Set<Form.Spot> all = new LinkedHashSet<>(forms.get(place) instanceof Form.Element known ? known.spots() : List.of());
            all.addAll(found.spots());
            return spots.form(all).filter(spots::leadsSomewhere);
        });
    }

    /** One of the pointers that a place holds before the loop, or when it comes round. */
    private Optional<Form> oneOf(Place place, List<State> rounds) {
        return links.oneOf(forms.get(place) instanceof Form.OneOf known ? known.numbers() : List.of(), values(place, rounds));
    }

    private Map<State, Term> values(Place place, List<State> rounds) {
        Map<State, Term> values = new LinkedHashMap<>();
        values.put(start, place.read(start));
        rounds.forEach(end -> values.put(end, place.read(end)));
        return values;
    }

    /** How often the loop comes round at most, by the pointers that it follows; empty where they do not tell. */
    OptionalLong mostFollowed(State header, List<State> rounds) {
        return forms.entrySet().stream().filter(entry -> entry.getValue() instanceof Form.OneOf)
                .map(entry -> links.mostRounds((Form.OneOf) entry.getValue(), links.which((Form.OneOf) entry.getValue(), prefix + entry.getKey().label()), entry.getKey(), header, rounds))
                .flatMapToLong(OptionalLong::stream).min();
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
        boolean holds = first == before || isWorthAsking(place, first, before) && !resolver.ask(start, terms.ne(first, before)).isPossible();
        return holds && at(value, terms.add(iterations(), 1)) == next ? Optional.of(new Form.Computed(width, value)) : Optional.empty();
    }

    /** Whether two terms may be equal before the loop, and it matters: of the bytes of a buffer it does not. */
    private boolean isWorthAsking(Place place, Term first, Term before) {
        boolean isOfBuffer = place.isSingleByte() && singleBytes > MOST_SINGLE_BYTES;
        return !isOfBuffer && (start.model == null || start.evaluator().isTrue(terms.eq(first, before)));
    }

    private Term moved(Place place, int width, State header, State end) {
        return terms.sub(low(place.read(end), width), low(place.read(header), width));
    }

    private Term asLeader(Form.Follows follows, State header, State end) {
        Term moved = low(terms.sub(follows.leader().read(end), follows.leader().read(header)), follows.width());
        return follows.opposite() ? terms.neg(moved) : moved;
    }

    /** Adds the places that an iteration changes and that were not known to; whether there were none. */
    boolean grow(State header, List<State> rounds) {
        List<Place> changed = ChangedPlaces.of(start, header, rounds, forms.keySet());
        // Wide places first, so that narrow ones can follow them.
        changed.sort((a, b) -> Integer.compare(startWidth(b, rounds), startWidth(a, rounds)));
        Map<Place, Form> found = new LinkedHashMap<>();
        changed.forEach(place -> {
            Form form = strongestForm(place, header, rounds);
            found.put(place, form);
            put(place, form);
        });
        // What is counted may compute the others: they are looked at again when it is.
        if (found.values().stream().anyMatch(form -> form instanceof Form.Counted)) {
            found.forEach((place, form) -> {
                if (form instanceof Form.Free && deferred.add(place)) {
                    remove(place);
                    List.copyOf(forms.keySet()).stream().filter(other -> forms.get(other) instanceof Form.Follows follows && follows.leader().equals(place))
                            .forEach(this::remove);
                }
            });
        }
        return changed.isEmpty();
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
        if (links.isFollowed(place, header, rounds)) {
            Optional<Form> oneOf = oneOf(place, rounds);
            if (oneOf.isPresent()) {
                return oneOf.get();
            }
        }
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
        Optional<Form> element = width == Long.SIZE && place.mayBePointer() ? element(place, rounds) : Optional.empty();
        return element.or(() -> oneOf(place, rounds)).orElse(new Form.Free(width));
    }

    /** The places that one of a width may follow: not too many, for each is compared on every way round. */
    private List<Place> leaders(int width) {
        return forms.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Form.Free free && free.width() >= width && isNumber(entry.getKey()))
                .map(Map.Entry::getKey)
                .limit(MOST_LEADERS)
                .toList();
    }

    /** The value of at most 64 bits, signed. */
    static long signExtended(Constant constant) {
        int unused = 64 - constant.width();
        return constant.toLong() << unused >> unused;
    }
}
