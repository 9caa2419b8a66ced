package org.perfcontracts.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Trial;
import org.perfcontracts.contract.Ways;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

class ChainTest {
    /** Nodes of a packet of two bytes: 0 and 1 are its bytes, 2 to 5 are -1, 0, 1 and 2 of 64 bits. */
    private static final List<String> COMMON = List.of("symbol 8 packet[0]", "symbol 8 packet[1]",
            "constant 64 18446744073709551615", "constant 64 0", "constant 64 1", "constant 64 2");

    private static InputClass inputClass(String name, long cost, boolean exact) {
        Polynomial formula = Polynomial.constant(cost).plus(Polynomial.variable("x"));
        Formula each = exact ? Formula.exactly(formula) : Formula.atMost(formula);
        Map<Metric, Formula> formulas = new HashMap<>();
        for (Metric metric : Metric.values()) {
            formulas.put(metric, each);
        }
        return new InputClass(name, new Condition(List.of(List.of()), true), formulas, Map.of(), 1, true, List.of());
    }

    private static Contract contract(String name, Ways ways, boolean complete, InputClass... classes) {
        Check yes = new Check(Check.Verdict.YES, "");
        return new Contract(new Contract.Subject(name, "nf", "f", "", "x86-64-v2", Optional.empty(), "bolt"), List.of(classes),
                List.of(new Pcv("x", "", 0, OptionalLong.of(9))), List.of(), complete, List.of(), new Contract.Checks(yes, yes), Trial.NONE, Optional.of(ways), Optional.empty(), Optional.empty());
    }

    private static List<String> nodes(String... more) {
        List<String> nodes = new ArrayList<>(COMMON);
        nodes.addAll(List.of(more));
        return nodes;
    }

    /** Drops what does not begin with 7, and writes 9 over the rest. */
    private static Contract filter(boolean complete) {
        Ways ways = new Ways(nodes("constant 8 7", "eq 1 0 0 6", "not 1 0 7", "constant 8 9"), 2, Map.of(), "", List.of(), List.of(
                new Ways.Way("dropped", List.of(8), OptionalInt.of(2), Map.of()),
                new Ways.Way("sent", List.of(7), OptionalInt.of(4), Map.of(0, 9))));
        return contract("filter", ways, complete, inputClass("dropped", 1, true), inputClass("sent", 2, true));
    }

    /** Tells what begins with 7, with 9, and with anything else apart. */
    private static Contract counter() {
        Ways ways = new Ways(nodes("constant 8 7", "eq 1 0 0 6", "constant 8 9", "eq 1 0 0 8", "not 1 0 7", "not 1 0 9"), 2, Map.of(), "", List.of(), List.of(
                new Ways.Way("seven", List.of(7), OptionalInt.of(3), Map.of()),
                new Ways.Way("nine", List.of(9), OptionalInt.of(3), Map.of()),
                new Ways.Way("other", List.of(10, 11), OptionalInt.empty(), Map.of())));
        return contract("counter", ways, true, inputClass("seven", 10, true), inputClass("nine", 20, false), inputClass("other", 30, true));
    }

    private static List<String> names(Chain chain) {
        return chain.classes().stream().map(Chain.ChainClass::name).sorted().toList();
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        Chain chain = Chain.of(List.of(filter(true), counter()), Chain.Drops.NEGATIVE, () -> false);
        assertEquals(List.of("dropped", "sent → nine"), names(chain));
        assertEquals(List.of(), chain.reasons());
        Formula sum = chain.classes().getLast().formulas().get(Metric.INSTRUCTIONS);
        assertEquals("counter.x + filter.x + 22", sum.toString());
        assertTrue(!sum.exact());
        assertEquals(Set.of("counter.x", "filter.x"), chain.pcvs().stream().map(Pcv::name).collect(Collectors.toSet()));
    }

    @Test
    void theOtherWayRound() {
        assertEquals(List.of("nine → dropped", "other", "seven → sent"), names(Chain.of(List.of(counter(), filter(true)), Chain.Drops.NEGATIVE, () -> false)));
    }

    @Test
    void whatIsDroppedIsSaidByTheUser() {
        assertEquals(List.of("nine", "other", "seven"), names(Chain.of(List.of(counter(), filter(true)), Chain.Drops.ZERO, () -> false)));
        assertEquals(List.of("dropped → nine", "dropped → other", "sent → nine"), names(Chain.of(List.of(filter(true), counter()), Chain.Drops.NOTHING, () -> false)));
    }

    @Test
    void withoutTimeAllIsPossible() {
        assertTrue(names(Chain.of(List.of(filter(true), counter()), Chain.Drops.NEGATIVE, () -> true)).containsAll(List.of("dropped", "sent → nine")));
    }

