package org.perfcontracts.engine;

import java.util.List;
import java.util.Optional;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.target.InputException;

/** A contract that someone has published, in the place of the one that was just derived. */
final class PublishedContract {
    private PublishedContract() {
    }

    /**
     * The published contract, if there is one.
     *
     * @throws InputException where it is about something else than the derived one, or has other classes
     */
    static Contract of(Optional<Contract> published, Contract derived) throws InputException {
        if (published.isEmpty()) {
            return derived;
        }
        Contract.Subject theirs = published.get().subject();
        Contract.Subject ours = derived.subject();
        require("level", theirs.level(), ours.level());
        require("entry", theirs.entry(), ours.entry());
        require("build id", theirs.buildId(), ours.buildId());
        require("CPU level", theirs.isa(), ours.isa());
        require("tool", theirs.tool(), ours.tool());
        List<String> lacking = derived.classes().stream().map(InputClass::name)
                .filter(name -> published.get().classes().stream().noneMatch(each -> each.name().equals(name))).toList();
        if (!lacking.isEmpty()) {
            throw new InputException("the contract given is another: it has no class '" + lacking.getFirst() + "'; derive it anew");
        }
        return published.get();
    }

    private static void require(String what, String theirs, String ours) throws InputException {
        if (!theirs.equals(ours)) {
            throw new InputException("the contract given is of " + what + " " + theirs + ", and the target of " + what + " " + ours + "; derive it anew");
        }
    }
}
