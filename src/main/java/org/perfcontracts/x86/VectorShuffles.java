package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Lanes put in another order: by a number in the instruction, by a vector of indices, or in a fixed pattern. */
final class VectorShuffles {
    private static final int SINGLE = 32;
    private static final int DOUBLE = 64;
    private static final int BLOCK = 128;

    private VectorShuffles() {
    }

    static void declare(VectorTable table) {
        declareFixed(table);
        declareByNumber(table);
        declareByVector(table);
        declareBlocks(table);
    }

    // ---- fixed patterns

    private static void declareFixed(VectorTable table) {
        interleave(table, "bw", 8);
        interleave(table, "wd", 16);
        interleave(table, "dq", 32);
        interleave(table, "qdq", 64);
        table.both("unpcklps", frame -> interleave(frame, SINGLE, 0));
        table.both("unpckhps", frame -> interleave(frame, SINGLE, 2));
        table.both("unpcklpd", frame -> interleave(frame, DOUBLE, 0));
        table.both("unpckhpd", frame -> interleave(frame, DOUBLE, 1));
        broadcast(table, 8, "vpbroadcastb");
        broadcast(table, 16, "vpbroadcastw");
        broadcast(table, 32, "vpbroadcastd", "vbroadcastss");
        broadcast(table, 64, "vpbroadcastq", "vbroadcastsd");
        broadcast(table, 128, "vbroadcasti128", "vbroadcastf128");
    }

    private static void interleave(VectorTable table, String suffix, int lane) {
        table.both("punpckl" + suffix, frame -> interleave(frame, lane, 0));
        table.both("punpckh" + suffix, frame -> interleave(frame, lane, BLOCK / lane / 2));
    }

    /** Lanes of both sources by turns, of each block from the given one on. */
    private static void interleave(VectorFrame frame, int lane, int from) {
        frame.finish(byBlock(frame, (a, b) -> {
            List<Term> left = frame.lanes().split(a, lane);
            List<Term> right = frame.lanes().split(b, lane);
            List<Term> result = new ArrayList<>();
            for (int i = from; i < from + left.size() / 2; i++) {
                result.add(left.get(i));
                result.add(right.get(i));
            }
            return frame.lanes().join(result);
        }));
    }

    private static Term byBlock(VectorFrame frame, BinaryOperator<Term> operation) {
        return frame.lanes().zip(frame.first(), frame.second(), BLOCK, operation);
    }

    private static void broadcast(VectorTable table, int lane, String... mnemonics) {
        for (String mnemonic : mnemonics) {
            table.vex(mnemonic, frame -> frame.finish(frame.lanes().repeat(frame.source(1, lane), frame.width(0))));
        }
    }

    // ---- by a number

    private static void declareByNumber(VectorTable table) {
        table.both("pshufd", frame -> frame.finish(orderSingles(frame, frame.source(1))));
        table.both("pshuflw", frame -> orderWords(frame, 0));
        table.both("pshufhw", frame -> orderWords(frame, 4));
        table.both("shufps", VectorShuffles::mixSingles);
        table.both("shufpd", VectorShuffles::mixDoubles);
        table.both("palignr", VectorShuffles::alignRight);
        table.vex("vpermq", frame -> frame.finish(order(frame, frame.source(1), DOUBLE, frame.immediate())));
        table.vex("vpermpd", frame -> frame.finish(order(frame, frame.source(1), DOUBLE, frame.immediate())));
    }

    private static Term orderSingles(VectorFrame frame, Term source) {
        return frame.lanes().map(source, BLOCK, block -> order(frame, block, SINGLE, frame.immediate()));
    }

