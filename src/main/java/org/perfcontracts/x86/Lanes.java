package org.perfcontracts.x86;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Vectors cut into lanes, the lowest first, and put together again. A lane is a multiple of eight bits wide. */
final class Lanes {
    private static final int LONG = 64;

    private final Terms terms;

    Lanes(Terms terms) {
        this.terms = terms;
    }

    /** The lanes of the given width, the lowest first. */
    List<Term> split(Term vector, int lane) {
        int count = vector.width() / lane;
        List<Term> result = new ArrayList<>(count);
        if (vector instanceof Constant constant && lane <= LONG) {
            long[] words = words(constant);
            for (int low = 0; low < vector.width(); low += lane) {
                result.add(terms.constant(lane, words[low / LONG] >>> low % LONG));
            }
            return result;
        }
        for (int low = 0; low < vector.width(); low += lane) {
            result.add(terms.extract(vector, low + lane - 1, low));
        }
        return result;
    }

    private static long[] words(Constant constant) {
        long[] words = new long[(constant.width() + LONG - 1) / LONG];
        BigInteger value = constant.value();
        for (int i = 0; i < words.length; i++) {
            words[i] = value.shiftRight(i * LONG).longValue();
        }
        return words;
    }

    /** The vector of the given lanes, the lowest first. */
    Term join(List<Term> lanes) {
        Term constant = joinConstants(lanes);
        return constant != null ? constant : terms.concat(lanes.reversed().toArray(Term[]::new));
    }

    /** Constants are joined at one go, not in pairs, which would leave a trail of terms that nobody needs. */
    private Term joinConstants(List<Term> lanes) {
        int bits = 0;
        for (Term lane : lanes) {
            if (!(lane instanceof Constant) || lane.width() % Byte.SIZE != 0) {
                return null;
            }
            bits += lane.width();
        }
        byte[] bytes = new byte[bits / Byte.SIZE];
        int end = bytes.length;
        for (Term lane : lanes) {
            end = put((Constant) lane, bytes, end);
        }
        return terms.constant(bits, new BigInteger(1, bytes));
    }

    /** Puts a constant, big-endian, before the given end; returns where it starts. */
    private static int put(Constant lane, byte[] bytes, int end) {
        int length = lane.width() / Byte.SIZE;
        if (lane.width() <= LONG) {
            long value = lane.toLong();
            for (int i = 1; i <= length; i++) {
                bytes[end - i] = (byte) value;
                value >>>= Byte.SIZE;
            }
            return end - length;
        }
        byte[] digits = lane.value().toByteArray();
        int used = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - used, bytes, end - used, used);
        return end - length;
    }

    /** Applies an operation to every lane; the results may have another width. */
    Term map(Term vector, int lane, UnaryOperator<Term> operation) {
        List<Term> result = new ArrayList<>(vector.width() / lane);
        for (Term part : split(vector, lane)) {
            result.add(operation.apply(part));
        }
        return join(result);
    }

    /** Applies an operation to the lanes of two vectors in pairs; the results may have another width. */
    Term zip(Term a, Term b, int lane, BinaryOperator<Term> operation) {
        List<Term> left = split(a, lane);
        List<Term> right = split(b, lane);
        List<Term> result = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            result.add(operation.apply(left.get(i), right.get(i)));
        }
        return join(result);
    }

    /** The same lane again and again. */
    Term repeat(Term lane, int width) {
        return join(Collections.nCopies(width / lane.width(), lane));
    }

    /** The top bits of the lanes, side by side, that of the lowest lane at the bottom. */
    Term signs(Term vector, int lane) {
        List<Term> lanes = split(vector, lane);
        if (vector instanceof Constant) {
            return knownSigns(lanes, lane);
        }
        return terms.concat(lanes.reversed().stream()
                .map(part -> terms.extract(part, lane - 1, lane - 1)).toArray(Term[]::new));
    }

    private Term knownSigns(List<Term> lanes, int lane) {
        long signs = 0;
        for (int i = 0; i < lanes.size(); i++) {
            signs |= (((Constant) lanes.get(i)).toLong() >>> lane - 1 & 1) << i;
        }
        return terms.constant(lanes.size(), signs);
    }

    /**
     * The lane that an index names, as halvings of the vector: the top bit of the index chooses a half, the next a
     * quarter. The vector has as many lanes as the index has values.
     */
    Term select(Term vector, Term index) {
        if (index instanceof Constant known) {
            int lane = vector.width() >> index.width();
            int low = (int) known.toLong() * lane;
            return terms.extract(vector, low + lane - 1, low);
        }
        Term rest = vector;
        for (int bit = index.width() - 1; bit >= 0; bit--) {
            int half = rest.width() / 2;
            Term upper = terms.extract(rest, rest.width() - 1, half);
            Term lower = terms.extract(rest, half - 1, 0);
            rest = terms.ite(terms.extract(index, bit, bit), upper, lower);
        }
        return rest;
    }
}
