package org.perfcontracts.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.perfcontracts.target.Toolchain;
import org.perfcontracts.traffic.FlowChurn;

/**
 * A decision that contracts help with: variants of one network function, or of its traffic, side by side.
 *
 * @param name     unique
 * @param meaning  what is to be decided, a sentence
 * @param target   a folder below Bolt's own
 * @param pcvs     whose distributions are told and drawn
 * @param variants in the order of the table
 */
public record UseCase(String name, String meaning, String target, List<String> pcvs, List<Variant> variants) {
    /**
     * One of the choices.
     *
     * @param options   of the program, besides or instead of those in its {@code bolt.yaml}
     * @param toolchain with which it is built
     * @param traffic   that it is given
     * @param workload  what is foretold of that traffic, as {@code bolt predict --workload} reads it
     */
    public record Variant(String name, List<String> options, Toolchain toolchain, FlowChurn traffic, Optional<Path> workload) {
        /** Copies the list. */
        public Variant {
            options = List.copyOf(options);
        }
    }

    /** Copies the lists. */
    public UseCase {
        pcvs = List.copyOf(pcvs);
        variants = List.copyOf(variants);
    }
}
