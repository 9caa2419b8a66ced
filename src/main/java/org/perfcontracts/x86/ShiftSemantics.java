package org.perfcontracts.x86;

import static org.perfcontracts.x86.Operands.read;
import static org.perfcontracts.x86.Operands.write;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * Shifts and rotations. A count is taken modulo 32, or 64 for operands of 64 bits; where that is zero no flag changes.
 * CARRY is the last bit that left; OVERFLOW is defined for a count of one only.
 */
final class ShiftSemantics {
    private ShiftSemantics() {
    }

    static Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        handlers.put("shl", ShiftSemantics::shiftLeft);
        handlers.put("shr", ShiftSemantics::shiftRight);
        handlers.put("sar", ShiftSemantics::shiftRightSigned);
        handlers.put("rol", ShiftSemantics::rotateLeft);
        handlers.put("ror", ShiftSemantics::rotateRight);
        handlers.put("rcl", ShiftSemantics::rotateLeftThroughCarry);
        handlers.put("rcr", ShiftSemantics::rotateRightThroughCarry);
        handlers.put("shld", ShiftSemantics::shiftLeftDouble);
        handlers.put("shrd", ShiftSemantics::shiftRightDouble);
        handlers.put("shlx", (i, m) -> write(i, 0, m, m.terms().shl(read(i, 1, m), plainCount(i, m))));
        handlers.put("shrx", (i, m) -> write(i, 0, m, m.terms().lshr(read(i, 1, m), plainCount(i, m))));
        handlers.put("sarx", (i, m) -> write(i, 0, m, m.terms().ashr(read(i, 1, m), plainCount(i, m))));
        handlers.put("rorx", (i, m) -> write(i, 0, m, rotatedLeft(m.terms(), read(i, 1, m), m.terms().neg(plainCount(i, m)))));
        return handlers;
    }

    // ---- counts

    /** The count, of the width of the first operand. */
    private static Term plainCount(Instruction i, Machine m) {
        return count(i, 2, i.operand(0).width(), m);
    }

    private static Term count(Instruction i, int index, int width, Machine m) {
        Terms terms = m.terms();
        int bits = width == 64 ? 6 : 5;
        return terms.zext(terms.extract(read(i, index, 8, m), bits - 1, 0), width);
    }

    private static boolean isZero(Term count) {
        return count instanceof Constant c && c.isZero();
    }

    /** Sets a flag where the count is not zero. */
    private static void setFlag(Machine m, Flag flag, Term count, Supplier<Term> value) {
        if (count instanceof Constant) {
            m.setFlag(flag, value);
            return;
        }
        Term before = m.flag(flag);
        m.setFlag(flag, () -> m.terms().ite(isNumber(m.terms(), count, 0), before, value.get()));
    }

    private static void undefineFlag(Machine m, Flag flag, Term count) {
        if (count instanceof Constant) {
            m.undefineFlag(flag);
            return;
        }
        Term undefined = m.undefined(flag.name().toLowerCase(Locale.ROOT), 1);
        setFlag(m, flag, count, () -> undefined);
    }

    private static Term isNumber(Terms terms, Term count, long number) {
        return terms.eq(count, terms.constant(count.width(), number));
    }

    /** OVERFLOW: the given value where the count is one, else undefined. */
    private static void setOverflow(Machine m, Term count, Supplier<Term> value) {
        if (count instanceof Constant c) {
            if (c.toLong() == 1) {
                m.setFlag(Flag.OVERFLOW, value);
            } else {
                m.undefineFlag(Flag.OVERFLOW);
            }
            return;
        }
        Term undefined = m.undefined("overflow", 1);
        setFlag(m, Flag.OVERFLOW, count, () -> m.terms().ite(isNumber(m.terms(), count, 1), value.get(), undefined));
    }

    private static void setResultFlags(Machine m, Term count, Term result) {
        Terms terms = m.terms();
        undefineFlag(m, Flag.ADJUST, count);
        setFlag(m, Flag.ZERO, count, Flags.zero(terms, result));
        setFlag(m, Flag.SIGN, count, () -> Flags.sign(terms, result));
        setFlag(m, Flag.PARITY, count, () -> Flags.parity(terms, result));
    }

    /** The value, or an undefined one of that width where the count, not below the limit, makes it so. */
    private static Supplier<Term> definedBelow(Machine m, Term count, int limit, int width, String purpose, Supplier<Term> value) {
        Terms terms = m.terms();
        Term below = terms.ult(count, terms.constant(count.width(), limit));
        if (below == terms.yes()) {
            return value;
        }
        Term undefined = m.undefined(purpose, width);
        return () -> terms.ite(below, value.get(), undefined);
    }

    // ---- shifts

    private static void shiftLeft(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        int width = a.width();
        Term count = count(i, 1, width, m);
        Term result = terms.shl(a, count);
        if (!isZero(count)) {
            Supplier<Term> carry = definedBelow(m, count, width, 1, "carry", () -> Flags.sign(terms,
                    terms.shl(terms.concat(terms.no(), a), terms.zext(count, width + 1))));
            setFlag(m, Flag.CARRY, count, carry);
            setOverflow(m, count, () -> terms.xor(Flags.sign(terms, result), carry.get()));
            setResultFlags(m, count, result);
        }
        write(i, 0, m, result);
    }

    private static void shiftRight(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        int width = a.width();
        Term count = count(i, 1, width, m);
        Term result = terms.lshr(a, count);
        if (!isZero(count)) {
            setFlag(m, Flag.CARRY, count, definedBelow(m, count, width, 1, "carry", () -> terms.extract(
                    terms.lshr(withRoomBelow(terms, a), terms.zext(count, width + 1)), 0, 0)));
            setOverflow(m, count, () -> Flags.sign(terms, a));
            setResultFlags(m, count, result);
        }
        write(i, 0, m, result);
    }

    private static void shiftRightSigned(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        int width = a.width();
        Term count = count(i, 1, width, m);
        Term result = terms.ashr(a, count);
        if (!isZero(count)) {
            setFlag(m, Flag.CARRY, count, () -> terms.extract(
                    terms.ashr(withRoomBelow(terms, a), terms.zext(count, width + 1)), 0, 0));
            setOverflow(m, count, terms::no);
            setResultFlags(m, count, result);
        }
        write(i, 0, m, result);
    }

    /** The value with one more bit below, into which a right shift moves the last bit that leaves. */
    private static Term withRoomBelow(Terms terms, Term a) {
        return terms.concat(a, terms.no());
    }

    private static void shiftLeftDouble(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        Term b = read(i, 1, m);
        int width = a.width();
        Term count = count(i, 2, width, m);
        Term both = terms.concat(terms.no(), a, b);
        Term wide = terms.shl(both, terms.zext(count, both.width()));
        Term result = definedBelow(m, count, width + 1, width, "shld", () -> terms.extract(wide, 2 * width - 1, width)).get();
        if (!isZero(count)) {
            finishDouble(m, a, count, () -> terms.extract(wide, 2 * width, 2 * width), result);
        }
        write(i, 0, m, result);
    }

    private static void shiftRightDouble(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        Term b = read(i, 1, m);
        int width = a.width();
        Term count = count(i, 2, width, m);
        Term both = terms.concat(b, a, terms.no());
        Term wide = terms.lshr(both, terms.zext(count, both.width()));
        Term result = definedBelow(m, count, width + 1, width, "shrd", () -> terms.extract(wide, width, 1)).get();
        if (!isZero(count)) {
            finishDouble(m, a, count, () -> terms.extract(wide, 0, 0), result);
        }
        write(i, 0, m, result);
    }

    private static void finishDouble(Machine m, Term a, Term count, Supplier<Term> last, Term result) {
        Terms terms = m.terms();
        setFlag(m, Flag.CARRY, count, definedBelow(m, count, a.width() + 1, 1, "carry", last));
        setOverflow(m, count, () -> terms.xor(Flags.sign(terms, a), Flags.sign(terms, result)));
        setResultFlags(m, count, result);
    }

    // ---- rotations

    /** Rotation to the left by a count modulo the width, a power of two. */
    private static Term rotatedLeft(Terms terms, Term a, Term count) {
        int width = a.width();
        int bits = Integer.numberOfTrailingZeros(width);
        Term places = terms.zext(terms.extract(count, bits - 1, 0), width);
        if (places instanceof Constant c && c.isZero()) {
            return a;
        }
        Term rest = terms.sub(terms.constant(width, width), places);
        return terms.or(terms.shl(a, places), terms.lshr(a, rest));
    }

    private static void rotateLeft(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        Term count = count(i, 1, a.width(), m);
        Term result = rotatedLeft(terms, a, count);
        if (!isZero(count)) {
            setFlag(m, Flag.CARRY, count, () -> terms.extract(result, 0, 0));
            setOverflow(m, count, () -> terms.xor(terms.extract(result, 0, 0), Flags.sign(terms, result)));
        }
        write(i, 0, m, result);
    }

    private static void rotateRight(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        int width = a.width();
        Term count = count(i, 1, width, m);
        Term result = rotatedLeft(terms, a, terms.neg(count));
        if (!isZero(count)) {
            setFlag(m, Flag.CARRY, count, () -> Flags.sign(terms, result));
            setOverflow(m, count, () -> terms.xor(Flags.sign(terms, result), terms.extract(result, width - 2, width - 2)));
        }
        write(i, 0, m, result);
    }

    private static void rotateLeftThroughCarry(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        int width = a.width();
        Term count = count(i, 1, width, m);
        Term both = terms.concat(m.flag(Flag.CARRY), a);
        Term places = terms.urem(terms.zext(count, width + 1), terms.constant(width + 1, width + 1));
        Term rotated = terms.or(terms.shl(both, places), terms.lshr(both, rest(terms, places)));
        finishThroughCarry(i, m, count, rotated, () -> terms.xor(
                terms.extract(rotated, width, width), terms.extract(rotated, width - 1, width - 1)));
    }

    private static void rotateRightThroughCarry(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        int width = a.width();
        Term count = count(i, 1, width, m);
        Term both = terms.concat(m.flag(Flag.CARRY), a);
        Term places = terms.urem(terms.zext(count, width + 1), terms.constant(width + 1, width + 1));
        Term rotated = terms.or(terms.lshr(both, places), terms.shl(both, rest(terms, places)));
        finishThroughCarry(i, m, count, rotated, () -> terms.xor(
                terms.extract(rotated, width - 1, width - 1), terms.extract(rotated, width - 2, width - 2)));
    }

    private static Term rest(Terms terms, Term places) {
        return terms.sub(terms.constant(places.width(), places.width()), places);
    }

    private static void finishThroughCarry(Instruction i, Machine m, Term count, Term rotated, Supplier<Term> overflow) {
        Terms terms = m.terms();
        int width = rotated.width() - 1;
        if (!isZero(count)) {
            m.setFlag(Flag.CARRY, () -> terms.extract(rotated, width, width));
            setOverflow(m, count, overflow);
        }
        write(i, 0, m, terms.extract(rotated, width - 1, 0));
    }
}
