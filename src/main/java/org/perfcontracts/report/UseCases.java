package org.perfcontracts.report;

import java.util.List;
import java.util.Optional;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.decision.WorkloadPrediction;

/** What has come of use cases: choices side by side, with what traffic costs under each. */
public record UseCases(List<OfCase> cases) {
    /**
     * A choice.
     *
     * @param traffic  at least one packet
     * @param foretold by the contract alone, where somebody has said what traffic to expect
     */
    public record OfVariant(String name, Distillation traffic, Optional<WorkloadPrediction> foretold) {
    }

    /**
     * What is to be decided.
     *
     * @param pcvs whose distributions are told
     */
    public record OfCase(String name, String meaning, String target, List<String> pcvs, List<OfVariant> variants) {
        /** Copies the lists. */
        public OfCase {
            pcvs = List.copyOf(pcvs);
            variants = List.copyOf(variants);
        }
    }

    /** Copies the list. */
    public UseCases {
        cases = List.copyOf(cases);
    }

    /** Whether the figures hold: all contracts are complete, and the CPU agrees with them. */
    public boolean passed() {
        return cases.stream().flatMap(each -> each.variants().stream()).allMatch(each -> each.traffic().holds());
    }
}
