package org.perfcontracts.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Subterms;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

/**
 * Says which inputs a set of paths holds, as shortly as it can.
 *
 * <p>The constraints of each path are put into words; then, as when a two-level logic function is minimised, statements are
 * dropped or weakened while the rest still implies that one of the set's paths is taken, and alternatives that the others
 * cover are dropped. The solver decides each step, and at the end whether the words mean the set: where they do not, or
 * where it does not know, the condition is marked as not exact.
 */
final class ConditionNamer {
    /** Questions to the solver about shortening, for all classes together; then words stay as long as they are. */
    private static final int MOST_QUESTIONS = 4_000;
    /** A question about words that are made of so many more terms, such as about a hash, counts as one more. */
    private static final int TERMS_OF_A_QUESTION = 64;

    /** More paths than this are not put into words: nobody reads so many alternatives, and shortening compares each with each. */
    private static final int MOST_PATHS = 250;

    /** True of any set of paths, and says nothing of it. */
    private static final Condition UNTOLD = new Condition(List.of(List.of()), false);

    private static final BigInteger IPV4 = BigInteger.valueOf(0x0800);

    private final Terms terms;
    private final Solver solver;
    private final BooleanSupplier over;
    private final InputSpace space;
    private final Footprint footprint = new Footprint();
    private final Map<String, Wording> wordings = new HashMap<>();
    private final Map<Question, Optional<BigInteger>> pinned = new HashMap<>();
    /** Beyond which values no input can be. */
    private final Map<Limit, Boolean> limited = new HashMap<>();
    private final boolean presumeIpv4;
    private final Collection<Region> all;
    private final boolean isWhole;
    private int questions;

    private record Question(Field field, List<Term> conditions) {
    }

    private record Limit(Field field, BigInteger last) {
    }

    /**
     * A namer for the paths of one exploration.
     *
     * @param over whether there is no time left for words
     * @param all the regions of all its paths
     * @param isWhole whether there are no other paths
     */
    ConditionNamer(Terms terms, Solver solver, BooleanSupplier over, InputSpace space, Collection<Region> all, boolean isWhole) {
        this.terms = terms;
        this.solver = solver;
        this.over = over;
        this.space = space;
        this.all = all;
        this.isWhole = isWhole;
        this.presumeIpv4 = !over.getAsBoolean() && space.layer() == Layer.ETHERNET && all.stream()
                .anyMatch(region -> space.packets().stream().anyMatch(packet -> value(ethernetType(packet), region.told()).equals(Optional.of(IPV4))));
    }

    private static Field ethernetType(String packet) {
        return Field.ofPacket(packet, "ethernet.type", 96, 16, Field.Notation.ETHERNET_TYPE);
    }

    /**
     * Inputs in words.
     *
     * @param condition which inputs they are
     * @param common    statements that hold of all of them, whatever alternative it is
     * @param cover     the alternatives of the condition
     */
    record Words(Condition condition, List<String> common, List<Conjunction> cover) {
        /** The same with what it also depends on. */
        Words on(List<String> grounds) {
            return new Words(new Condition(condition.alternatives(), condition.exact(), grounds), common, cover);
        }
    }

    /** The inputs of the given regions: where loops are left is said only if the words are whole by it. */
    Words name(List<Region> regions) {
        if (regions.size() > MOST_PATHS || over.getAsBoolean()) {
            return new Words(UNTOLD, List.of(), List.of());
        }
        List<Region> others = all.stream().filter(region -> !isAmong(region, regions)).toList();
        Words words = name(withoutLoops(regions), withoutLoops(others));
        if (words.condition.exact() || regions.stream().allMatch(region -> region.withoutLoops() == region)) {
            return words;
        }
        Words more = name(regions, others);
        return more.condition.exact() ? more : words;
    }

    private static boolean isAmong(Region region, List<Region> regions) {
        return regions.stream().anyMatch(each -> each == region);
    }

    private static List<Region> withoutLoops(List<Region> regions) {
        return regions.stream().map(Region::withoutLoops).toList();
    }

