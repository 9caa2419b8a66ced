package org.perfcontracts.explore.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.expr.Terms;

/** Which state is run next. */
class FrontierTest {
    private final Terms terms = new Terms();
    private final Frontier frontier = new Frontier();

    /** A state inside so many loops. */
    private State inside(int loops) {
        State state = new State(terms, HandMadeCode.of("90"));
        for (int i = 0; i < loops; i++) {
            state.active = new Activation.Stack(new Activation(null, i, state), state.active);
        }
        frontier.push(state);
        return state;
    }

    @Test
    void theNewestFirst() {
        State first = inside(0);
        State second = inside(0);
        assertSame(second, frontier.poll());
        State third = inside(0);
        assertSame(third, frontier.poll());
        assertSame(first, frontier.poll());
        assertNull(frontier.poll());
    }

    @Test
    void whatIsInsideMoreLoopsComesBeforeWhatIsNewer() {
        State inner = inside(2);
        State oldest = inside(1);
        State outside = inside(0);
        State newest = inside(1);
        assertEquals(4, frontier.size());
        assertSame(inner, frontier.poll());
        assertSame(newest, frontier.poll());
        assertSame(oldest, frontier.poll());
        assertSame(outside, frontier.poll());
        assertEquals(0, frontier.size());
    }

    @Test
    void waysThatNoneHasGoneComeBeforeWhatIsNewer() {
        State later = goes(1, 0);
        State gone = goes(2, 1);
        State newest = inside(0);
        frontier.go(new Frontier.Way(2, 1));
        assertSame(later, frontier.poll());
        assertSame(newest, frontier.poll());
        assertSame(gone, frontier.poll());
        State again = goes(1, 0);
        State other = goes(1, 1);
        assertSame(other, frontier.poll());
        assertSame(again, frontier.poll());
    }

    @Test
    void ofTwoThatGoTheSameNewWayTheSecondIsAsAnyOther() {
        State first = goes(1, 0);
        State newest = goes(1, 0);
        State middle = goes(1, 1);
        State last = inside(0);
        assertSame(middle, frontier.poll());
        assertSame(newest, frontier.poll());
        assertSame(last, frontier.poll());
        assertSame(first, frontier.poll());
    }

    private State goes(long jump, long answer) {
        State state = new State(terms, HandMadeCode.of("90"));
        frontier.push(state, Optional.of(new Frontier.Way(jump, answer)));
        return state;
    }

    @Test
    void tellsWhetherAStateInsideMoreLoopsWaits() {
        assertFalse(frontier.hasInside(0));
        inside(1);
        inside(0);
        assertTrue(frontier.hasInside(0));
        assertFalse(frontier.hasInside(1));
    }

    @Test
    void whoeverFindsItEmptyWaitsForThoseWhoMayFork() throws InterruptedException {
        State first = inside(0);
        assertSame(first, frontier.take());
        State[] second = new State[1];
        Thread other = new Thread(() -> {
            try {
                second[0] = frontier.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        State forked = inside(0);
        other.join();
        assertSame(forked, second[0]);
        frontier.done();
        frontier.done();
        assertNull(frontier.take());
    }
}
