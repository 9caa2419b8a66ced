package org.perfcontracts.chain;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Ways;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.smt.Answer;
import org.perfcontracts.smt.Solver;

/** Follows packets through network functions, class by class. */
final class Linking {
    private static final int RETURNED_BITS = 32;

    private final Terms terms;
    private final Solver solver;
    private final List<Contract> contracts;
    private final Chain.Drops drops;
    private final BooleanSupplier over;
    private final Symbols symbols = new Symbols();
    private final Set<String> reasons = new LinkedHashSet<>();
    /** Where packets have been that go no further, by the names of the classes there. */
    private final Map<List<String>, List<InputClass>> ended = new LinkedHashMap<>();

    /** A packet on its way: where it has been, under which conditions, and what it is now. */
    private record Travel(List<InputClass> stages, List<Term> conditions, Map<Integer, Term> packet, Term length) {
    }

    Linking(Terms terms, Solver solver, List<Contract> contracts, Chain.Drops drops, BooleanSupplier over) {
        this.terms = terms;
        this.solver = solver;
        this.contracts = contracts;
        this.drops = drops;
        this.over = over;
    }

    Chain chain() {
        List<Travel> travels = List.of(new Travel(List.of(), List.of(), Map.of(), null));
        for (int i = 0; i < contracts.size(); i++) {
            Contract contract = contracts.get(i);
            if (!contract.complete()) {
                reasons.add(contract.subject().target() + " is not complete: there may be packets that cost more there");
            }
            travels = through(contract, i, travels);
        }
        List<Pcv> pcvs = new ArrayList<>();
        for (int i = 0; i < contracts.size(); i++) {
            int stage = i;
            contracts.get(i).pcvs().forEach(pcv -> pcvs.add(pcv.called(name(stage, pcv.name()), pcv.meaning())));
        }
        List<Chain.ChainClass> classes = ended.values().stream().map(stages -> new Chain.ChainClass(stages, sums(stages), together(stages))).toList();
        return new Chain(contracts, classes, pcvs, List.copyOf(reasons));
    }

    /** What comes out of a network function that gets packets; those that stay in it are noted. */
    private List<Travel> through(Contract contract, int stage, List<Travel> arriving) {
        Ways ways = contract.ways().orElseThrow(() -> new IllegalArgumentException(contract.subject().target()
                + ": its contract does not keep what its paths do to packets, as those of packet functions at level nf do"));
        Map<String, InputClass> classes = new HashMap<>();
        contract.classes().forEach(each -> classes.put(each.name(), each));
        boolean last = stage == contracts.size() - 1;
        List<Travel> leaving = new ArrayList<>();
        for (int i = 0; i < arriving.size(); i++) {
            if (over.getAsBoolean()) {
                return withoutLooking(ways, classes, last, arriving);
            }
            Travel travel = arriving.get(i);
            String others = stage + "." + i + ".";
            TermReader reader = new TermReader(terms, ways, inputs(ways, travel), others);
            List<Term> assumptions = ways.assumptions().stream().map(reader::term).toList();
            List<Term> ofPacket = assumptions.stream().filter(each -> symbols.of(each).stream().noneMatch(symbol -> symbol.name().startsWith(others))).toList();
            if (stage > 0 && isPossible(travel.conditions, List.of(terms.not(terms.all(ofPacket))))) {
                reasons.add(contract.subject().target() + " gets packets that its contract does not speak of, such as some of the class "
                        + travel.stages.getLast().name() + " of " + contracts.get(stage - 1).subject().target());
            }
            for (Ways.Way way : ways.ways()) {
                List<Term> conditions = new ArrayList<>(assumptions);
                way.conditions().forEach(node -> conditions.add(reader.term(node)));
                Term stays = last || way.returned().isEmpty() ? terms.yes()
                        : stays(terms.extract(reader.term(way.returned().getAsInt()), RETURNED_BITS - 1, 0));
                List<InputClass> stages = new ArrayList<>(travel.stages);
                stages.add(inputClass(way, classes));
                List<String> names = names(stages);
                if (!ended.containsKey(names) && isPossible(travel.conditions, with(conditions, stays))) {
                    ended.put(names, stages);
                }
                List<Term> goesOn = with(conditions, terms.not(stays));
                if (isPossible(travel.conditions, goesOn)) {
                    leaving.add(sent(travel, stages, goesOn, way, reader, ways));
                }
            }
        }
        return leaving;
    }

    /** Where there is no more time any class may follow any, and packets that have been in the same classes are one from there on. */
    private List<Travel> withoutLooking(Ways ways, Map<String, InputClass> classes, boolean last, List<Travel> arriving) {
        Map<List<String>, Travel> leaving = new LinkedHashMap<>();
        for (Travel travel : arriving) {
            for (Ways.Way way : ways.ways()) {
                List<InputClass> stages = new ArrayList<>(travel.stages);
                stages.add(inputClass(way, classes));
                ended.putIfAbsent(names(stages), stages);
                if (!last && way.returned().isPresent()) {
                    leaving.putIfAbsent(names(stages), new Travel(stages, List.of(), Map.of(), null));
                }
            }
        }
        return List.copyOf(leaving.values());
    }

