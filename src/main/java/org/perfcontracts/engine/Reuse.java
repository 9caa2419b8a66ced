package org.perfcontracts.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.report.Report;
import org.perfcontracts.target.KeptAnswer;
import org.perfcontracts.target.KeptAnswers;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.TargetSession;

/** One question to a session, and the place where its answer is kept from one run to the next, if it is. */
final class Reuse {
    private final TargetSession session;
    private final Optional<KeptAnswers.Place> place;
    private final Request.Earlier wanted;
    private List<String> assumptions = List.of();

    Reuse(TargetSession session, Optional<KeptAnswers.Place> place, Request.Earlier wanted) {
        this.session = session;
        this.place = place;
        this.wanted = wanted;
    }

    /**
     * The answer of an earlier run, if nothing has changed that it depends on.
     *
     * @param reader makes an answer of its text
     * @param complete whether an answer is complete: others are not given again
     */
    <A> Optional<A> earlier(Function<String, A> reader, Predicate<A> complete) {
        if (wanted == Request.Earlier.IGNORED) {
            return Optional.empty();
        }
        Optional<KeptAnswer> kept = place.flatMap(KeptAnswers.Place::find);
        if (kept.isEmpty() || session.difference(kept.get()).isPresent()) {
            return Optional.empty();
        }
        assumptions = session.assumptions(kept.get());
        return Optional.of(reader.apply(kept.get().answer())).filter(complete);
    }

    /** What the earlier answer rests on, a sentence each, in the words of this session. */
    List<String> assumptions() {
        return assumptions;
    }

    /** The result that an earlier answer is. */
    Result reused(Report report) {
        return new Result(ExitStatus.DONE, Engine.rendering(report), Optional.empty(), Result.Origin.REUSED, warnings());
    }

    /** Keeps a complete answer that the session has come to. */
    void keep(Exploration exploration, String answer) {
        place.ifPresent(at -> at.keep(session.kept(exploration, answer)));
    }

    /** What went wrong in keeping and finding, a line each. */
    List<String> warnings() {
        return place.map(KeptAnswers.Place::warnings).orElse(List.of());
    }
}
