package org.perfcontracts.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.explore.memory.Tables;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.explore.state.Run;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.smt.SharedAnswers;
import org.perfcontracts.smt.Statistics;
import org.perfcontracts.x86.Decoder;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.Operand;

/** Explores all feasible paths of a program from a snapshot. One object explores once. */
public final class Explorer {
    /** While it is not known what it holds, loops may have no end that have one: how much longer a path may be, and how long in any case. */
    private static final int MOST_TIMES_LONGER = 20;
    private static final int LEAST_STEPS = 100_000;
    /** How often what memory holds is found anew because its arrays are seen to be others. */
    private static final int MOST_RESETS = 10;
    /** How often an attempt ends at once because there is more state than it knows of; later ones go on, as there may be yet more. */
    private static final int MOST_ENDED_FOR_MORE = 3;

    /**
     * After so long the exploration with memory as it was in the snapshot, if it has come to the end of a path and has found state, waits for
     * the one with whatever this may hold: where that can be followed to the end, nobody needs the first.
     */
    private static final Duration FIRST_ALONE = Duration.ofSeconds(2);

    /** What instructions do that put one number in the place of another. */
    private static final Set<String> UPDATES = Set.of("add", "sub", "inc", "dec", "and", "or", "xor");

    private final Setup setup;
    private final Attempt.Common common;
    private volatile Attempt current;
    private volatile String stopReason;

    /** When the processing of a packet is over. */
    public enum Until {
        /** When the entry returns to its caller. */
        RETURN,
        /** When the entry is entered again. */
        REENTRY
    }

    /**
     * What to explore.
     *
     * @param terms where to make terms
     * @param snapshot the process, stopped at the entry
     * @param decoder for its instructions
     * @param marks its marked points
     * @param regions its abstract state
     * @param until when a packet is done
     * @param injection how the packet enters
     * @param inner the address of the network function, whose share of the cost is to be told from what is around it; or empty
     * @param lines says where an address is, such as {@code router.c:57}, for the names of automatic PCVs and for reasons
     * @param variables the variable of the program that covers an address
     * @param budget what may be used
     * @param workers how many threads explore
     */
    public record Setup(Terms terms, Snapshot snapshot, Decoder decoder, MarkPoints marks, Regions regions, Until until, Injection injection,
                        OptionalLong inner, LongFunction<String> lines, LongFunction<Optional<Variable>> variables, Budget budget, int workers) {
    }

    /** A variable of the program, by its symbol. */
    public record Variable(String name, long address, long size) {
    }

    /** An explorer of what the set-up says. */
    public Explorer(Setup setup) {
        this(setup, new Statistics());
    }

    /** The same, whose questions to solvers are counted among others. */
    public Explorer(Setup setup, Statistics statistics) {
        this.setup = setup;
        Tables tables = new Tables(setup.terms, setup.snapshot, address -> setup.variables.apply(address).map(Variable::name).orElse("0x" + Long.toHexString(address)));
        this.common = new Attempt.Common(setup, new Code(setup.snapshot, setup.decoder), tables, statistics, new SharedAnswers());
    }

    /** Figures of the solver chain, growing while the exploration goes on. */
    public Statistics statistics() {
        return common.statistics();
    }

    /** Ends the exploration early with what has been found; may be called from any thread. */
    public void stop(String reason) {
        stopReason = reason;
        Attempt running = current;
        if (running != null) {
            running.stop(reason);
        }
    }

