package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Integer lanes made wider or narrower. */
final class VectorConversions {
    private static final int BLOCK = 128;

    private interface Narrowing {
        Term apply(Terms terms, Term lane, int width);
    }

    private VectorConversions() {
    }

    static void declare(VectorTable table) {
        VectorLane[] lanes = VectorLane.values();
        for (int from = 0; from < lanes.length; from++) {
            for (int to = from + 1; to < lanes.length; to++) {
                widen(table, lanes[from], lanes[to]);
            }
        }
        table.both("packsswb", frame -> narrow(frame, 16, Saturation::signed));
        table.both("packssdw", frame -> narrow(frame, 32, Saturation::signed));
        table.both("packuswb", frame -> narrow(frame, 16, Saturation::unsigned));
        table.both("packusdw", frame -> narrow(frame, 32, Saturation::unsigned));
    }

    private static void widen(VectorTable table, VectorLane from, VectorLane to) {
        String suffix = from.suffix() + to.suffix();
        table.both("pmovzx" + suffix, frame -> {
            Terms terms = frame.terms();
            frame.finish(frame.lanes().map(lowLanes(frame, from, to), from.width(), lane -> terms.zext(lane, to.width())));
        });
        table.both("pmovsx" + suffix, frame -> {
            Terms terms = frame.terms();
            frame.finish(frame.lanes().map(lowLanes(frame, from, to), from.width(), lane -> terms.sext(lane, to.width())));
        });
    }

    /** As much of the source as the destination has lanes; memory is no wider than that. */
    private static Term lowLanes(VectorFrame frame, VectorLane from, VectorLane to) {
        return frame.source(1, frame.width(0) / to.width() * from.width());
    }

    /** In each block the lanes of the first source and then those of the second, at half their width. */
    private static void narrow(VectorFrame frame, int lane, Narrowing narrowing) {
        frame.finish(frame.lanes().zip(frame.first(), frame.second(), BLOCK, (a, b) -> {
            List<Term> wide = new ArrayList<>(frame.lanes().split(a, lane));
            wide.addAll(frame.lanes().split(b, lane));
            return frame.lanes().join(wide.stream().map(part -> narrowing.apply(frame.terms(), part, lane / 2)).toList());
        }));
    }
}
