package org.perfcontracts.x86;

import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Shifts of lanes by one distance or by a distance each, and of whole blocks by bytes. */
final class VectorShifts {
    private static final int BLOCK = 128;

    /** A shift of a lane by a distance of the same width, which may be too far. */
    private interface Shift {
        Term apply(Terms terms, Term lane, Term distance);
    }

    private VectorShifts() {
    }

    static void declare(VectorTable table) {
        for (VectorLane lane : new VectorLane[] {VectorLane.WORD, VectorLane.DOUBLE, VectorLane.QUAD}) {
            shift(table, "psll" + lane.suffix(), lane.width(), Terms::shl);
            shift(table, "psrl" + lane.suffix(), lane.width(), Terms::lshr);
        }
        shift(table, "psraw", 16, Terms::ashr);
        shift(table, "psrad", 32, Terms::ashr);
        shiftEach(table, "vpsllvd", 32, Terms::shl);
        shiftEach(table, "vpsllvq", 64, Terms::shl);
        shiftEach(table, "vpsrlvd", 32, Terms::lshr);
        shiftEach(table, "vpsrlvq", 64, Terms::lshr);
        shiftEach(table, "vpsravd", 32, Terms::ashr);
        table.both("pslldq", frame -> {
            int distance = frame.immediate() * Byte.SIZE;
            frame.finish(frame.lanes().map(frame.first(), BLOCK, block -> frame.terms().shl(block, distance)));
        });
        table.both("psrldq", frame -> {
            int distance = frame.immediate() * Byte.SIZE;
            frame.finish(frame.lanes().map(frame.first(), BLOCK, block -> frame.terms().lshr(block, distance)));
        });
    }

    private static void shift(VectorTable table, String mnemonic, int lane, Shift shift) {
        table.both(mnemonic, frame -> {
            Terms terms = frame.terms();
            Term vector = frame.first();
            Term distance = distance(frame, lane);
            frame.finish(frame.lanes().map(vector, lane, part -> shift.apply(terms, part, distance)));
        });
    }

    /** The distance as a lane's number: that of 64 bits, cut down to one that is too far where it is too far. */
    static Term distance(VectorFrame frame, int lane) {
        Terms terms = frame.terms();
        int operand = frame.form().firstSource() + 1;
        if (frame.isImmediate(operand)) {
            return terms.constant(lane, frame.immediate());
        }
        Term count = terms.extract(frame.source(operand), 63, 0);
        Term near = terms.ult(count, terms.constant(64, lane));
        return terms.ite(near, terms.extract(count, lane - 1, 0), terms.constant(lane, lane));
    }

    private static void shiftEach(VectorTable table, String mnemonic, int lane, Shift shift) {
        table.vex(mnemonic, frame -> {
            Terms terms = frame.terms();
            frame.finish(frame.lanes().zip(frame.first(), frame.second(), lane, (a, b) -> shift.apply(terms, a, b)));
        });
    }
}
