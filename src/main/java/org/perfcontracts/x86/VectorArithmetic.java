package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Integer arithmetic on lanes: sums, differences, products, averages, absolute values, and sums of neighbours. */
final class VectorArithmetic {
    /** An operation on two lanes of the same width. */
    private interface Operation {
        Term apply(Terms terms, Term a, Term b);
    }

    private static final int BLOCK = 128;

    private VectorArithmetic() {
    }

    static void declare(VectorTable table) {
        declareSums(table);
        declareProducts(table);
        declareSigns(table);
        declareNeighbours(table);
        table.both("psadbw", VectorArithmetic::sumDifferences);
        table.both("mpsadbw", VectorArithmetic::sumShiftedDifferences);
        table.both("pclmulqdq", VectorArithmetic::carrylessProduct);
    }

    // ---- lane by lane

    private static void lanewise(VectorTable table, String mnemonic, int lane, Operation operation) {
        table.both(mnemonic, frame -> {
            Terms terms = frame.terms();
            frame.finish(frame.lanes().zip(frame.first(), frame.second(), lane, (a, b) -> operation.apply(terms, a, b)));
        });
    }

    private static void declareSums(VectorTable table) {
        for (VectorLane lane : VectorLane.values()) {
            lanewise(table, "padd" + lane.suffix(), lane.width(), Terms::add);
            lanewise(table, "psub" + lane.suffix(), lane.width(), Terms::sub);
        }
        for (VectorLane lane : new VectorLane[] {VectorLane.BYTE, VectorLane.WORD}) {
            lanewise(table, "padds" + lane.suffix(), lane.width(), VectorArithmetic::saturatedSum);
            lanewise(table, "psubs" + lane.suffix(), lane.width(), VectorArithmetic::saturatedDifference);
            lanewise(table, "paddus" + lane.suffix(), lane.width(), VectorArithmetic::unsignedSum);
            lanewise(table, "psubus" + lane.suffix(), lane.width(),
                    (terms, a, b) -> terms.ite(terms.ult(a, b), terms.constant(a.width(), 0), terms.sub(a, b)));
            lanewise(table, "pavg" + lane.suffix(), lane.width(), VectorArithmetic::average);
        }
    }

    private static Term saturatedSum(Terms terms, Term a, Term b) {
        int wider = a.width() + 1;
        return Saturation.signed(terms, terms.add(terms.sext(a, wider), terms.sext(b, wider)), a.width());
    }

    private static Term saturatedDifference(Terms terms, Term a, Term b) {
        int wider = a.width() + 1;
        return Saturation.signed(terms, terms.sub(terms.sext(a, wider), terms.sext(b, wider)), a.width());
    }

    private static Term unsignedSum(Terms terms, Term a, Term b) {
        Term sum = terms.add(a, b);
        return terms.ite(terms.ult(sum, a), terms.constant(a.width(), -1), sum);
    }

    private static Term average(Terms terms, Term a, Term b) {
        int width = a.width();
        Term sum = terms.add(terms.add(terms.zext(a, width + 1), terms.zext(b, width + 1)), 1);
        return terms.extract(sum, width, 1);
    }

    private static void declareProducts(VectorTable table) {
        lanewise(table, "pmullw", 16, Terms::mul);
        lanewise(table, "pmulld", 32, Terms::mul);
        lanewise(table, "pmulhw", 16, (terms, a, b) -> terms.extract(signedProduct(terms, a, b, 32), 31, 16));
        lanewise(table, "pmulhuw", 16, (terms, a, b) -> terms.extract(unsignedProduct(terms, a, b, 32), 31, 16));
        lanewise(table, "pmulhrsw", 16, VectorArithmetic::roundedProduct);
        lanewise(table, "pmuludq", 64, (terms, a, b) -> unsignedProduct(terms, low(terms, a), low(terms, b), 64));
        lanewise(table, "pmuldq", 64, (terms, a, b) -> signedProduct(terms, low(terms, a), low(terms, b), 64));
        lanewise(table, "pmaddwd", 32, (terms, a, b) -> terms.add(
                signedProduct(terms, low(terms, a), low(terms, b), 32),
                signedProduct(terms, high(terms, a), high(terms, b), 32)));
        lanewise(table, "pmaddubsw", 16, (terms, a, b) -> Saturation.signed(terms, terms.add(
                mixedProduct(terms, low(terms, a), low(terms, b)),
                mixedProduct(terms, high(terms, a), high(terms, b))), 16));
    }

    private static Term low(Terms terms, Term lane) {
        return terms.extract(lane, lane.width() / 2 - 1, 0);
    }

    private static Term high(Terms terms, Term lane) {
        return terms.extract(lane, lane.width() - 1, lane.width() / 2);
    }

    private static Term signedProduct(Terms terms, Term a, Term b, int width) {
        return terms.mul(terms.sext(a, width), terms.sext(b, width));
    }

    private static Term unsignedProduct(Terms terms, Term a, Term b, int width) {
        return terms.mul(terms.zext(a, width), terms.zext(b, width));
    }

    /** An unsigned byte times a signed one; two of them need 17 bits together. */
    private static Term mixedProduct(Terms terms, Term unsigned, Term signed) {
        return terms.mul(terms.zext(unsigned, 17), terms.sext(signed, 17));
    }