    private static List<String> names(List<InputClass> stages) {
        return stages.stream().map(InputClass::name).toList();
    }

    private static InputClass inputClass(Ways.Way way, Map<String, InputClass> classes) {
        InputClass inputClass = classes.get(way.inputClass());
        if (inputClass == null) {
            throw new IllegalArgumentException("ways speak of the class " + way.inputClass() + ", which the contract does not have");
        }
        return inputClass;
    }

    private Travel sent(Travel travel, List<InputClass> stages, List<Term> conditions, Ways.Way way, TermReader reader, Ways ways) {
        List<Term> all = new ArrayList<>(travel.conditions);
        all.addAll(conditions);
        Map<Integer, Term> packet = new TreeMap<>(travel.packet);
        for (int i = 0; i < ways.bytes(); i++) {
            packet.putIfAbsent(i, packetByte(i));
        }
        way.packet().forEach((index, node) -> packet.put(index, reader.term(node)));
        Integer width = ways.parameters().get(ways.lengthName());
        return new Travel(stages, all, packet, travel.length == null && width != null ? terms.symbol(ways.lengthName(), width) : travel.length);
    }

    /** Of the packet as it enters. */
    private Term packetByte(int index) {
        return terms.symbol(Ways.packetByte(index), Byte.SIZE);
    }

    /** What the inputs of a network function are: the packet as it comes, and its length. All else may be anything. */
    private Map<String, Term> inputs(Ways ways, Travel travel) {
        Map<String, Term> inputs = new HashMap<>();
        if (travel.stages.isEmpty()) {
            ways.parameters().forEach((name, width) -> inputs.put(name, terms.symbol(name, width)));
            for (int i = 0; i < ways.bytes(); i++) {
                inputs.put(Ways.packetByte(i), packetByte(i));
            }
            return inputs;
        }
        travel.packet.forEach((index, term) -> inputs.put(Ways.packetByte(index), term));
        if (travel.length != null) {
            inputs.put(ways.lengthName(), travel.length);
        }
        return inputs;
    }

    private Term stays(Term returned) {
        return switch (drops) {
            case NEGATIVE -> terms.slt(returned, terms.constant(RETURNED_BITS, 0));
            case ZERO -> terms.eq(returned, terms.constant(RETURNED_BITS, 0));
            case NOTHING -> terms.no();
        };
    }

    private static List<Term> with(List<Term> conditions, Term more) {
        List<Term> all = new ArrayList<>(conditions);
        all.add(more);
        return all;
    }

    private boolean isPossible(List<Term> some, List<Term> others) {
        List<Term> all = new ArrayList<>(some);
        all.addAll(others);
        if (all.stream().anyMatch(term -> term instanceof Constant constant && constant.isZero())) {
            return false;
        }
        return over.getAsBoolean() || !(solver.check(all) instanceof Answer.Unsatisfiable);
    }

    // ---- sums

    private Map<Metric, Formula> sums(List<InputClass> stages) {
        Map<Metric, Formula> sums = new TreeMap<>();
        Set<Metric> metrics = EnumSet.allOf(Metric.class);
        stages.forEach(stage -> metrics.retainAll(stage.formulas().keySet()));
        for (Metric metric : metrics) {
            Formula sum = Formula.exactly(Polynomial.ZERO);
            for (int i = 0; i < stages.size(); i++) {
                sum = sum(sum, stages.get(i).formulas().get(metric), i);
            }
            // Lines that several touch, as those of the packet, count in each.
            sums.put(metric, metric.isSum() ? sum : new Formula(sum.alternatives(), sum.exact() && stages.size() == 1));
        }
        return sums;
    }

    private List<LinearBound> together(List<InputClass> stages) {
        List<LinearBound> together = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            int stage = i;
            stages.get(i).together().forEach(bound -> together.add(bound.renamed(name -> name(stage, name))));
        }
        return together;
    }

    private Formula sum(Formula before, Formula here, int stage) {
        List<Polynomial> alternatives = new ArrayList<>();
        for (Polynomial a : before.alternatives()) {
            for (Polynomial b : here.alternatives()) {
                alternatives.add(a.plus(b.renamed(name -> name(stage, name))));
            }
        }
        return new Formula(alternatives, before.exact() && here.exact());
    }

    /** What a PCV of a network function is called in the chain. */
    private String name(int stage, String name) {
        boolean isShared = false;
        for (int i = 0; i < contracts.size(); i++) {
            isShared |= i != stage && contracts.get(i).pcvs().stream().anyMatch(pcv -> pcv.name().equals(name));
        }
        if (!isShared) {
            return name;
        }
        String target = contracts.get(stage).subject().target();
        boolean isTwice = contracts.stream().filter(each -> each.subject().target().equals(target)).count() > 1;
        return target + (isTwice ? "#" + (stage + 1) : "") + "." + name;
    }
}