    /**
     * Explores, telling now and then how far it is. Where packets change memory that later packets read and that nobody has
     * registered, it is explored again with what may be there: what the snapshot holds and whatever packets write, which is found by
     * exploring until nothing else is written. If that cannot be followed to the end, the contract is one for the content of the
     * snapshot and says so.
     */
    public Exploration explore(Consumer<Progress> listener) throws InterruptedException {
        long start = System.nanoTime();
        Remembered remembered = new Remembered(setup.snapshot, setup.variables, frames(), this::updates);
        Attempt first = new Attempt(common, setup.budget, start, List.of(), remembered);
        run(first, new Attempt.Watch(() -> false, () -> isPremature(first, start, remembered)), listener);
        remembered.noteFaults(first.faults());
        if (first.isAside()) {
            first.silence();
        }
        Attempt good = first;
        TreeSet<String> others = new TreeSet<>();
        String stopped = null;
        Optional<End> hindrance = Optional.empty();
        if (setup.budget.findings() == Budget.ONLY_NAMED) {
            Remembered.Found named = find(remembered);
            others.addAll(named.others());
            others.addAll(named.regions().stream().map(Region::name).toList());
        }
        for (int i = 0; i < setup.budget.findings() && good.reason() == null; i++) {
            Remembered.Found more = find(remembered);
            others = new TreeSet<>(more.others());
            if (more.regions().equals(good.found())) {
                break;
            }
            Duration limit = setup.budget.time().multipliedBy(3).dividedBy(4);
            Attempt better = settled(first, setup.budget.within(limit, good.longestPath() * MOST_TIMES_LONGER + LEAST_STEPS), start, remembered, listener);
            boolean isLast = i + 1 == setup.budget.findings();
            if (!isLast && stopReason == null && better.reason() == null && !better.without(find(remembered).regions()).isEmpty() && !better.isAsGoodAs(good)) {
                // What nobody came to before is as it was still, and does not go with what the rest may hold now.
                continue;
            }
            if (good == first && (!better.isAsGoodAs(good) || remembered.hasTakenNotToFault())) {
                if (better.reason() != null) {
                    better.discard();
                }
                finish(first, listener);
                if (remembered.noteFaults(good.faults()) && good.reason() == null && !isLast) {
                    continue;
                }
            }
            if (stopReason != null || !better.isAsGoodAs(good)) {
                others.addAll(good.without(more.regions()));
                stopped = better.reason();
                hindrance = better.hindrance(good).map(Run.Finished::end);
                break;
            }
            if (good.isAside()) {
                good.stop("another took its place");
            }
            good = better;
            if (isLast) {
                // Nobody looks any further: what is still remembered is said to be as it was.
                Remembered.Found left = find(remembered);
                others.addAll(left.others());
                others.addAll(good.without(left.regions()));
            }
        }
        finish(good, listener);
        return new Results(setup, common.code()).of(good, new Results.Kept(others, Optional.ofNullable(stopped), hindrance), System.nanoTime() - start);
    }

    private void run(Attempt attempt, Attempt.Watch watch, Consumer<Progress> listener) throws InterruptedException {
        current = attempt;
        if (stopReason != null) {
            attempt.stop(stopReason);
        }
        attempt.goOn(watch, listener);
    }

    /** Goes on with an attempt to its end if it has been set aside. */
    private void finish(Attempt attempt, Consumer<Progress> listener) throws InterruptedException {
        if (attempt.isAside()) {
            run(attempt, Attempt.Watch.NONE, listener);
        }
    }

    /** Whether an attempt with memory as it was should wait for one with whatever it may hold. */
    private boolean isPremature(Attempt first, long start, Remembered remembered) {
        return setup.budget.findings() > 0 && System.nanoTime() - start > FIRST_ALONE.toNanos() && first.run().hasFinished(1) && !find(remembered).regions().isEmpty();
    }

