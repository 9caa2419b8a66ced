package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Lanes taken from one of two sources, put into a vector, or taken out of it. */
final class VectorBlends {
    private static final int BLOCK = 128;

    private VectorBlends() {
    }

    static void declare(VectorTable table) {
        table.both("pblendw", frame -> blendByNumber(frame, 16));
        table.both("blendps", frame -> blendByNumber(frame, 32));
        table.both("blendpd", frame -> blendByNumber(frame, 64));
        table.vex("vpblendd", frame -> blendByNumber(frame, 32));
        table.both("pblendvb", frame -> blendByVector(frame, 8));
        table.both("blendvps", frame -> blendByVector(frame, 32));
        table.both("blendvpd", frame -> blendByVector(frame, 64));
        for (VectorLane lane : VectorLane.values()) {
            table.both("pextr" + lane.suffix(), frame -> frame.finish(chosenLane(frame, lane.width())));
            table.both("pinsr" + lane.suffix(), frame -> insert(frame, lane.width()));
        }
        table.both("extractps", frame -> frame.finish(chosenLane(frame, 32)));
        table.both("insertps", VectorBlends::insertSingle);
    }

    /** Bit i of the number chooses lane i of the second source; eight lanes on, the bits begin again. */
    private static void blendByNumber(VectorFrame frame, int lane) {
        int choice = frame.immediate();
        blend(frame, lane, i -> frame.terms().condition((choice >> i % 8 & 1) == 1));
    }

    /** The top bit of a lane of the third source chooses the lane of the second. */
    private static void blendByVector(VectorFrame frame, int lane) {
        List<Term> choices = frame.lanes().split(frame.third(), lane);
        blend(frame, lane, i -> frame.terms().extract(choices.get(i), lane - 1, lane - 1));
    }

    private static void blend(VectorFrame frame, int lane, IntFunction<Term> secondIsChosen) {
        List<Term> first = frame.lanes().split(frame.first(), lane);
        List<Term> second = frame.lanes().split(frame.second(), lane);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            result.add(frame.terms().ite(secondIsChosen.apply(i), second.get(i), first.get(i)));
        }
        frame.finish(frame.lanes().join(result));
    }

    private static Term chosenLane(VectorFrame frame, int lane) {
        return frame.lanes().split(frame.source(1), lane).get(frame.immediate() & BLOCK / lane - 1);
    }

    private static void insert(VectorFrame frame, int lane) {
        List<Term> lanes = new ArrayList<>(frame.lanes().split(frame.first(), lane));
        Term value = frame.terms().extract(frame.second(), lane - 1, 0);
        lanes.set(frame.immediate() & BLOCK / lane - 1, value);
        frame.finish(frame.lanes().join(lanes));
    }

    /** One single is replaced, then those that the low four bits of the number name are cleared. */
    private static void insertSingle(VectorFrame frame) {
        Terms terms = frame.terms();
        int number = frame.immediate();
        int second = frame.form().firstSource() + 1;
        List<Term> lanes = new ArrayList<>(frame.lanes().split(frame.first(), 32));
        int chosen = frame.isMemory(second) ? 0 : number >> 6;
        lanes.set(number >> 4 & 3, frame.lanes().split(frame.second(), 32).get(chosen));
        for (int i = 0; i < lanes.size(); i++) {
            if ((number >> i & 1) == 1) {
                lanes.set(i, terms.constant(32, 0));
            }
        }
        frame.finish(frame.lanes().join(lanes));
    }
}
