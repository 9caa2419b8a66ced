package org.perfcontracts.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.SizeExpression;
import org.perfcontracts.report.Validation;
import org.perfcontracts.traffic.PacketScript;

/**
 * A class of packets of the paper, and how to meet it.
 *
 * @param name the paper's
 * @param meaning one line
 * @param target the folder of the network function, relative to Bolt's
 * @param inputClass the class of its contract
 * @param options of the program besides those in its {@code bolt.yaml}, or instead of them
 * @param growth where the cost depends on a size that cannot be measured
 * @param script the last packet is the one measured; those before bring about the state
 * @param pcvs the values that the PCVs must have, those not named 0; empty where they may be anything
 * @param published the paper's figures; empty where it has none
 * @param publishedCycles its bound of cycles and its measurement; empty where it has none
 */
public record PaperScenario(
        String name,
        String meaning,
        String target,
        String inputClass,
        List<String> options,
        Optional<Growth> growth,
        PacketScript script,
        Map<String, SizeExpression> pcvs,
        Map<Metric, Validation.Comparison> published,
        Optional<Validation.Comparison> publishedCycles) {
    /**
     * A size {@code n} that is measured where it is small and predicted where it is large.
     *
     * @param option of the program that sets the capacity
     * @param measured the capacity at which the program is filled up
     * @param predicted the capacity of the published figures
     * @param sizes what the state is filled with in both programs, ascending; the last is {@code measured}
     */
    record Growth(String option, long measured, long predicted, List<Long> sizes) {
        /** Keeps its own copy of the list. */
        public Growth {
            sizes = List.copyOf(sizes);
        }
    }

    /** Keeps its own copy of the collections. */
    public PaperScenario {
        options = List.copyOf(options);
        pcvs = Map.copyOf(pcvs);
        published = Map.copyOf(published);
    }
}