    private Words name(List<Region> regions, List<Region> others) {
        Shortening shortening = new Shortening(regions, outside(regions, others));
        List<Conjunction> cover = new ArrayList<>(shortening.cover());
        cover.sort(READING_ORDER);
        boolean exact = (regions.stream().allMatch(Region::isTold) || areApart(regions, others)) && shortening.isSame(cover);
        return new Words(new Condition(cover.stream().map(this::statements).toList(), exact), common(cover), cover);
    }

    /**
     * Whether what is told of some regions is told of no other region. As all that happens is on one of the paths, and what is told of a
     * path holds on it, it is then on a path of these regions whenever it is as told of one of them, whatever else their constraints say.
     */
    private boolean areApart(List<Region> regions, List<Region> others) {
        if (!isWhole || over.getAsBoolean()) {
            return false;
        }
        List<Term> both = new ArrayList<>(space.assumptions());
        both.add(told(regions));
        return !isPossible(both, told(others));
    }

    private Term told(List<Region> regions) {
        return terms.any(regions.stream().map(region -> region.toldTerm(terms)).toList());
    }

    /**
     * What tells the inputs of some regions from those of others, as shortly as it can: alternatives of which one holds for each input of the
     * regions, and none for any of the others.
     *
     * @return empty where words cannot tell, or it is not known whether they can
     */
    Optional<List<List<String>>> difference(List<Region> regions, List<Region> others) {
        if (regions.size() + others.size() > MOST_PATHS || over.getAsBoolean()) {
            return Optional.empty();
        }
        List<Term> outside = new ArrayList<>(space.assumptions());
        outside.add(told(others));
        Shortening shortening = new Shortening(regions, outside);
        List<Conjunction> cover = new ArrayList<>(shortening.cover());
        if (!shortening.isOutside(cover)) {
            return Optional.empty();
        }
        cover.sort(READING_ORDER);
        return Optional.of(cover.stream().map(conjunction -> statements(withoutImplied(conjunction))).toList());
    }

    /** A statement without the end that every input has anyway, as lengths have. */
    Atom widened(Atom atom) {
        if (!(atom instanceof Atom.Within(Field field, ValueSet values, Term _, String _)) || values.isEmpty()) {
            return atom;
        }
        BigInteger last = values.runs().getLast().high();
        ValueSet beyond = ValueSet.all(field.width()).above(last);
        if (beyond.isEmpty() || !limited.computeIfAbsent(new Limit(field, last), _ -> !isPossible(space.assumptions(), field.within(beyond, terms)))) {
            return atom;
        }
        ValueSet wider = values.union(beyond);
        String text = field.says(wider);
        return text == null || wider.isAll() ? atom : new Atom.Within(field, wider, field.within(wider, terms), text);
    }

    /** What denies a statement of a conjunction. */
    Atom opposite(Atom atom, Conjunction of) {
        return wording(of.atoms().stream().map(Atom::term).toList()).opposite(atom);
    }

    /** Whether the names of a statement of a conjunction have their meaning on a path, as what gives them that has been asked. */
    static boolean hasMeaning(Atom atom, Conjunction of, Conjunction path) {
        return of.atoms().stream().filter(other -> isPrerequisite(other, Conjunction.of(other).and(atom)))
                .allMatch(needed -> path.atoms().stream().anyMatch(known -> implies(known, (Atom.Within) needed)));
    }

    private static boolean implies(Atom known, Atom.Within needed) {
        return known instanceof Atom.Within within && within.field().equals(needed.field()) && within.values().isWithin(needed.values());
    }

    /** Without the protocols that the names of other fields imply. */
    private static Conjunction withoutImplied(Conjunction conjunction) {
        return new Conjunction(conjunction.atoms().stream()
                .filter(atom -> !(atom instanceof Atom.Within within && within.values().isSingle() && isPrerequisite(atom, conjunction))).toList());
    }

