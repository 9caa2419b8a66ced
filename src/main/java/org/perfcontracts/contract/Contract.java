package org.perfcontracts.contract;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/**
 * A performance contract: for one binary, configuration and level the input classes, what they cost, and what this rests on.
 *
 * @param subject     what was analysed
 * @param classes     which together hold every input and do not overlap, as far as the checks say so
 * @param pcvs        the variables of the formulas
 * @param assumptions under which the contract holds, a sentence each
 * @param complete    whether everything was explored, and nothing of it is refuted by the trial
 * @param reasons     what was not explored, and where; empty if everything was
 * @param checks      of the classes
 * @param trial       on the CPU
 * @param ways        what its paths do to packets, where that is known
 * @param tree        the classes by questions, where that was asked for
 * @param cycles      what the classes take on a machine, where that was asked for
 */
public record Contract(
        Subject subject,
        List<InputClass> classes,
        List<Pcv> pcvs,
        List<String> assumptions,
        boolean complete,
        List<String> reasons,
        Checks checks,
        Trial trial,
        Optional<Ways> ways,
        Optional<DecisionTree> tree,
        Optional<Cycles> cycles) {
    /**
     * What a contract is about.
     *
     * @param target   the target's name
     * @param level    {@code nf} or {@code stack}
     * @param entry    the symbol at which the analysis starts
     * @param buildId  of the binary, in hexadecimal; empty where it has none
     * @param isa      the CPU level, such as {@code x86-64-v2}
     * @param compiler as the binary's {@code .comment} section names it, where it has one
     * @param tool     name and version of the program that derived the contract
     */
    public record Subject(
            String target, String level, String entry, String buildId, String isa, Optional<String> compiler, String tool) {
    }

    /**
     * Whether the classes are what they should be.
     *
     * @param covering whether every input is in a class
     * @param disjoint whether no input is in two
     */
    public record Checks(Check covering, Check disjoint) {
    }

    /** A contract that nobody has held against the CPU. */
    public Contract(Subject subject, List<InputClass> classes, List<Pcv> pcvs, List<String> assumptions, boolean complete,
            List<String> reasons, Checks checks) {
        this(subject, classes, pcvs, assumptions, complete, reasons, checks, Trial.NONE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A contract whose classes are listed only. */
    public Contract(Subject subject, List<InputClass> classes, List<Pcv> pcvs, List<String> assumptions, boolean complete,
            List<String> reasons, Checks checks, Trial trial) {
        this(subject, classes, pcvs, assumptions, complete, reasons, checks, trial, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Copies the lists. */
    public Contract {
        classes = List.copyOf(classes);
        pcvs = List.copyOf(pcvs);
        assumptions = List.copyOf(assumptions);
        reasons = List.copyOf(reasons);
    }

    /** The same with other words for its variables. */
    public Contract withPcvs(List<Pcv> others) {
        return new Contract(subject, classes, others, assumptions, complete, reasons, checks, trial, ways, tree, cycles);
    }

    /** The same about another subject, under other assumptions. */
    public Contract about(Subject other, List<String> otherAssumptions) {
        return new Contract(other, classes, pcvs, otherAssumptions, complete, reasons, checks, trial, ways, tree, cycles);
    }

    /** The same after a trial: what is refuted is not complete. */
    public Contract after(Trial held) {
        return new Contract(subject, classes, pcvs, assumptions, complete && held.refutations().isEmpty(), reasons, checks, held, ways, tree, cycles);
    }

    /** The same with what its classes take on a machine. */
    public Contract with(Cycles estimates) {
        return new Contract(subject, classes, pcvs, assumptions, complete, reasons, checks, trial, ways, tree, Optional.of(estimates));
    }

    /** The metrics that it has formulas for, of each class. */
    public Set<Metric> metrics() {
        Set<Metric> metrics = EnumSet.allOf(Metric.class);
        classes.forEach(each -> metrics.retainAll(each.formulas().keySet()));
        return metrics;
    }

    /** The PCVs by name. */
    public Map<String, Pcv> ranges() {
        Map<String, Pcv> ranges = new TreeMap<>();
        pcvs.forEach(pcv -> ranges.put(pcv.name(), pcv));
        return ranges;
    }

    /** How many paths all classes hold. */
    public int paths() {
        return classes.stream().mapToInt(InputClass::paths).sum();
    }
}
