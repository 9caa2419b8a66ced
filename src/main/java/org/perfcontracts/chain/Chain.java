package org.perfcontracts.chain;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

/**
 * Network functions of which each gets the packets that the one before sends on. What class a packet is in at each of them is a class of
 * the chain, unless the solver shows that no packet is in it.
 *
 * @param contracts in the order in which packets pass them
 * @param classes   of the chain; between them they hold every packet that enters
 * @param pcvs      those of all contracts; where several have one of the same name, that begins with which of them it is
 * @param reasons   why there may be packets that cost more; empty if all contracts are complete and each covers what it gets
 */
public record Chain(List<Contract> contracts, List<ChainClass> classes, List<Pcv> pcvs, List<String> reasons) {
    /**
     * A class of the chain.
     *
     * @param stages   its class at each network function that its packets get to, at least one
     * @param formulas the sums of these
     * @param together what PCVs share in each of them
     */
    public record ChainClass(List<InputClass> stages, Map<Metric, Formula> formulas, List<LinearBound> together) {
        /** The names of its classes, with arrows between. */
        public String name() {
            return String.join(" → ", stages.stream().map(InputClass::name).toList());
        }
    }

    /** By what a network function says that it does not send a packet on. */
    public enum Drops {
        /** It returns a negative number of 32 bits. */
        NEGATIVE,
        /** It returns 0. */
        ZERO,
        /** Never: every packet goes on. */
        NOTHING
    }

    /** Copies the lists. */
    public Chain {
        contracts = List.copyOf(contracts);
        classes = List.copyOf(classes);
        pcvs = List.copyOf(pcvs);
        reasons = List.copyOf(reasons);
    }

    /**
     * Puts contracts together.
     *
     * @param contracts at least two, each with its ways
     * @param drops     of every network function
     * @param over      whether there is no more time: then pairs that were not looked at are taken for possible
     * @throws IllegalArgumentException if a contract does not keep its ways
     */
    public static Chain of(List<Contract> contracts, Drops drops, BooleanSupplier over) {
        Terms terms = new Terms();
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            return new Linking(terms, solver, contracts, drops, over).chain();
        }
    }
}
