package org.perfcontracts.bench.random;

import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.explore.Exploration;

/** How far a contract speaks of all packets. */
public enum Standing {
    /** Of all. */
    WHOLE,
    /** Of all that find memory as in the snapshot, though packets change it. */
    WEAK,
    /** Of all, but some may never end. */
    ENDLESS,
    /** Of some. */
    PARTIAL;

    /** That of a contract. */
    public static Standing of(Contract contract) {
        boolean isWeak = contract.assumptions().stream().anyMatch(each -> each.startsWith(Exploration.AS_IN_SNAPSHOT));
        if (contract.complete()) {
            return isWeak ? WEAK : WHOLE;
        }
        return !isWeak && contract.reasons().stream().allMatch(Standing::isEndless) ? ENDLESS : PARTIAL;
    }

    /** Whether a reason why a contract is not complete is that packets may go on for ever. */
    public static boolean isEndless(String reason) {
        return reason.contains(InputClass.ENDLESS);
    }
}
