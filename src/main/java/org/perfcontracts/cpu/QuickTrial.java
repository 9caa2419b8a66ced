package org.perfcontracts.cpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.perfcontracts.contract.Derivation;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.contract.Refutation;
import org.perfcontracts.contract.Trial;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Path;
import org.perfcontracts.explore.Witness;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.smt.Statistics;

/**
 * Holds a complete contract against the CPU in short: the witnesses that the paths have already, some hundred random packets,
 * half of them near to what the paths want, and as many other witnesses as there is time to look for, but one packet at any rate. Where there is abstract
 * state the random packets are a sequence. The same contract has the same trial, as far as it goes.
 */
public final class QuickTrial {
    private static final int PACKETS = 300;
    private static final long SEED = 1;
    private static final Duration QUESTION_LIMIT = Duration.ofMillis(500);

    private final Referee referee;
    private final Exploration exploration;
    private final Derivation derivation;
    private final LongFunction<String> lines;
    private final Supplier<PollSequence> polls;
    private final Validator validator;

    /**
     * The trial of a contract that was derived from the exploration that the referee speaks of.
     *
     * @param lines     says where an address is, such as {@code router.c:57}
     * @param polls     what polls behind one another are held by, where there are any
     */
    public QuickTrial(Referee referee, Exploration exploration, Derivation derivation, LongFunction<String> lines, Supplier<PollSequence> polls) {
        this.polls = polls;
        this.referee = referee;
        this.exploration = exploration;
        this.derivation = derivation;
        this.lines = lines;
        this.validator = new Validator(referee, exploration, derivation, lines, StepLimits.brief());
    }

    /**
     * Tries.
     *
     * @param half whether half of the time is up: the rest is left to random packets
     * @param over whether all of it is; asked between packets
     * @param pollsOver the same for polls behind one another, which come last
     * @param solving counts what solvers are asked
     */
    public Trial run(BooleanSupplier half, BooleanSupplier over, BooleanSupplier pollsOver, Statistics solving) {
        try {
            return tried(half, over, pollsOver, solving);
        } catch (TargetException e) {
            Trial until = trial(false, 0, List.of(), Optional.empty());
            return !until.refutations().isEmpty() ? until : Trial.untried("It cannot be held against the CPU: " + e.getMessage());
        }
    }

    private Trial tried(BooleanSupplier half, BooleanSupplier over, BooleanSupplier pollsOver, Statistics solving) throws TargetException {
        List<Path> sought = new ArrayList<>();
        boolean whole = true;
        for (Path path : exploration.paths()) {
            if (path.witness().known().isEmpty()) {
                sought.add(path);
            } else if (half.getAsBoolean() && validator.hasReplayed()) {
                whole = false;
            } else if (path.witness().known().get() instanceof Witness.Answer.Found) {
                validator.replay(path);
            }
        }
        AtomicBoolean isNothingTried = new AtomicBoolean(!validator.hasReplayed());
        int packets = Math.toIntExact(random(() -> !isNothingTried.getAndSet(false) && over.getAsBoolean()));
        Witness.findAll(exploration.terms(), sought, Runtime.getRuntime().availableProcessors(), QUESTION_LIMIT, solving, over);
        for (Path path : sought) {
            Witness.Answer answer = path.witness().known().orElse(Witness.Answer.OPEN);
            if (over.getAsBoolean() || answer instanceof Witness.Answer.Open) {
                whole = false;
            } else if (answer instanceof Witness.Answer.Found) {
                validator.replay(path);
            }
        }
        whole &= !over.getAsBoolean();
        List<String> later = validator.outcome().findings().isEmpty()
                ? LaterPackets.fault(referee, exploration, derivation, lines, SEED, over) : List.of();
        return trial(whole, packets, later, validator.outcome().findings().isEmpty() ? polls(pollsOver) : Optional.empty());
    }

    /** Nothing where time has cut them short: there would be others each time. */
    private Optional<Polls> polls(BooleanSupplier over) throws TargetException {
        if (!referee.hasPolls() || over.getAsBoolean()) {
            return Optional.empty();
        }
        Polls measured = polls.get().run(PACKETS, SEED, _ -> { }, over);
        return over.getAsBoolean() ? Optional.empty() : Optional.of(measured);
    }

    private Trial trial(boolean whole, int packets, List<String> later, Optional<Polls> polls) {
        Validator.Outcome outcome = validator.outcome();
        List<Refutation> refutations = outcome.findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.REFUTES).map(Finding::refutation).toList();
        List<String> givenUp = outcome.findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.OPEN).map(finding -> "Nothing is known of " + finding.text()).toList();
        Trial.Extent extent = whole ? Trial.Extent.WHOLE : outcome.replayed() + packets > 0 ? Trial.Extent.PART : Trial.Extent.UNTRIED;
        return new Trial(extent, outcome.replayed(), packets, refutations, givenUp, later, polls);
    }

    // ---- random packets

    private long random(BooleanSupplier over) throws TargetException {
        Inputs inputs = exploration.inputs();
        if (!inputs.hasPackets()) {
            return 0;
        }
        Mixture mixture = new Mixture(exploration, SEED);
        if (referee.hasState() && referee.forgets()) {
            RandomArrivals arrivals = new RandomArrivals(inputs, SEED);
            return new SequenceMeasurement(referee, exploration, derivation, validator)
                    .run(arrivals, () -> mixture.next(arrivals), PACKETS, SEED, _ -> { }, over);
        }
        int done = 0;
        while (done < PACKETS && !over.getAsBoolean()) {
            validator.measureRandom(mixture.next(), "random packet " + done);
            done++;
        }
        return done;
    }
}
