package org.perfcontracts.x86;

import static org.perfcontracts.x86.Operands.read;
import static org.perfcontracts.x86.Operands.write;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Operand.MemoryOperand;

/** Bitwise logic, single bits, counts of bits, the BMI sets, and the checksum instruction. */
final class BitSemantics {
    private static final int CRC32C_REFLECTED = 0x82F63B78;
    /** What a bit that leaves the checksum has become after so many more shifts. */
    private static final int[] CRC32C_SHARES = crc32Shares();

    private BitSemantics() {
    }

    static Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        handlers.put("and", (i, m) -> logic(i, m, m.terms()::and));
        handlers.put("or", (i, m) -> logic(i, m, m.terms()::or));
        handlers.put("xor", (i, m) -> logic(i, m, m.terms()::xor));
        handlers.put("not", (i, m) -> write(i, 0, m, m.terms().not(read(i, 0, m))));
        handlers.put("test", BitSemantics::test);
        handlers.put("bt", (i, m) -> testBit(i, m, null));
        handlers.put("bts", (i, m) -> testBit(i, m, m.terms()::or));
        handlers.put("btr", (i, m) -> testBit(i, m, (a, bit) -> m.terms().and(a, m.terms().not(bit))));
        handlers.put("btc", (i, m) -> testBit(i, m, m.terms()::xor));
        handlers.put("bsf", (i, m) -> scan(i, m, BitSemantics::trailingZeros));
        handlers.put("bsr", (i, m) -> scan(i, m, BitSemantics::highestBit));
        handlers.put("tzcnt", (i, m) -> countZeros(i, m, trailingZeros(m.terms(), read(i, 1, m))));
        handlers.put("lzcnt", (i, m) -> countZeros(i, m, leadingZeros(m.terms(), read(i, 1, m))));
        handlers.put("popcnt", BitSemantics::countBits);
        handlers.put("andn", BitSemantics::andNot);
        handlers.put("bextr", BitSemantics::extractField);
        handlers.put("bzhi", BitSemantics::clearHigh);
        handlers.put("blsi", BitSemantics::lowestBit);
        handlers.put("blsmsk", BitSemantics::maskToLowestBit);
        handlers.put("blsr", BitSemantics::resetLowestBit);
        handlers.put("pext", BitSemantics::gatherBits);
        handlers.put("pdep", BitSemantics::scatterBits);
        handlers.put("crc32", BitSemantics::crc32);
        return handlers;
    }

    // ---- logic

    private static void logic(Instruction i, Machine m, BinaryOperator<Term> operation) {
        Term a = read(i, 0, m);
        Term result = operation.apply(a, read(i, 1, a.width(), m));
        Flags.logic(m, result);
        write(i, 0, m, result);
    }

    private static void test(Instruction i, Machine m) {
        Term a = read(i, 0, m);
        Flags.logic(m, m.terms().and(a, read(i, 1, a.width(), m)));
    }

    private static void andNot(Instruction i, Machine m) {
        Term result = m.terms().and(m.terms().not(read(i, 1, m)), read(i, 2, m));
        Flags.logic(m, result);
        Flags.undefine(m, Flag.PARITY);
        write(i, 0, m, result);
    }

    // ---- single bits

    /** Copies a bit to CARRY; where there is a change, applies it to the value and a mask of that bit, and writes it back. */
    private static void testBit(Instruction i, Machine m, BinaryOperator<Term> change) {
        if (i.operand(0) instanceof MemoryOperand string && i.operand(1) instanceof Operand.RegisterOperand) {
            testBitOfString(i, m, string, change);
            return;
        }
        Term a = read(i, 0, m);
        Term result = testBitOf(m, a, read(i, 1, a.width(), m), change);
        if (change != null) {
            write(i, 0, m, result);
        }
    }

    /** A bit string in memory reaches as far to both sides of its address as the index says. */
    private static void testBitOfString(Instruction i, Machine m, MemoryOperand string, BinaryOperator<Term> change) {
        Terms terms = m.terms();
        Term index = read(i, 1, m);
        int width = string.width();
        int bits = Integer.numberOfTrailingZeros(width);
        Term words = terms.sext(terms.extract(index, width - 1, bits), 64);
        Term address = terms.add(Operands.address(string, i, m), terms.mul(words, terms.constant(64, width / 8)));
        Term result = testBitOf(m, m.load(address, width / 8), index, change);
        if (change != null) {
            m.store(address, result);
        }
    }

    private static Term testBitOf(Machine m, Term a, Term index, BinaryOperator<Term> change) {
        Terms terms = m.terms();
        int width = a.width();
        Term place = terms.zext(terms.extract(index, Integer.numberOfTrailingZeros(width) - 1, 0), width);
        m.setFlag(Flag.CARRY, () -> terms.extract(terms.lshr(a, place), 0, 0));
        Flags.undefine(m, Flag.OVERFLOW, Flag.SIGN, Flag.ADJUST, Flag.PARITY);
        return change == null ? a : change.apply(a, terms.shl(terms.constant(width, 1), place));
    }

    // ---- counts

    /** The number of zeros below the lowest set bit, by halving; the width where there is none. */
    private static Term trailingZeros(Terms terms, Term value) {
        int width = value.width();
        int levels = Integer.numberOfTrailingZeros(width);
        Term[] digits = new Term[levels];
        Term rest = value;
        for (int level = 0; level < levels; level++) {
            int half = rest.width() / 2;
            Term low = terms.extract(rest, half - 1, 0);
            Term high = terms.extract(rest, 2 * half - 1, half);
            digits[level] = terms.eq(low, terms.constant(half, 0));
            rest = terms.ite(digits[level], high, low);
        }
        Term count = terms.zext(terms.concat(digits), width);
        return terms.ite(isZero(terms, value), terms.constant(width, width), count);
    }

    /** The number of zeros above the highest set bit, by halving; the width where there is none. */
    private static Term leadingZeros(Terms terms, Term value) {
        int width = value.width();
        Term below = terms.sub(terms.constant(width, width - 1), highestBit(terms, value));
        return terms.ite(isZero(terms, value), terms.constant(width, width), below);
    }

    /** The place of the highest set bit, by halving; of no meaning where there is none. */
    private static Term highestBit(Terms terms, Term value) {
        int levels = Integer.numberOfTrailingZeros(value.width());
        Term[] digits = new Term[levels];
        Term rest = value;
        for (int level = 0; level < levels; level++) {
            int half = rest.width() / 2;
            Term low = terms.extract(rest, half - 1, 0);
            Term high = terms.extract(rest, 2 * half - 1, half);
            digits[level] = terms.ne(high, terms.constant(half, 0));
            rest = terms.ite(digits[level], high, low);
        }
        return terms.zext(terms.concat(digits), value.width());
    }

    private static Term isZero(Terms terms, Term value) {
        return terms.eq(value, terms.constant(value.width(), 0));
    }

    /**
     * Where the source is zero the destination stays as it was: AMD's manual demands it, and Intel's, which long called the result
     * undefined, describes processors that do so. With operands of 32 bits some of these clear the high half, others keep it.
     */
    private static void scan(Instruction i, Machine m, BiFunction<Terms, Term, Term> place) {
        Terms terms = m.terms();
        Term source = read(i, 1, m);
        Term zero = isZero(terms, source);
        m.setFlag(Flag.ZERO, zero);
        Flags.undefine(m, Flag.CARRY, Flag.OVERFLOW, Flag.SIGN, Flag.ADJUST, Flag.PARITY);
        Register destination = ((Operand.RegisterOperand) i.operand(0)).register();
        Term before = m.general(destination.number());
        write(i, 0, m, place.apply(terms, source));
        if (zero != terms.no()) {
            Term same = destination.width() == 32 ? withHighHalfKeptOrCleared(m, before) : before;
            m.setGeneral(destination.number(), terms.ite(zero, same, m.general(destination.number())));
        }
    }

    private static Term withHighHalfKeptOrCleared(Machine m, Term before) {
        Terms terms = m.terms();
        Term high = terms.extract(before, 63, 32);
        Term none = terms.constant(32, 0);
        Term left = high == none ? none : terms.ite(m.undefined("high half after a scan of zero", 1), high, none);
        return terms.concat(left, terms.extract(before, 31, 0));
    }

    private static void countZeros(Instruction i, Machine m, Term count) {
        Terms terms = m.terms();
        m.setFlag(Flag.CARRY, terms.eq(count, terms.constant(count.width(), count.width())));
        m.setFlag(Flag.ZERO, Flags.zero(terms, count));
        Flags.undefine(m, Flag.OVERFLOW, Flag.SIGN, Flag.ADJUST, Flag.PARITY);
        write(i, 0, m, count);
    }

    private static void countBits(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term value = read(i, 1, m);
        Flags.clear(m, Flag.CARRY, Flag.OVERFLOW, Flag.SIGN, Flag.ADJUST, Flag.PARITY);
        m.setFlag(Flag.ZERO, Flags.zero(terms, value));
        write(i, 0, m, terms.resize(bitSum(terms, value), value.width()));
    }

    /** The number of set bits, as a tree of sums that are no wider than they need to be. */
    private static Term bitSum(Terms terms, Term value) {
        if (value.width() == 1) {
            return value;
        }
        int half = value.width() / 2;
        Term high = bitSum(terms, terms.extract(value, 2 * half - 1, half));
        Term low = bitSum(terms, terms.extract(value, half - 1, 0));
        int width = low.width() + 1;
        return terms.add(terms.zext(high, width), terms.zext(low, width));
    }

    // ---- BMI

    private static void extractField(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term source = read(i, 1, m);
        int width = source.width();
        Term control = read(i, 2, m);
        Term start = terms.zext(terms.extract(control, 7, 0), width);
        Term length = terms.zext(terms.extract(control, 15, 8), width);
        Term result = terms.and(terms.lshr(source, start), lowMask(terms, length));
        Flags.clear(m, Flag.CARRY, Flag.OVERFLOW);
        m.setFlag(Flag.ZERO, Flags.zero(terms, result));
        Flags.undefine(m, Flag.SIGN, Flag.ADJUST, Flag.PARITY);
        write(i, 0, m, result);
    }

    /** As many ones as the length says, all of them where it is the width or more. */
    private static Term lowMask(Terms terms, Term length) {
        Term ones = terms.constant(length.width(), -1);
        return terms.not(terms.shl(ones, length));
    }

    private static void clearHigh(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term source = read(i, 1, m);
        int width = source.width();
        Term length = terms.zext(terms.extract(read(i, 2, m), 7, 0), width);
        Term result = terms.and(source, lowMask(terms, length));
        finishBmi(m, terms.ult(terms.constant(width, width - 1), length), result);
        write(i, 0, m, result);
    }

    private static void lowestBit(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term source = read(i, 1, m);
        Term result = terms.and(source, terms.neg(source));
        finishBmi(m, terms.not(isZero(terms, source)), result);
        write(i, 0, m, result);
    }

    private static void maskToLowestBit(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term source = read(i, 1, m);
        Term result = terms.xor(source, terms.add(source, -1));
        finishBmi(m, isZero(terms, source), result);
        Flags.clear(m, Flag.ZERO);
        write(i, 0, m, result);
    }

    private static void resetLowestBit(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term source = read(i, 1, m);
        Term result = terms.and(source, terms.add(source, -1));
        finishBmi(m, isZero(terms, source), result);
        write(i, 0, m, result);
    }

    private static void finishBmi(Machine m, Term carry, Term result) {
        Flags.ofResult(m, result);
        m.setFlag(Flag.CARRY, carry);
        Flags.clear(m, Flag.OVERFLOW);
        Flags.undefine(m, Flag.ADJUST, Flag.PARITY);
    }

    /** {@code pext}: the bits under the mask, side by side. */
    private static void gatherBits(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term source = read(i, 1, m);
        Term mask = read(i, 2, m);
        int width = source.width();
        Term result = terms.constant(width, 0);
        for (int k = width - 1; k >= 0; k--) {
            Term taken = terms.concat(terms.extract(result, width - 2, 0), terms.extract(source, k, k));
            result = terms.ite(terms.extract(mask, k, k), taken, result);
        }
        write(i, 0, m, result);
    }

    /** {@code pdep}: the low bits, put where the mask has ones. */
    private static void scatterBits(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term rest = read(i, 1, m);
        Term mask = read(i, 2, m);
        int width = rest.width();
        Term[] bits = new Term[width];
        for (int k = 0; k < width; k++) {
            Term chosen = terms.extract(mask, k, k);
            bits[width - 1 - k] = terms.and(chosen, terms.extract(rest, 0, 0));
            rest = terms.ite(chosen, terms.lshr(rest, 1), rest);
        }
        write(i, 0, m, terms.concat(bits));
    }

    // ---- CRC-32C

    /**
     * The checksum is linear in the bits of the old one and of the data: each bit that is set adds its own constant. So
     * the term is a flat sum of as many choices as the data has bits, not a chain of shifts.
     */
    private static void crc32(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term old = Operands.read(i, 0, m);
        Term checksum = terms.extract(old, 31, 0);
        Term data = read(i, 1, m);
        int bits = data.width();
        int width = Math.max(32, bits);
        Term input = terms.xor(terms.zext(checksum, width), terms.zext(data, width));
        Term result = bits < 32 ? terms.zext(terms.extract(input, 31, bits), 32) : terms.constant(32, 0);
        for (int k = 0; k < bits; k++) {
            Term share = terms.constant(32, CRC32C_SHARES[bits - k]);
            result = terms.xor(result, terms.ite(terms.extract(input, k, k), share, terms.constant(32, 0)));
        }
        write(i, 0, m, terms.zext(result, old.width()));
    }

    private static int[] crc32Shares() {
        int[] shares = new int[65];
        shares[0] = 1;
        for (int k = 1; k < shares.length; k++) {
            shares[k] = shares[k - 1] >>> 1 ^ ((shares[k - 1] & 1) == 1 ? CRC32C_REFLECTED : 0);
        }
        return shares;
    }
}
