package org.perfcontracts.contract;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/**
 * What the operations of a stateful library cost in one program, as its entry calls them.
 *
 * @param subject     what was analysed
 * @param operations  that are called
 * @param notCalled   the names of those that the program has and does not call there
 * @param pcvs        the variables of the formulas; each counts during one call
 * @param assumptions under which the formulas hold, a sentence each
 * @param complete    whether everything was explored
 * @param reasons     what was not explored, and where; empty if complete
 */
public record LibraryContract(
        Contract.Subject subject,
        List<OperationContract> operations,
        List<String> notCalled,
        List<Pcv> pcvs,
        List<String> assumptions,
        boolean complete,
        List<String> reasons) {
    /** Copies the lists. */
    public LibraryContract {
        operations = List.copyOf(operations);
        notCalled = List.copyOf(notCalled);
        pcvs = List.copyOf(pcvs);
        assumptions = List.copyOf(assumptions);
        reasons = List.copyOf(reasons);
    }

    /** The metrics that it has formulas for, of each outcome. */
    public Set<Metric> metrics() {
        Set<Metric> metrics = EnumSet.allOf(Metric.class);
        operations.forEach(operation -> operation.outcomes().forEach(outcome -> metrics.retainAll(outcome.formulas().keySet())));
        return metrics;
    }

    /** The same about another subject, under other assumptions. */
    public LibraryContract about(Contract.Subject other, List<String> otherAssumptions) {
        return new LibraryContract(other, operations, notCalled, pcvs, otherAssumptions, complete, reasons);
    }
}
