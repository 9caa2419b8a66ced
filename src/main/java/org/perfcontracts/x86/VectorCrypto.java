package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Rounds of AES (FIPS 197) and of SHA-1 and SHA-256 (FIPS 180-4). */
final class VectorCrypto {
    private static final int BLOCK = 128;
    private static final int WORD = 32;
    /** x^8 + x^4 + x^3 + x + 1, without its highest bit. */
    private static final int REDUCTION = 0x1b;
    private static final int[] SUBSTITUTES = substitutes();
    private static final int[] ORIGINALS = originals();
    private static final long[] SHA1_CONSTANTS = {0x5a827999L, 0x6ed9eba1L, 0x8f1bbcdcL, 0xca62c1d6L};

    private VectorCrypto() {
    }

    static void declare(VectorTable table) {
        table.both("aesenc", frame -> round(frame, block -> mix(frame, substitute(frame, shiftRows(frame, block, 1), SUBSTITUTES), 2, 3, 1, 1)));
        table.both("aesenclast", frame -> round(frame, block -> substitute(frame, shiftRows(frame, block, 1), SUBSTITUTES)));
        table.both("aesdec", frame -> round(frame, block -> mix(frame, substitute(frame, shiftRows(frame, block, 3), ORIGINALS), 14, 11, 13, 9)));
        table.both("aesdeclast", frame -> round(frame, block -> substitute(frame, shiftRows(frame, block, 3), ORIGINALS)));
        table.both("aesimc", frame -> frame.finish(mix(frame, frame.source(1), 14, 11, 13, 9)));
        table.both("aeskeygenassist", VectorCrypto::assistKey);
        table.legacy("sha1rnds4", VectorCrypto::fourRounds);
        table.legacy("sha1nexte", VectorCrypto::nextE);
        table.legacy("sha1msg1", VectorCrypto::firstOfMessage);
        table.legacy("sha1msg2", VectorCrypto::secondOfMessage);
        table.legacy("sha256rnds2", VectorCrypto::twoRounds);
        table.legacy("sha256msg1", VectorCrypto::firstOfMessage256);
        table.legacy("sha256msg2", VectorCrypto::secondOfMessage256);
    }

    // ---- AES

    /** The multiplicative inverse in GF(2^8), then an affine map. */
    private static int[] substitutes() {
        int[] result = new int[256];
        for (int value = 0; value < 256; value++) {
            int inverse = 0;
            for (int other = 1; other < 256 && inverse == 0; other++) {
                inverse = product(value, other) == 1 ? other : 0;
            }
            int mapped = inverse;
            for (int turn = 1; turn <= 4; turn++) {
                mapped ^= (inverse << turn | inverse >> 8 - turn) & 0xff;
            }
            result[value] = mapped ^ 0x63;
        }
        return result;
    }

    private static int[] originals() {
        int[] result = new int[256];
        for (int value = 0; value < 256; value++) {
            result[SUBSTITUTES[value]] = value;
        }
        return result;
    }

    private static int product(int a, int b) {
        int result = 0;
        for (int x = a, y = b; y != 0; y >>= 1) {
            result ^= (y & 1) != 0 ? x : 0;
            x = x << 1 ^ (x >= 0x80 ? 0x100 | REDUCTION : 0);
        }
        return result;
    }

    private static void round(VectorFrame frame, UnaryOperator<Term> round) {
        frame.finish(frame.lanes().zip(frame.first(), frame.second(), BLOCK, (block, key) -> frame.terms().xor(round.apply(block), key)));
    }

