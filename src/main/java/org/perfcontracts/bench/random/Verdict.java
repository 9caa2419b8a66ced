package org.perfcontracts.bench.random;

import java.util.List;
import org.perfcontracts.report.RandomPrograms;

/**
 * What came of one built program.
 *
 * @param outcome    the worst of it
 * @param reason     why there is no complete contract, or what went wrong; empty otherwise
 * @param paths      of the exploration
 * @param exact      whether all classes of the contract are exact
 * @param packets    executed on the CPU
 * @param violations the first, a sentence each
 * @param seconds    that the contract took
 */
public record Verdict(RandomPrograms.Outcome outcome, String reason, int paths, boolean exact, long packets, List<String> violations, double seconds) {
    /** Copies the list. */
    public Verdict {
        violations = List.copyOf(violations);
    }

    /** Of a program that did not get as far as a contract. */
    public static Verdict of(RandomPrograms.Outcome outcome, String reason, double seconds) {
        return new Verdict(outcome, reason, 0, false, 0, List.of(), seconds);
    }

    /** The reason without what differs from program to program: places and numbers. */
    String commonReason() {
        return reason.replaceAll("\\b[er]?(ax|bx|cx|dx|si|di|bp|sp)\\b|\\br\\d+[dwb]?\\b|\\b([abcd]l|[sd]il)\\b", "register")
                .replaceAll("\\[[^\\]]*\\]", "[…]").replaceAll("0x[0-9a-f]+|\\b[\\w.-]+\\.[cSh]:\\d+", "…")
                .replaceAll("\\b[a-z_-]+\\d+\\.\\w+", "…").replaceAll("\\d+", "n");
    }
}