    /** The product of two fractions of 15 bits, rounded. */
    private static Term roundedProduct(Terms terms, Term a, Term b) {
        Term rounded = terms.add(terms.extract(signedProduct(terms, a, b, 32), 31, 14), 1);
        return terms.extract(rounded, 16, 1);
    }

    // ---- signs

    private static void declareSigns(VectorTable table) {
        for (VectorLane lane : new VectorLane[] {VectorLane.BYTE, VectorLane.WORD, VectorLane.DOUBLE}) {
            table.both("pabs" + lane.suffix(), frame -> {
                Terms terms = frame.terms();
                frame.finish(frame.lanes().map(frame.source(1), lane.width(),
                        a -> terms.ite(isNegative(terms, a), terms.neg(a), a)));
            });
            lanewise(table, "psign" + lane.suffix(), lane.width(), VectorArithmetic::withSign);
        }
    }

    private static Term isNegative(Terms terms, Term a) {
        return terms.extract(a, a.width() - 1, a.width() - 1);
    }

    private static Term withSign(Terms terms, Term a, Term b) {
        Term zero = terms.constant(a.width(), 0);
        return terms.ite(isNegative(terms, b), terms.neg(a), terms.ite(terms.eq(b, zero), zero, a));
    }

    // ---- neighbours

    private static void declareNeighbours(VectorTable table) {
        neighbours(table, "phaddw", 16, Terms::add);
        neighbours(table, "phaddd", 32, Terms::add);
        neighbours(table, "phaddsw", 16, VectorArithmetic::saturatedSum);
        neighbours(table, "phsubw", 16, Terms::sub);
        neighbours(table, "phsubd", 32, Terms::sub);
        neighbours(table, "phsubsw", 16, VectorArithmetic::saturatedDifference);
    }

    private static void neighbours(VectorTable table, String mnemonic, int lane, Operation operation) {
        table.both(mnemonic, frame -> frame.finish(frame.lanes().zip(frame.first(), frame.second(), BLOCK, (a, b) -> {
            List<Term> results = new ArrayList<>();
            joinNeighbours(frame, a, lane, operation, results);
            joinNeighbours(frame, b, lane, operation, results);
            return frame.lanes().join(results);
        })));
    }

    private static void joinNeighbours(VectorFrame frame, Term block, int lane, Operation operation, List<Term> results) {
        List<Term> parts = frame.lanes().split(block, lane);
        for (int i = 0; i < parts.size(); i += 2) {
            results.add(operation.apply(frame.terms(), parts.get(i), parts.get(i + 1)));
        }
    }

    // ---- sums of differences

    private static void sumDifferences(VectorFrame frame) {
        frame.finish(frame.lanes().zip(frame.first(), frame.second(), 64, (a, b) -> frame.terms().zext(
                sumOfDifferences(frame.terms(), frame.lanes().split(a, 8), frame.lanes().split(b, 8)), 64)));
    }

    private static Term sumOfDifferences(Terms terms, List<Term> a, List<Term> b) {
        Term sum = terms.constant(16, 0);
        for (int i = 0; i < a.size(); i++) {
            Term x = a.get(i);
            Term y = b.get(i);
            Term difference = terms.ite(terms.ult(x, y), terms.sub(y, x), terms.sub(x, y));
            sum = terms.add(sum, terms.zext(difference, 16));
        }
        return sum;
    }

    /** Eight sums of four differences: windows of the first source against four bytes of the second. */
    private static void sumShiftedDifferences(VectorFrame frame) {
        List<Term> first = frame.lanes().split(frame.first(), BLOCK);
        List<Term> second = frame.lanes().split(frame.second(), BLOCK);
        List<Term> results = new ArrayList<>();
        for (int block = 0; block < first.size(); block++) {
            int control = frame.immediate() >> 3 * block;
            int window = (control >> 2 & 1) * 4;
            int group = (control & 3) * 4;
            List<Term> a = frame.lanes().split(first.get(block), 8);
            List<Term> b = frame.lanes().split(second.get(block), 8).subList(group, group + 4);
            for (int i = 0; i < 8; i++) {
                results.add(sumOfDifferences(frame.terms(), a.subList(window + i, window + i + 4), b));
            }
        }
        frame.finish(frame.lanes().join(results));
    }

    // ---- polynomials over two elements

    private static void carrylessProduct(VectorFrame frame) {
        Terms terms = frame.terms();
        int firstHalf = frame.immediate() & 1;
        int secondHalf = frame.immediate() >> 4 & 1;
        frame.finish(frame.lanes().zip(frame.first(), frame.second(), BLOCK, (a, b) -> carrylessProduct(terms,
                frame.lanes().split(a, 64).get(firstHalf), frame.lanes().split(b, 64).get(secondHalf))));
    }

    private static Term carrylessProduct(Terms terms, Term a, Term b) {
        Term zero = terms.constant(BLOCK, 0);
        Term wide = terms.zext(a, BLOCK);
        Term product = zero;
        for (int bit = 0; bit < b.width(); bit++) {
            product = terms.xor(product, terms.ite(terms.extract(b, bit, bit), terms.shl(wide, bit), zero));
        }
        return product;
    }
}