    /** Row r of the four by four bytes, which lie column by column, turns r times the given number of places. */
    private static Term shiftRows(VectorFrame frame, Term block, int places) {
        List<Term> bytes = frame.lanes().split(block, 8);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            result.add(bytes.get((i + 4 * places * (i % 4)) % 16));
        }
        return frame.lanes().join(result);
    }

    private static Term substitute(VectorFrame frame, Term vector, int[] table) {
        return frame.lanes().map(vector, 8, index -> entry(frame.terms(), table, index, 7, 0));
    }

    /** The entry that an index names, given that its bits above one are those of a place. */
    private static Term entry(Terms terms, int[] table, Term index, int bit, int place) {
        if (index instanceof Constant known) {
            return terms.constant(8, table[(int) known.toLong()]);
        }
        if (bit < 0) {
            return terms.constant(8, table[place]);
        }
        return terms.ite(terms.extract(index, bit, bit),
                entry(terms, table, index, bit - 1, place | 1 << bit), entry(terms, table, index, bit - 1, place));
    }

    /** Each column times a matrix of which the first row is given; each other row is the one before, turned by one place. */
    private static Term mix(VectorFrame frame, Term block, int... factors) {
        return frame.lanes().map(block, WORD, column -> {
            List<Term> bytes = frame.lanes().split(column, 8);
            List<Term> result = new ArrayList<>();
            for (int row = 0; row < 4; row++) {
                Term sum = frame.terms().constant(8, 0);
                for (int i = 0; i < 4; i++) {
                    sum = frame.terms().xor(sum, times(frame.terms(), bytes.get(i), factors[(i - row + 4) % 4]));
                }
                result.add(sum);
            }
            return frame.lanes().join(result);
        });
    }

    private static Term times(Terms terms, Term value, int factor) {
        Term zero = terms.constant(8, 0);
        Term result = zero;
        Term power = value;
        for (int rest = factor; rest != 0; rest >>= 1) {
            result = (rest & 1) != 0 ? terms.xor(result, power) : result;
            power = terms.xor(terms.shl(power, 1), terms.ite(terms.extract(power, 7, 7), terms.constant(8, REDUCTION), zero));
        }
        return result;
    }

    private static void assistKey(VectorFrame frame) {
        Terms terms = frame.terms();
        List<Term> words = frame.lanes().split(frame.source(1), WORD);
        Term second = substitute(frame, words.get(1), SUBSTITUTES);
        Term fourth = substitute(frame, words.get(3), SUBSTITUTES);
        Term number = terms.constant(WORD, frame.immediate());
        frame.finish(frame.lanes().join(List.of(second, terms.xor(turned(terms, second, 8), number),
                fourth, terms.xor(turned(terms, fourth, 8), number))));
    }

    /** Rotated to the right. */
    private static Term turned(Terms terms, Term word, int places) {
        return terms.concat(terms.extract(word, places - 1, 0), terms.extract(word, WORD - 1, places));
    }

    // ---- SHA-1: the words A, B, C, D of the state lie from the top down

    private static List<Term> words(VectorFrame frame, int index) {
        return frame.lanes().split(frame.source(index), WORD).reversed();
    }

    private static void finish(VectorFrame frame, List<Term> fromTheTop) {
        frame.finish(frame.lanes().join(fromTheTop.reversed()));
    }

    private static void fourRounds(VectorFrame frame) {
        Terms terms = frame.terms();
        int kind = frame.immediate() & 3;
        List<Term> state = words(frame, 0);
        List<Term> schedule = words(frame, 1);
        Term a = state.get(0);
        Term b = state.get(1);
        Term c = state.get(2);
        Term d = state.get(3);
        Term e = terms.constant(WORD, 0);
        for (Term word : schedule) {
            Term sum = terms.add(terms.add(turned(terms, a, 27), function(terms, kind, b, c, d)),
                    terms.add(terms.add(word, e), terms.constant(WORD, SHA1_CONSTANTS[kind])));
            e = d;
            d = c;
            c = turned(terms, b, 2);
            b = a;
            a = sum;
        }
        finish(frame, List.of(a, b, c, d));
    }

    private static Term function(Terms terms, int kind, Term b, Term c, Term d) {
        return switch (kind) {
            case 0 -> choice(terms, b, c, d);
            case 2 -> majority(terms, b, c, d);
            default -> terms.xor(terms.xor(b, c), d);
        };
    }

    private static Term choice(Terms terms, Term by, Term then, Term otherwise) {
        return terms.xor(terms.and(by, then), terms.and(terms.not(by), otherwise));
    }

    private static Term majority(Terms terms, Term a, Term b, Term c) {
        return terms.xor(terms.xor(terms.and(a, b), terms.and(a, c)), terms.and(b, c));
    }

    private static void nextE(VectorFrame frame) {
        Terms terms = frame.terms();
        Term e = turned(terms, words(frame, 0).get(0), 2);
        List<Term> result = new ArrayList<>(words(frame, 1));
        result.set(0, terms.add(result.get(0), e));
        finish(frame, result);
    }

    private static void firstOfMessage(VectorFrame frame) {
        Terms terms = frame.terms();
        List<Term> first = words(frame, 0);
        List<Term> second = words(frame, 1);
        finish(frame, List.of(terms.xor(first.get(2), first.get(0)), terms.xor(first.get(3), first.get(1)),
                terms.xor(second.get(0), first.get(2)), terms.xor(second.get(1), first.get(3))));
    }

    private static void secondOfMessage(VectorFrame frame) {
        Terms terms = frame.terms();
        List<Term> first = words(frame, 0);
        List<Term> second = words(frame, 1);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            result.add(turned(terms, terms.xor(first.get(i), second.get(i + 1)), 31));
        }
        result.add(turned(terms, terms.xor(first.get(3), result.get(0)), 31));
        finish(frame, result);
    }

    // ---- SHA-256

    private static void twoRounds(VectorFrame frame) {
        Terms terms = frame.terms();
        List<Term> low = words(frame, 0);
        List<Term> high = words(frame, 1);
        List<Term> schedule = frame.lanes().split(frame.terms().extract(frame.machine().vector(0), BLOCK - 1, 0), WORD);
        Term a = high.get(0);
        Term b = high.get(1);
        Term c = low.get(0);
        Term d = low.get(1);
        Term e = high.get(2);
        Term f = high.get(3);
        Term g = low.get(2);
        Term h = low.get(3);
        for (int i = 0; i < 2; i++) {
            Term sum = terms.add(terms.add(choice(terms, e, f, g), spread(terms, e, 6, 11, 25)), terms.add(schedule.get(i), h));
            Term next = terms.add(terms.add(sum, majority(terms, a, b, c)), spread(terms, a, 2, 13, 22));
            h = g;
            g = f;
            f = e;
            e = terms.add(sum, d);
            d = c;
            c = b;
            b = a;
            a = next;
        }
        finish(frame, List.of(a, b, e, f));
    }

    private static Term spread(Terms terms, Term word, int first, int second, int third) {
        return terms.xor(terms.xor(turned(terms, word, first), turned(terms, word, second)), turned(terms, word, third));
    }

    /** As {@link #spread}, the third part being shifted out. */
    private static Term mixed(Terms terms, Term word, int first, int second, int shift) {
        return terms.xor(terms.xor(turned(terms, word, first), turned(terms, word, second)), terms.lshr(word, shift));
    }

    private static void firstOfMessage256(VectorFrame frame) {
        Terms terms = frame.terms();
        List<Term> words = new ArrayList<>(frame.lanes().split(frame.source(0), WORD));
        words.add(frame.lanes().split(frame.source(1), WORD).getFirst());
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            result.add(terms.add(words.get(i), mixed(terms, words.get(i + 1), 7, 18, 3)));
        }
        frame.finish(frame.lanes().join(result));
    }

    private static void secondOfMessage256(VectorFrame frame) {
        Terms terms = frame.terms();
        List<Term> first = frame.lanes().split(frame.source(0), WORD);
        List<Term> earlier = new ArrayList<>(frame.lanes().split(frame.source(1), WORD).subList(2, 4));
        for (int i = 0; i < 4; i++) {
            earlier.add(terms.add(first.get(i), mixed(terms, earlier.get(i), 17, 19, 10)));
        }
        frame.finish(frame.lanes().join(earlier.subList(2, 6)));
    }
}