    /** What the alternatives have in common: of a field, that it has one of the values of any of them. */
    private List<String> common(List<Conjunction> cover) {
        if (cover.isEmpty()) {
            return List.of();
        }
        List<Atom> common = new ArrayList<>();
        for (Atom atom : cover.getFirst().atoms()) {
            if (cover.stream().allMatch(conjunction -> conjunction.atoms().contains(atom))) {
                common.add(atom);
            } else if (atom instanceof Atom.Within within) {
                hull(within.field(), cover).ifPresent(common::add);
            }
        }
        return statements(new Conjunction(common));
    }

    private Optional<Atom> hull(Field field, List<Conjunction> cover) {
        ValueSet union = null;
        for (Conjunction conjunction : cover) {
            Optional<ValueSet> here = conjunction.atoms().stream().filter(atom -> atom instanceof Atom.Within within && within.field().equals(field))
                    .map(atom -> ((Atom.Within) atom).values()).findFirst();
            if (here.isEmpty()) {
                return Optional.empty();
            }
            union = union == null ? here.get() : union.union(here.get());
        }
        String text = union == null || union.isAll() ? null : field.says(union);
        return text == null ? Optional.empty() : Optional.of(new Atom.Within(field, union, field.within(union, terms), text));
    }

    /** What is told of other paths only; where there may be other paths than those that are known, all but the regions. */
    private List<Term> outside(List<Region> regions, List<Region> others) {
        List<Term> outside = new ArrayList<>(space.assumptions());
        if (isWhole && all.size() <= MOST_PATHS) {
            outside.add(told(others));
        }
        regions.forEach(region -> outside.add(terms.not(region.toldTerm(terms))));
        return outside;
    }

    private List<String> statements(Conjunction conjunction) {
        return conjunction.atoms().stream()
                .sorted(Comparator.comparingInt(ConditionNamer::position))
                .map(atom -> statement(atom, conjunction))
                .distinct()
                .toList();
    }

    /** A statement in words, among others that hold. */
    String statement(Atom atom, Conjunction conjunction) {
        if (!(atom instanceof Atom.Relation relation) || relation.caveat().isEmpty()) {
            return atom.text();
        }
        List<Term> context = new ArrayList<>(space.assumptions());
        context.add(conjunction.without(atom).term(terms));
        boolean mayDiffer = isPossible(context, terms.xor(relation.term(), relation.reading()));
        return mayDiffer ? relation.text() + " " + relation.caveat() : relation.text();
    }

    /** Short alternatives first, then those about what stands first in the packet. */
    private static final Comparator<Conjunction> READING_ORDER =
            Comparator.comparingInt((Conjunction conjunction) -> conjunction.atoms().size()).thenComparing(ConditionNamer::positions);

    /** The positions of the atoms in ascending order, as a text that sorts like them. */
    private static String positions(Conjunction conjunction) {
        return conjunction.atoms().stream()
                .sorted(Comparator.comparingInt(ConditionNamer::position))
                .map(atom -> String.format("%010d %s", position(atom), atom.text()))
                .collect(Collectors.joining("\n"));
    }

    /** Where an atom stands among others: fields as in the packet, then parameters, what operations come to, loops, and relations. */
    private static int position(Atom atom) {
        return switch (atom) {
            case Atom.Within within when within.field().values() == Field.Notation.OUTCOME -> Integer.MAX_VALUE - (LoopWords.isOf(within.field()) ? 1 : 2);
            case Atom.Within within -> Math.min(Layout.position(within.field()), Integer.MAX_VALUE - 3);
            case Atom.Relation _ -> Integer.MAX_VALUE;
        };
    }

    // ---- one path

    private List<Conjunction> word(Region region) {
        return wording(region.told()).of(region.told());
    }

    private Wording wording(List<Term> conditions) {
        Layout layout = Layout.of(space.packets(), space.layer(), new KnowledgeOf(conditions));
        return wordings.computeIfAbsent(layout.key(), _ -> new Wording(terms, solver, footprint, layout));
    }

    /** What the conditions of a path say of the packet's layout. */
    private final class KnowledgeOf implements Layout.Knowledge {
        private final List<Term> conditions;

