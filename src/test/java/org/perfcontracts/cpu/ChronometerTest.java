package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.perfcontracts.cpu.NativeRuns.Ticks;

/** From ticks to cycles: the counter's steps, what is taken off, what is dropped. */
class ChronometerTest {
    private static final long ADDITIONS = 4000;
    private static final long CHAIN_OVERHEAD = 40;
    private static final long CHAIN = 2000 + CHAIN_OVERHEAD;    // so the core makes two cycles a tick

    private static List<Ticks> runs(long chain, long... ticks) {
        List<Ticks> runs = new ArrayList<>();
        for (long each : ticks) {
            runs.add(new Ticks(each, chain));
        }
        return runs;
    }

    private static Chronometer chronometer(List<Ticks> hot) {
        return new Chronometer(new NativeRuns(new NativeRuns.Stop.Done(), ADDITIONS, runs(CHAIN_OVERHEAD, 50, 50, 50), hot, runs(CHAIN, 1050, 1050, 1050)));
    }

    @Test
    void whatReadingTheCounterTakesIsTakenOff() {
        Chronometer chronometer = chronometer(runs(CHAIN, 250, 250, 250, 260));
        TimedPacket.Cycles hot = chronometer.hot().orElseThrow();
        assertEquals(new TimedPacket.Clock(2, 100, 10), chronometer.clock());
        assertEquals(400, hot.least());
        assertEquals(405, hot.typical());
        assertEquals(List.of(400.0, 400.0, 400.0, 420.0), hot.runs());
        assertEquals(2000, chronometer.cold().orElseThrow().typical());
    }

    @Test
    void aTimeBetweenTwoStepsOfTheCounterIsTheirMean() {
        int step = 26;
        long[] ticks = new long[step];
        for (int phase = 0; phase < step; phase++) {
            ticks[phase] = (phase + 74) / step * step;
        }
        Chronometer chronometer = new Chronometer(new NativeRuns(new NativeRuns.Stop.Done(), 77 * step, runs(2 * step, 2 * step), runs(79 * step, ticks), runs(79 * step, 780)));
        assertEquals(new TimedPacket.Clock(1, 52, 26), chronometer.clock());
        assertEquals(74 - 52, chronometer.hot().orElseThrow().typical(), 1e-9);
    }

    @Test
    void interruptedRunsAreDroppedAndCounted() {
        TimedPacket.Cycles hot = chronometer(runs(CHAIN, 250, 250, 250, 250 * 5 + 10, 90_000)).hot().orElseThrow();
        assertEquals(List.of(400.0, 400.0, 400.0), hot.runs());
        assertEquals(2, hot.disturbed());
        assertEquals(0, hot.strayed());
    }

    @Test
    void runsBesideAnotherClockAreDropped() {
        List<Ticks> runs = new ArrayList<>(runs(CHAIN, 250, 250, 250, 250));
        runs.add(new Ticks(180, 3 * CHAIN));
        TimedPacket.Cycles hot = chronometer(runs).hot().orElseThrow();
        assertEquals(400, hot.least());
        assertEquals(1, hot.disturbed());
    }

    @Test
    void runsThatDidSomethingElseDoNotCount() {
        TimedPacket.Cycles hot = chronometer(runs(CHAIN, 250, 0, 0, 250)).hot().orElseThrow();
        assertEquals(2, hot.runs().size());
        assertEquals(2, hot.strayed());
        assertEquals(Optional.empty(), chronometer(runs(CHAIN, 0, 0)).hot());
    }

    @Test
    void nothingTakesLessThanNothing() {
        assertEquals(0, chronometer(runs(CHAIN, 30, 30, 30)).hot().orElseThrow().typical());
    }

    @Test
    void quantilesAreValues() {
        assertEquals(3, Quantile.of(List.of(1, 2, 3, 4, 5), 0.5));
        assertEquals(2, Quantile.of(List.of(1, 2, 3, 4), 0.5));
        assertEquals(5, Quantile.of(List.of(1, 2, 3, 4, 5), 0.99));
        assertEquals(1, Quantile.of(List.of(1, 2, 3), 0));
        assertEquals(3, Quantile.of(List.of(1, 2, 3), 1));
        assertEquals(7, Quantile.of(List.of(7), 0.5));
    }

    @Test
    void aSampleLiesEvenlyWhateverTheirNumber() {
        for (int count : new int[] {1, 9, 10, 11, 25, 1000, 4097}) {
            EvenSample<Integer> sample = new EvenSample<>(10);
            for (int i = 0; i < count; i++) {
                if (sample.wantsNext()) {
                    sample.add(i);
                }
            }
            List<Integer> all = sample.all();
            assertTrue(all.size() >= Math.min(count, 5) && all.size() <= 10, count + ": " + all);
            assertEquals(0, all.getFirst());
            for (int i = 2; i < all.size(); i++) {
                assertEquals(all.get(1), all.get(i) - all.get(i - 1), count + ": " + all);
            }
            assertTrue(all.size() == 1 || count - all.getLast() <= 2 * all.get(1), count + ": " + all);
        }
    }
}