    /** Combinations of classes, not of paths, are all that is left then. */
    @Test
    void withoutTimeALongChainIsOverSoon() {
        Random random = new Random(7);
        List<Contract> contracts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Contract some = random("c" + i, random);
            Ways ways = some.ways().orElseThrow();
            List<Ways.Way> many = new ArrayList<>();
            for (int copy = 0; copy < 300; copy++) {
                many.addAll(ways.ways());
            }
            contracts.add(contract("c" + i, new Ways(ways.nodes(), 2, Map.of(), "", List.of(), many), true, some.classes().toArray(InputClass[]::new)));
        }
        long combinations = contracts.stream().mapToLong(contract -> contract.classes().size()).reduce(1, (a, b) -> a * b);
        Chain chain = Chain.of(contracts, Chain.Drops.NEGATIVE, () -> true);
        assertEquals(combinations, chain.classes().stream().filter(each -> each.stages().size() == contracts.size()).count());
    }

    @Test
    void whatIsNotCompleteIsSaid() {
        assertEquals(List.of("filter is not complete: there may be packets that cost more there"),
                Chain.of(List.of(filter(false), counter()), Chain.Drops.NEGATIVE, () -> false).reasons());
    }

    /** The second speaks of short packets only. */
    @Test
    void packetsThatNobodySpokeOf() {
        Ways all = new Ways(List.of("symbol 16 length", "constant 64 0"), 0, Map.of("length", 16), "length", List.of(), List.of(new Ways.Way("a", List.of(), OptionalInt.of(1), Map.of())));
        Ways few = new Ways(List.of("symbol 16 size", "constant 64 0", "constant 16 9", "ult 1 0 0 2"), 0, Map.of("size", 16), "size", List.of(3),
                List.of(new Ways.Way("b", List.of(), OptionalInt.of(1), Map.of())));
        Contract first = contract("first", all, true, inputClass("a", 1, true));
        Contract second = contract("second", few, true, inputClass("b", 1, true));
        assertEquals(List.of("second gets packets that its contract does not speak of, such as some of the class a of first"),
                Chain.of(List.of(first, second), Chain.Drops.NEGATIVE, () -> false).reasons());
        assertEquals(List.of(), Chain.of(List.of(second, first), Chain.Drops.NEGATIVE, () -> false).reasons());
    }

    @Test
    void aContractWithoutWays() {
        Contract none = contract("none", filter(true).ways().get(), true);
        Contract without = new Contract(none.subject(), none.classes(), none.pcvs(), none.assumptions(), true, List.of(), none.checks());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Chain.of(List.of(filter(true), without), Chain.Drops.NEGATIVE, () -> false))
                .getMessage().startsWith("none: its contract does not keep"));
        Ways strange = new Ways(COMMON, 2, Map.of(), "", List.of(), List.of(new Ways.Way("nobody", List.of(), OptionalInt.of(4), Map.of())));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Chain.of(List.of(contract("strange", strange, true), counter()), Chain.Drops.NEGATIVE, () -> false))
                .getMessage().contains("class nobody"));
        Ways broken = new Ways(List.of("add 8 0 5 6"), 0, Map.of(), "", List.of(), List.of());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Chain.of(List.of(contract("broken", broken, true), counter()), Chain.Drops.NEGATIVE, () -> false))
                .getMessage().contains("nodes[0] is no node"));
    }

    /** Random network functions on all packets of a byte: a class is in the chain if and only if some packet is in it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void classesAreThoseThatSomePacketIsIn(long seed) {
        Random random = new Random(seed);
        List<Contract> contracts = List.of(random("a", random), random("b", random), random("c", random));
        Set<String> seen = new TreeSet<>();
        for (int packet = 0; packet < 256; packet++) {
            follow(contracts, 0, packet, "", seen);
        }
        assertEquals(List.copyOf(seen), names(Chain.of(contracts, Chain.Drops.NEGATIVE, () -> false)), () -> "seed " + seed);
    }

    /** Classes are told apart by thresholds of a multiple of the byte; each sends something else on, or nothing. */
    private static Contract random(String name, Random random) {
        List<String> nodes = new ArrayList<>(COMMON);
        List<Ways.Way> ways = new ArrayList<>();
        List<InputClass> classes = new ArrayList<>();
        nodes.add("constant 8 " + (random.nextInt(8) * 2 + 1));
        int factor = nodes.size() - 1;
        nodes.add("mul 8 0 0 " + factor);
        int key = nodes.size() - 1;
        int least = 0;
        for (int i = 0; least < 256; i++) {
            int end = Math.min(256, least + 1 + random.nextInt(120));
            List<Integer> conditions = new ArrayList<>();
            if (least > 0) {
                nodes.add("constant 8 " + (least - 1));
                nodes.add("ult 1 0 " + (nodes.size() - 1) + " " + key);
                conditions.add(nodes.size() - 1);
            }
            if (end < 256) {
                nodes.add("constant 8 " + end);
                nodes.add("ult 1 0 " + key + " " + (nodes.size() - 1));
                conditions.add(nodes.size() - 1);
            }
            nodes.add("constant 8 " + random.nextInt(256));
            nodes.add((random.nextBoolean() ? "add" : "and") + " 8 0 0 " + (nodes.size() - 1));
            ways.add(new Ways.Way(name + i, conditions, OptionalInt.of(random.nextInt(3) == 0 ? 2 : 4), random.nextBoolean() ? Map.of(0, nodes.size() - 1) : Map.of()));
            classes.add(inputClass(name + i, i, true));
            least = end;
        }
        return contract(name, new Ways(nodes, 2, Map.of(), "", List.of(), ways), true, classes.toArray(InputClass[]::new));
    }

    private static void follow(List<Contract> contracts, int stage, int packet, String before, Set<String> seen) {
        Terms terms = new Terms();
        Ways ways = contracts.get(stage).ways().orElseThrow();
        TermReader reader = new TermReader(terms, ways, Map.of("packet[0]", terms.constant(8, packet)), "");
        for (Ways.Way way : ways.ways()) {
            if (way.conditions().stream().allMatch(node -> reader.term(node) == terms.yes())) {
                String name = before.isEmpty() ? way.inputClass() : before + " → " + way.inputClass();
                if (way.returned().getAsInt() == 2 || stage == contracts.size() - 1) {
                    seen.add(name);
                } else {
                    Term left = way.packet().containsKey(0) ? reader.term(way.packet().get(0)) : terms.constant(8, packet);
                    follow(contracts, stage + 1, ((Constant) left).value().intValue(), name, seen);
                }
            }
        }
    }
}
