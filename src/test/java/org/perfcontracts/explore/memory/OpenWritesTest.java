package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Memory in which something was written at addresses that are open: what is read, in any order and with any overlap, against bytes. */
class OpenWritesTest {
    private static final long START = HandMadeCode.START;
    private static final int PLACES = 16;
    private static final int SPAN = 64;
    private static final int PROGRAMS = 300;
    private static final int STEPS = 12;
    private static final int INPUTS = 8;

    private final Terms terms = new Terms();
    private final Memory memory = new Memory(terms, HandMadeCode.of("11 22 33 44 55 66 77 88 99"));
    private final Symbol[] places = {terms.symbol("p", 4), terms.symbol("q", 4)};
    private final Symbol[] values = {terms.symbol("x", 64), terms.symbol("y", 64)};

    private Term at(Symbol place, int scale, int offset) {
        return terms.add(terms.mul(terms.zext(place, 64), terms.constant(64, scale)), terms.constant(64, START + offset));
    }

    private static AddressRange range(int scale, int offset) {
        return new AddressRange(START + offset, START + offset + (PLACES - 1L) * scale, scale);
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        Term address = at(places[0], 4, 0);
        memory.storeOpen(address, range(4, 0), values[0]);
        assertSame(terms.extract(values[0], 47, 16), memory.withOpenWrites(terms.add(address, 2), range(4, 2), terms.constant(32, 0)));
        memory.store(START + 8, terms.constant(8, 0xaa));
        assertSame(terms.constant(8, 0xaa), memory.loadByte(START + 8), "it came later");
        assertSame(terms.constant(8, 0), memory.loadByte(START + 4000), "too far away");
        assertTrue(memory.mayHaveChanged(START + 67, 1));
        assertFalse(memory.mayHaveChanged(START + 68, 1));
    }

    @Test
    void forksGoTheirOwnWays() {
        Memory fork = memory.fork();
        assertFalse(fork.hasOpenWritesSince(memory));
        fork.storeOpen(at(places[0], 1, 0), range(1, 0), values[0]);
        assertTrue(fork.hasOpenWritesSince(memory));
        assertSame(terms.constant(8, 0x11), memory.loadByte(START));
        Memory later = fork.fork();
        later.store(START + 3, terms.constant(8, 1));
        assertFalse(later.hasOpenWritesSince(fork), "at a known address");
        assertEquals(Set.of(START + 3), later.differences(fork));
    }

    @Test
    void anyWritesAndReadsAreThoseOfBytes() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            new Program(seed).run();
        }
    }

    /** Random writes and reads, each done to bytes as well, for several inputs. */
    private final class Program {
        private final int seed;
        private final Random random;
        private final Memory under = memory.fork();
        private final Assignment[] inputs = new Assignment[INPUTS];
        private final byte[][] bytes = new byte[INPUTS][];

        Program(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            for (int i = 0; i < INPUTS; i++) {
                inputs[i] = Assignment.of(Map.of(places[0], small(), places[1], small(), values[0], new BigInteger(64, random), values[1], new BigInteger(64, random)));
                bytes[i] = new byte[4 * SPAN];
                for (int at = 0; at < bytes[i].length; at++) {
                    bytes[i][at] = (byte) new Evaluator(Assignment.ZERO).toLong(under.loadByte(START + at));
                }
            }
        }

        private BigInteger small() {
            return BigInteger.valueOf(random.nextInt(random.nextBoolean() ? 3 : PLACES));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int size = 1 << random.nextInt(4);
                int offset = random.nextInt(random.nextBoolean() ? 8 : SPAN);
                int scale = 1 << random.nextInt(4);
                Symbol place = places[random.nextInt(2)];
                switch (random.nextInt(4)) {
                    case 0 -> write(terms.constant(64, START + offset), null, size);
                    case 1 -> write(at(place, scale, offset), range(scale, offset), size);
                    case 2 -> check(terms.constant(64, START + offset), under.load(START + offset, size), size);
                    default -> check(at(place, scale, offset), read(place, scale, offset, size), size);
                }
            }
        }

        private Term read(Symbol place, int scale, int offset, int size) {
            Term value = under.load(START + offset, size);
            for (int i = 1; i < PLACES; i++) {
                value = terms.ite(terms.eq(place, terms.constant(4, i)), under.load(START + offset + (long) i * scale, size), value);
            }
            return under.withOpenWrites(at(place, scale, offset), range(scale, offset), value);
        }

        private void write(Term address, AddressRange range, int size) {
            Term value = random.nextBoolean() ? terms.constant(8 * size, random.nextLong()) : terms.extract(values[random.nextInt(2)], 8 * size - 1, 0);
            if (range == null) {
                under.store(new Evaluator(Assignment.ZERO).toLong(address), value);
            } else {
                under.storeOpen(address, range, value);
            }
            for (int i = 0; i < INPUTS; i++) {
                Evaluator evaluator = new Evaluator(inputs[i]);
                int at = (int) (evaluator.toLong(address) - START);
                for (int k = 0; k < size; k++) {
                    bytes[i][at + k] = evaluator.value(value).shiftRight(8 * k).byteValue();
                }
            }
        }

        private void check(Term address, Term value, int size) {
            for (int i = 0; i < INPUTS; i++) {
                Evaluator evaluator = new Evaluator(inputs[i]);
                int at = (int) (evaluator.toLong(address) - START);
                byte[] found = new byte[size];
                for (int k = 0; k < size; k++) {
                    found[k] = evaluator.value(value).shiftRight(8 * k).byteValue();
                }
                assertEquals(Arrays.toString(Arrays.copyOfRange(bytes[i], at, at + size)), Arrays.toString(found), "seed " + seed);
            }
        }
    }
}
