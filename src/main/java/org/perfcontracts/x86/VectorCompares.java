package org.perfcontracts.x86;

import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Integer comparisons, which fill a lane with ones where they hold, and the choice of a lane by comparison. */
final class VectorCompares {
    private interface Comparison {
        Term apply(Terms terms, Term a, Term b);
    }

    private VectorCompares() {
    }

    static void declare(VectorTable table) {
        for (VectorLane lane : VectorLane.values()) {
            compare(table, "pcmpeq" + lane.suffix(), lane.width(), Terms::eq);
            compare(table, "pcmpgt" + lane.suffix(), lane.width(), (terms, a, b) -> terms.slt(b, a));
        }
        for (VectorLane lane : new VectorLane[] {VectorLane.BYTE, VectorLane.WORD, VectorLane.DOUBLE}) {
            choose(table, "pminu" + lane.suffix(), lane.width(), Terms::ult);
            choose(table, "pmins" + lane.suffix(), lane.width(), Terms::slt);
            choose(table, "pmaxu" + lane.suffix(), lane.width(), (terms, a, b) -> terms.ult(b, a));
            choose(table, "pmaxs" + lane.suffix(), lane.width(), (terms, a, b) -> terms.slt(b, a));
        }
        table.both("phminposuw", VectorCompares::leastWord);
    }

    private static void compare(VectorTable table, String mnemonic, int lane, Comparison comparison) {
        table.both(mnemonic, frame -> {
            Terms terms = frame.terms();
            frame.finish(frame.lanes().zip(frame.first(), frame.second(), lane,
                    (a, b) -> terms.sext(comparison.apply(terms, a, b), lane)));
        });
    }

    private static void choose(VectorTable table, String mnemonic, int lane, Comparison firstIsChosen) {
        table.both(mnemonic, frame -> {
            Terms terms = frame.terms();
            frame.finish(frame.lanes().zip(frame.first(), frame.second(), lane,
                    (a, b) -> terms.ite(firstIsChosen.apply(terms, a, b), a, b)));
        });
    }

    /** The least unsigned word and its place; of equal ones the lowest place. */
    private static void leastWord(VectorFrame frame) {
        Terms terms = frame.terms();
        Term least = null;
        Term place = terms.constant(3, 0);
        int next = 0;
        for (Term word : frame.lanes().split(frame.source(1), 16)) {
            Term isLess = least == null ? terms.yes() : terms.ult(word, least);
            least = least == null ? word : terms.ite(isLess, word, least);
            place = terms.ite(isLess, terms.constant(3, next++), place);
        }
        frame.finish(terms.zext(terms.concat(place, least), 128));
    }
}
