package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Moves between vector registers, memory and general registers, and between the ends of a vector. */
final class VectorMoves {
    private static final int SINGLE = 32;
    private static final int DOUBLE = 64;
    private static final int BLOCK = 128;
    private static final int REGISTERS = 16;

    private VectorMoves() {
    }

    static void declare(VectorTable table) {
        for (String mnemonic : List.of("movaps", "movapd", "movdqa", "movntdqa", "movntdq", "movntps", "movntpd")) {
            table.aligned(mnemonic, frame -> frame.finish(frame.source(1)));
        }
        for (String mnemonic : List.of("movups", "movupd", "movdqu", "lddqu")) {
            table.unaligned(mnemonic, frame -> frame.finish(frame.source(1)));
        }
        table.both("movd", frame -> moveLow(frame, SINGLE));
        table.both("movq", frame -> moveLow(frame, DOUBLE));
        table.both("movss", frame -> moveScalar(frame, SINGLE));
        table.both("movsd", frame -> moveScalar(frame, DOUBLE));
        for (String mnemonic : List.of("movlps", "movlpd")) {
            table.both(mnemonic, VectorMoves::moveLowHalf);
        }
        for (String mnemonic : List.of("movhps", "movhpd")) {
            table.both(mnemonic, VectorMoves::moveHighHalf);
        }
        table.both("movhlps", frame -> halves(frame, high(frame, frame.first()), high(frame, frame.second())));
        table.both("movlhps", frame -> halves(frame, low(frame, frame.second()), low(frame, frame.first())));
        table.both("movddup", VectorMoves::duplicateDoubles);
        table.both("movsldup", frame -> duplicateSingles(frame, 0));
        table.both("movshdup", frame -> duplicateSingles(frame, 1));
        table.both("pmovmskb", frame -> frame.finish(frame.lanes().signs(frame.source(1), 8)));
        table.both("movmskps", frame -> frame.finish(frame.lanes().signs(frame.source(1), SINGLE)));
        table.both("movmskpd", frame -> frame.finish(frame.lanes().signs(frame.source(1), DOUBLE)));
        for (String suffix : List.of("ps", "pd")) {
            table.vex("vmaskmov" + suffix, frame -> moveChosen(frame, suffix.equals("ps") ? SINGLE : DOUBLE));
        }
        table.vex("vpmaskmovd", frame -> moveChosen(frame, SINGLE));
        table.vex("vpmaskmovq", frame -> moveChosen(frame, DOUBLE));
        table.vex("vzeroupper", VectorMoves::zeroUpper);
        table.vex("vzeroall", VectorMoves::zeroAll);
    }

    /** To a vector register with zeros above, from one to memory or a general register. */
    private static void moveLow(VectorFrame frame, int width) {
        Term value = frame.source(1, width);
        frame.finish(frame.isVector(0) ? frame.terms().zext(value, BLOCK) : value);
    }

    /** A load clears what lies above; a move between registers takes it from the first source. */
    private static void moveScalar(VectorFrame frame, int width) {
        Terms terms = frame.terms();
        if (frame.isMemory(0)) {
            frame.finish(frame.source(1, width));
            return;
        }
        if (frame.isMemory(1)) {
            frame.finish(frame.source(1));
            return;
        }
        frame.finishLowest(frame.first(), terms.extract(frame.second(), width - 1, 0));
    }

    /** The top bits of the second operand's lanes choose; a load clears the other lanes, a store leaves them. */
    private static void moveChosen(VectorFrame frame, int lane) {
        List<Term> chosen = frame.lanes().split(frame.source(1), lane).stream()
                .map(mask -> frame.terms().extract(mask, lane - 1, lane - 1)).toList();
        if (frame.isMemory(0)) {
            frame.storeChosen(frame.source(2), chosen);
            return;
        }
        List<Term> lanes = frame.lanes().split(frame.readUnderMask(2), lane);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            result.add(frame.terms().ite(chosen.get(i), lanes.get(i), frame.terms().constant(lane, 0)));
        }
        frame.finish(frame.lanes().join(result));
    }

    private static void moveLowHalf(VectorFrame frame) {
        if (frame.isMemory(0)) {
            frame.finish(low(frame, frame.source(1)));
            return;
        }
        halves(frame, high(frame, frame.first()), frame.second());
    }

    private static void moveHighHalf(VectorFrame frame) {
        if (frame.isMemory(0)) {
            frame.finish(high(frame, frame.source(1)));
            return;
        }
        halves(frame, frame.second(), low(frame, frame.first()));
    }

    private static Term low(VectorFrame frame, Term vector) {
        return frame.terms().extract(vector, DOUBLE - 1, 0);
    }

    private static Term high(VectorFrame frame, Term vector) {
        return frame.terms().extract(vector, BLOCK - 1, DOUBLE);
    }

    private static void halves(VectorFrame frame, Term high, Term low) {
        frame.finish(frame.lanes().join(List.of(low, high)));
    }

    /** The even doubles twice; the form of 128 bits reads no more than one from memory. */
    private static void duplicateDoubles(VectorFrame frame) {
        Term source = frame.source(1);
        if (frame.width(0) == BLOCK) {
            frame.finish(frame.lanes().repeat(low(frame, source), BLOCK));
            return;
        }
        frame.finish(frame.lanes().map(source, BLOCK, block -> frame.lanes().repeat(low(frame, block), BLOCK)));
    }

    private static void duplicateSingles(VectorFrame frame, int which) {
        Lanes lanes = frame.lanes();
        frame.finish(lanes.map(frame.source(1), DOUBLE,
                pair -> lanes.repeat(lanes.split(pair, SINGLE).get(which), DOUBLE)));
    }

    private static void zeroUpper(VectorFrame frame) {
        Terms terms = frame.terms();
        for (int number = 0; number < REGISTERS; number++) {
            Term vector = frame.machine().vector(number);
            if (!hasNoUpper(vector)) {
                frame.machine().setVector(number, terms.zext(terms.extract(vector, BLOCK - 1, 0), Operands.VECTOR));
            }
        }
    }

    /** Most registers are so at most times, and need no new term. */
    private static boolean hasNoUpper(Term vector) {
        return vector instanceof Constant known && known.value().bitLength() <= BLOCK;
    }

    private static void zeroAll(VectorFrame frame) {
        for (int number = 0; number < REGISTERS; number++) {
            frame.machine().setVector(number, frame.terms().constant(Operands.VECTOR, 0));
        }
    }
}