        private KnowledgeOf(List<Term> conditions) {
            this.conditions = conditions;
        }

        @Override
        public Optional<BigInteger> value(Field field) {
            return ConditionNamer.this.value(field, conditions);
        }

        @Override
        public boolean isWithin(Field field, ValueSet set) {
            List<Term> about = about(field, conditions);
            return !about.isEmpty() && !isPossible(about, field.within(set.complement(), terms));
        }

        @Override
        public boolean presumesIpv4(Field type) {
            return presumeIpv4 && isPossible(about(type, conditions), type.within(ValueSet.of(16, IPV4), terms));
        }
    }

    /** The only value that a field can have under the conditions, judged by those that look at it. */
    private Optional<BigInteger> value(Field field, List<Term> conditions) {
        List<Term> about = about(field, conditions);
        return about.isEmpty() ? Optional.empty() : pinned.computeIfAbsent(new Question(field, about), this::onlyValue);
    }

    private Optional<BigInteger> onlyValue(Question question) {
        if (!(solver.check(question.conditions) instanceof Answer.Satisfiable(var model))) {
            return Optional.empty();
        }
        BigInteger value = new Evaluator(model).value(question.field.term(terms));
        Term another = terms.not(question.field.within(ValueSet.of(question.field.width(), value), terms));
        return isPossible(question.conditions, another) ? Optional.empty() : Optional.of(value);
    }

    private List<Term> about(Field field, List<Term> conditions) {
        Set<Symbol> symbols = footprint.of(field.term(terms)).keySet();
        return conditions.stream()
                .filter(condition -> footprint.of(condition).keySet().stream().anyMatch(symbols::contains))
                .toList();
    }

    private boolean isPossible(List<Term> conditions, Term another) {
        List<Term> all = new ArrayList<>(conditions);
        all.add(another);
        return solver.check(all).isPossible();
    }

    // ---- several paths

    /** The shortening of one set of paths. */
    private final class Shortening {
        private final List<Conjunction> worded = new ArrayList<>();
        private final List<Term> members = new ArrayList<>();
        private final List<Term> outside;
        private final Map<Field, ValueSet> hulls = new HashMap<>();

        /** Words may say more than the regions, but nothing of what is outside. */
        private Shortening(List<Region> regions, List<Term> outside) {
            this.outside = outside;
            for (Region region : regions) {
                worded.addAll(word(region));
                members.add(region.toldTerm(terms));
            }
            for (Conjunction conjunction : worded) {
                for (Atom atom : conjunction.atoms()) {
                    if (atom instanceof Atom.Within within) {
                        hulls.merge(within.field(), within.values(), ValueSet::union);
                    }
                }
            }
            worded.sort(Comparator.comparingInt(conjunction -> conjunction.atoms().size()));
        }

        private List<Conjunction> cover() {
            List<Conjunction> cover = new ArrayList<>();
            for (Conjunction conjunction : worded) {
                if (cover.isEmpty() || !isCovered(conjunction, cover)) {
                    cover.add(shorten(conjunction));
                }
            }
            return irredundant(cover);
        }

        private boolean isCovered(Conjunction conjunction, List<Conjunction> cover) {
            List<Term> conditions = new ArrayList<>(space.assumptions());
            cover.forEach(other -> conditions.add(terms.not(other.term(terms))));
            return isImpossible(conditions, conjunction);
        }

        private boolean isImpossible(List<Term> conditions, Conjunction conjunction) {
            if (questions >= MOST_QUESTIONS || over.getAsBoolean()) {
                return false;
            }
            Term words = conjunction.term(terms);
            questions += 1 + Subterms.count(words) / TERMS_OF_A_QUESTION;
            return !isPossible(conditions, words);
        }

        /** Drops or weakens what is not needed for being in the set: relations first, then the deepest fields. */
        private Conjunction shorten(Conjunction conjunction) {
            Conjunction shorter = conjunction;
            List<Atom> order = new ArrayList<>(conjunction.atoms());
            order.sort(Comparator.comparingInt(ConditionNamer::position).reversed());
            for (Atom atom : order) {
                if (questions >= MOST_QUESTIONS) {
                    return shorter;
                }
                if (isPrerequisite(atom, shorter)) {
                    continue;
                }
                shorter = shorten(shorter, atom);
            }
            return shorter;
        }