    /** Four lanes in the order that four pairs of bits name. */
    static Term order(VectorFrame frame, Term vector, int lane, int order) {
        List<Term> lanes = frame.lanes().split(vector, lane);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            result.add(lanes.get(order >> 2 * i & 3));
        }
        return frame.lanes().join(result);
    }

    /** Four words of each block in another order, from the given one on; the other four stay. */
    private static void orderWords(VectorFrame frame, int from) {
        int order = frame.immediate();
        frame.finish(frame.lanes().map(frame.source(1), BLOCK, block -> {
            List<Term> words = frame.lanes().split(block, 16);
            List<Term> result = new ArrayList<>(words);
            for (int i = 0; i < 4; i++) {
                result.set(from + i, words.get(from + (order >> 2 * i & 3)));
            }
            return frame.lanes().join(result);
        }));
    }

    private static void mixSingles(VectorFrame frame) {
        int order = frame.immediate();
        frame.finish(byBlock(frame, (a, b) -> {
            List<Term> left = frame.lanes().split(a, SINGLE);
            List<Term> right = frame.lanes().split(b, SINGLE);
            return frame.lanes().join(List.of(left.get(order & 3), left.get(order >> 2 & 3),
                    right.get(order >> 4 & 3), right.get(order >> 6 & 3)));
        }));
    }

    /** Each bit of the number chooses a half of a block: of the first source, of the second, and so on. */
    private static void mixDoubles(VectorFrame frame) {
        List<Term> left = frame.lanes().split(frame.first(), DOUBLE);
        List<Term> right = frame.lanes().split(frame.second(), DOUBLE);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < left.size(); i += 2) {
            int order = frame.immediate() >> i;
            result.add(left.get(i + (order & 1)));
            result.add(right.get(i + (order >> 1 & 1)));
        }
        frame.finish(frame.lanes().join(result));
    }

    /** Both blocks side by side, the first source above, shifted right by bytes. */
    private static void alignRight(VectorFrame frame) {
        int distance = frame.immediate() * Byte.SIZE;
        Terms terms = frame.terms();
        frame.finish(byBlock(frame, (a, b) -> terms.extract(terms.lshr(terms.concat(a, b), distance), BLOCK - 1, 0)));
    }

    // ---- by a vector

    private static void declareByVector(VectorTable table) {
        table.both("pshufb", VectorShuffles::shuffleBytes);
        table.vex("vpermd", VectorShuffles::permuteSingles);
        table.vex("vpermps", VectorShuffles::permuteSingles);
        table.vex("vpermilps", frame -> permuteInBlocks(frame, SINGLE));
        table.vex("vpermilpd", frame -> permuteInBlocks(frame, DOUBLE));
    }

    /** Each byte of the second source names a byte of the first, or has its top bit set and gives zero. */
    private static void shuffleBytes(VectorFrame frame) {
        Terms terms = frame.terms();
        Term zero = terms.constant(8, 0);
        frame.finish(byBlock(frame, (block, indices) -> frame.lanes().map(indices, 8, index -> terms.ite(
                terms.extract(index, 7, 7), zero, frame.lanes().select(block, terms.extract(index, 3, 0))))));
    }

    /** The first source holds the indices here. */
    private static void permuteSingles(VectorFrame frame) {
        Term indices = frame.first();
        Term vector = frame.second();
        frame.finish(frame.lanes().map(indices, SINGLE,
                index -> frame.lanes().select(vector, frame.terms().extract(index, 2, 0))));
    }

    private static void permuteInBlocks(VectorFrame frame, int lane) {
        if (frame.isImmediate(2)) {
            frame.finish(lane == SINGLE ? orderSingles(frame, frame.source(1)) : orderDoubles(frame));
            return;
        }
        int low = lane == SINGLE ? 0 : 1;
        frame.finish(byBlock(frame, (block, indices) -> frame.lanes().map(indices, lane,
                index -> frame.lanes().select(block, frame.terms().extract(index, 1, low)))));
    }

    private static Term orderDoubles(VectorFrame frame) {
        List<Term> doubles = frame.lanes().split(frame.source(1), DOUBLE);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < doubles.size(); i++) {
            result.add(doubles.get((i & ~1) + (frame.immediate() >> i & 1)));
        }
        return frame.lanes().join(result);
    }

    // ---- halves of 256 bits

    private static void declareBlocks(VectorTable table) {
        for (String kind : List.of("i128", "f128")) {
            table.vex("vinsert" + kind, VectorShuffles::insertBlock);
            table.vex("vextract" + kind, VectorShuffles::extractBlock);
            table.vex("vperm2" + kind, VectorShuffles::permuteBlocks);
        }
    }

    private static void insertBlock(VectorFrame frame) {
        List<Term> blocks = new ArrayList<>(frame.lanes().split(frame.first(), BLOCK));
        blocks.set(frame.immediate() & 1, frame.second());
        frame.finish(frame.lanes().join(blocks));
    }

    private static void extractBlock(VectorFrame frame) {
        frame.finish(frame.lanes().split(frame.source(1), BLOCK).get(frame.immediate() & 1));
    }

    private static void permuteBlocks(VectorFrame frame) {
        List<Term> blocks = new ArrayList<>(frame.lanes().split(frame.first(), BLOCK));
        blocks.addAll(frame.lanes().split(frame.second(), BLOCK));
        int order = frame.immediate();
        frame.finish(frame.lanes().join(List.of(chosenBlock(frame, blocks, order), chosenBlock(frame, blocks, order >> 4))));
    }

    private static Term chosenBlock(VectorFrame frame, List<Term> blocks, int choice) {
        return (choice & 8) != 0 ? frame.terms().constant(BLOCK, 0) : blocks.get(choice & 3);
    }
}