    /** Explores with all memory that was found until packets write nothing there that it was not taken to hold. */
    private Attempt settled(Attempt first, Budget budget, long start, Remembered remembered, Consumer<Progress> listener) throws InterruptedException {
        List<List<Long>> before = List.of();
        int resets = 0;
        int overlooked = 0;
        int endedForMore = 0;
        while (true) {
            List<Region> found = find(remembered).regions();
            List<List<Long>> layout = layout(found);
            remembered.begin(!layout.equals(before));
            before = layout;
            boolean endsForMore = endedForMore < MOST_ENDED_FOR_MORE;
            BooleanSupplier isOutdated = switch (overlooked) {
                case 0 -> () -> {
                    List<Region> now = find(remembered).regions();
                    return !keeps(found, now) || endsForMore && now.size() > found.size();
                };
                case 1 -> remembered.contents()::hasWidened;
                default -> () -> false;
            };
            Attempt attempt = new Attempt(common, budget, start, found, remembered);
            // What takes so long may not come to its end: then it is the first that counts.
            run(attempt, new Attempt.Watch(isOutdated, () -> first.isAside() && System.nanoTime() - start > setup.budget.time().dividedBy(2).toNanos()), listener);
            if (attempt.isAside()) {
                finish(first, listener);
                run(attempt, new Attempt.Watch(isOutdated, () -> false), listener);
            }
            List<Region> now = find(remembered).regions();
            boolean endedEarly = Control.OUTDATED.equals(attempt.reason());
            if (!endedEarly && (attempt.reason() != null || keeps(found, now))) {
                return attempt;
            }
            if (endedEarly && keeps(found, now)) {
                if (now.size() > found.size()) {
                    endedForMore++;
                } else {
                    // What it was ended for was but a moment's: it is made again, and ended only for what cannot be taken back.
                    overlooked++;
                }
                continue;
            }
            overlooked = 0;
            if (resets < MOST_RESETS && (remembered.contents().hasLost() ? !layout.equals(layout(now)) : !isRefined(found, now))) {
                // What was written to memory whose arrays were not yet understood may be anything.
                resets++;
                remembered.forget();
            }
        }
    }

    /** Whether an instruction reads a number in memory only to write another in its place, as far as one sees: no decision follows. */
    private boolean updates(long instruction) {
        Instruction there = common.code().at(instruction);
        return UPDATES.contains(there.mnemonic()) && there.operand(0) instanceof Operand.MemoryOperand && !common.code().at(there.next()).isConditional();
    }

    private Frames frames() {
        return switch (setup.until) {
            case RETURN -> Frames.ofCall(setup.snapshot);
            case REENTRY -> Frames.ofThread(setup.snapshot);
        };
    }

    /** Of a whole stack, whose pools and rings are taken as they are, only arrays that are accessed at open places. */
    private Remembered.Found find(Remembered remembered) {
        return switch (setup.until) {
            case RETURN -> remembered.find(setup.injection.memory());
            case REENTRY -> remembered.findArrays(setup.injection.memory());
        };
    }

    /** Where regions are and how they are divided, whatever they hold. */
    private static List<List<Long>> layout(List<Region> regions) {
        return regions.stream().map(region -> {
            List<Long> places = new ArrayList<>(List.of(region.address(), region.count(), (long) region.elementSize()));
            region.arrays().forEach(each -> places.addAll(List.of((long) each.offset(), (long) each.size(), (long) each.count())));
            region.chunks().forEach(chunk -> places.add((long) chunk.offset()));
            return places;
        }).toList();
    }

    /** Whether regions are as before but for arrays in their elements that have come up, or have more slots: their slots were told one from the other before. */
    private static boolean isRefined(List<Region> before, List<Region> now) {
        return elements(before).equals(elements(now)) && IntStream.range(0, now.size()).allMatch(i -> before.get(i).arrays().stream().allMatch(
                array -> now.get(i).arrays().stream().anyMatch(other -> other.size() == array.size() && other.contains(array.offset()))));
    }

    private static List<List<Long>> elements(List<Region> regions) {
        return regions.stream().map(region -> List.of(region.address(), region.count(), (long) region.elementSize())).toList();
    }

    /** Whether regions are still taken to hold the same, though there may be others. */
    private static boolean keeps(List<Region> before, List<Region> now) {
        return now.containsAll(before);
    }
}