        private Conjunction shorten(Conjunction conjunction, Atom atom) {
            Conjunction without = conjunction.without(atom);
            if (isImpossible(outside, without)) {
                return without;
            }
            return atom instanceof Atom.Within within ? weaken(conjunction, within) : conjunction;
        }

        /** Admits every value of the field that any path of the set has, if that makes another alternative superfluous. */
        private Conjunction weaken(Conjunction conjunction, Atom.Within atom) {
            ValueSet hull = hulls.get(atom.field());
            String text = atom.field().says(hull);
            if (text == null || hull.equals(atom.values())) {
                return conjunction;
            }
            Atom weaker = new Atom.Within(atom.field(), hull, atom.field().within(hull, terms), text);
            Conjunction with = conjunction.with(weaker, atom);
            boolean useful = worded.stream()
                    .filter(other -> other.atoms().stream().anyMatch(found -> isBeyond(found, atom)))
                    .anyMatch(other -> isCovered(other, List.of(with)));
            return useful && isImpossible(outside, with) ? with : conjunction;
        }

        private static boolean isBeyond(Atom found, Atom.Within atom) {
            return found instanceof Atom.Within other && other.field().equals(atom.field())
                    && !other.values().isWithin(atom.values());
        }

        private List<Conjunction> irredundant(List<Conjunction> cover) {
            List<Conjunction> kept = new ArrayList<>(cover);
            for (Conjunction conjunction : cover.reversed()) {
                List<Conjunction> others = new ArrayList<>(kept);
                others.remove(conjunction);
                if (!others.isEmpty() && isCovered(conjunction, others)) {
                    kept = others;
                }
            }
            return kept;
        }

        /** Whether the words say nothing of what is outside, decided anew. */
        private boolean isOutside(List<Conjunction> cover) {
            return cover.stream().noneMatch(conjunction -> isPossible(outside, conjunction.term(terms)));
        }

        /** Whether the words mean the set, decided anew from the whole. */
        private boolean isSame(List<Conjunction> cover) {
            if (!isOutside(cover)) {
                return false;
            }
            List<Term> unsaid = new ArrayList<>(space.assumptions());
            cover.forEach(conjunction -> unsaid.add(terms.not(conjunction.term(terms))));
            return members.stream().noneMatch(member -> isPossible(unsaid, member));
        }
    }

    /** Whether the names of other fields have a meaning only because of what the atom says. */
    private static boolean isPrerequisite(Atom atom, Conjunction conjunction) {
        if (!(atom instanceof Atom.Within within)) {
            return false;
        }
        Set<String> dependent = DEPENDENT.getOrDefault(within.field().kind(), Set.of());
        return conjunction.fieldsBeside(atom).stream().filter(field -> field.packet().equals(within.field().packet()))
                .anyMatch(field -> dependent.contains(field.layer())
                        || field.kind().startsWith("ipv4.options") && dependent.contains("ipv4.options"));
    }

    private static final Map<String, Set<String>> DEPENDENT = dependent();

    private static Map<String, Set<String>> dependent() {
        Set<String> transport = Set.of("tcp", "udp", "icmp", "icmpv6");
        Map<String, Set<String>> dependent = new LinkedHashMap<>();
        dependent.put("ethernet.type", Set.of("vlan", "arp", "ipv4", "ipv6", "tcp", "udp", "icmp", "icmpv6"));
        dependent.put("vlan.type", Set.of("arp", "ipv4", "ipv6", "tcp", "udp", "icmp", "icmpv6"));
        dependent.put("ipv4.ihl", Set.of("ipv4.options", "tcp", "udp", "icmp"));
        dependent.put("ipv4.protocol", transport);
        dependent.put("ipv6.nextHeader", transport);
        return dependent;
    }
}
