package org.perfcontracts.smt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Cyclic redundancy checks and other mixing by exclusive or. The seed is new for each run; {@code -Dbolt.seed=…} repeats one. */
class ParitySolverTest {
    private static final int POLYNOMIAL = 0x82F63B78;       // CRC32C, which processors compute

    private final long seed = Long.getLong("bolt.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Terms terms = new Terms();

    private Term crc(Term initial, List<? extends Term> bytes) {
        Term crc = initial;
        for (Term each : bytes) {
            crc = terms.xor(crc, terms.zext(each, 32));
            for (int bit = 0; bit < 8; bit++) {
                Term shifted = terms.zext(terms.extract(crc, 31, 1), 32);
                crc = terms.xor(shifted, terms.ite(terms.extract(crc, 0, 0), terms.constant(32, POLYNOMIAL), terms.constant(32, 0)));
            }
        }
        return crc;
    }

    private List<Symbol> bytes(String name, int count) {
        List<Symbol> bytes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bytes.add(terms.symbol(name + "[" + i + "]", 8));
        }
        return bytes;
    }

    @Test
    void knowsTheParityOfACheckOfManyBytes() {
        List<Symbol> key = bytes("key", 37);
        Parity parity = new Parities().of(crc(terms.constant(32, -1), key)).orElseThrow();
        for (int i = 0; i < 20; i++) {
            Map<Symbol, BigInteger> values = new HashMap<>();
            key.forEach(each -> values.put(each, BigInteger.valueOf(random.nextInt(256))));
            long value = parity.constant();
            for (Map.Entry<Parity.Bit, Long> bit : parity.flipped().entrySet()) {
                value ^= values.get(bit.getKey().symbol()).testBit(bit.getKey().place()) ? bit.getValue() : 0;
            }
            BigInteger expected = new Evaluator(Assignment.of(values)).value(crc(terms.constant(32, -1), key));
            assertEquals(expected.longValue(), value, () -> "seed " + seed);
        }
    }

    /** A native solver alone was seen to find none in the ten seconds that a question has. */
    @Test
    void findsAKeyWithAWantedHash() {
        Term hash = crc(terms.constant(32, -1), bytes("key", 37));
        List<Term> conditions = List.of(terms.eq(hash, terms.constant(32, random.nextInt())), terms.eq(terms.symbol("key[3]", 8), terms.constant(8, 6)));
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            Answer.Satisfiable found = assertInstanceOf(Answer.Satisfiable.class, solver.check(conditions), () -> "seed " + seed);
            assertTrue(conditions.stream().allMatch(new Evaluator(found.model())::isTrue));
        }
    }

    @Test
    void findsTwoKeysThatCollideAndTheirBuckets() {
        Term first = crc(terms.constant(32, 0), bytes("a", 12));
        Term second = crc(terms.constant(32, 0), bytes("b", 12));
        List<Term> conditions = List.of(terms.eq(first, second), terms.ult(terms.constant(10, 1000), terms.extract(first, 9, 0)),
                terms.eq(terms.extract(second, 31, 16), terms.constant(16, 4711)), terms.ne(terms.symbol("a[0]", 8), terms.symbol("b[0]", 8)));
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            Answer.Satisfiable found = assertInstanceOf(Answer.Satisfiable.class, solver.check(conditions), () -> "seed " + seed);
            assertTrue(conditions.stream().allMatch(new Evaluator(found.model())::isTrue));
        }
    }

    /** Of two parts of one hash no other values go together than that they are. */
    @Test
    void knowsThatPartsOfOneHashDependOnEachOther() {
        Term hash = crc(terms.constant(32, -1), bytes("key", 20));
        List<Term> conditions = List.of(terms.eq(terms.extract(hash, 15, 0), terms.constant(16, 0x1234)), terms.eq(terms.extract(hash, 20, 8), terms.constant(13, 0x13)));
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            assertInstanceOf(Answer.Unsatisfiable.class, solver.check(conditions));
        }
    }

    /** Where the rest speaks of the whole key, the hash is a function of it, and if that does not help what it was. */
    @Test
    void takesAHashOfAKeyThatIsSpokenOfForAFunction() {
        List<Symbol> key = bytes("key", 4);
        List<Term> conditions = new ArrayList<>();
        key.forEach(each -> conditions.add(terms.ult(each, terms.constant(8, 200))));
        conditions.add(terms.eq(crc(terms.constant(32, 0), key), terms.constant(32, 5)));
        List<List<Term>> all = new ArrayList<>();
        try (Solver solver = new ParitySolver(terms, new Solver() {
            @Override
            public Answer check(List<Term> asked) {
                all.add(asked);
                return new Answer.Unknown("silent");
            }

            @Override
            public void close() {
            }
        })) {
            assertInstanceOf(Answer.Unknown.class, solver.check(conditions));
        }
        assertEquals(2, all.size());
        assertEquals(conditions.subList(0, 4), all.getFirst().subList(0, 4));
        assertTrue(all.getFirst().getLast().toString().contains("function[parity]"), () -> all.getFirst().toString());
        assertEquals(conditions, all.getLast());
    }

    /** A table of keys by hash: of sixteen keys one is in the bucket that its hash says. */
    @Test
    void findsAKeyOfATable() {
        List<Symbol> key = bytes("key", 13);
        Term hash = crc(terms.constant(32, -1), key);
        Term oneOfTheKeys = terms.no();
        for (int i = 0; i < 16; i++) {
            List<Term> same = new ArrayList<>();
            Map<Symbol, BigInteger> values = new HashMap<>();
            for (Symbol each : key) {
                int value = random.nextInt(256);
                values.put(each, BigInteger.valueOf(value));
                same.add(terms.eq(each, terms.constant(8, value)));
            }
            long stored = new Evaluator(Assignment.of(values)).value(hash).longValue();
            same.add(terms.eq(terms.extract(hash, 9, 0), terms.constant(10, i == 11 ? stored : ~stored)));
            oneOfTheKeys = terms.or(oneOfTheKeys, terms.all(same));
        }
        Term condition = oneOfTheKeys;
        try (Solver solver = SolverChain.create(terms, new Statistics())) {
            Answer.Satisfiable found = assertInstanceOf(Answer.Satisfiable.class, solver.check(List.of(condition)), () -> "seed " + seed);
            assertTrue(new Evaluator(found.model()).isTrue(condition));
        }
    }

    @Test
    void agreesWithTheBareSolverOnSmallMixes() {
        int possible = 0;
        int impossible = 0;
        int taken = 0;
        try (Solver bare = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(10)); Solver inner = new BitwuzlaSolver(new Symbols(), Duration.ofSeconds(10))) {
            for (int i = 0; i < 300; i++) {
                boolean[] isOther = new boolean[1];
                List<Term> conditions = mixes();
                Solver solver = new ParitySolver(terms, new Solver() {
                    @Override
                    public Answer check(List<Term> asked) {
                        isOther[0] |= !asked.equals(conditions);
                        return inner.check(asked);
                    }

                    @Override
                    public void close() {
                    }
                });
                Answer answer = solver.check(conditions);
                taken += isOther[0] ? 1 : 0;
                assertEquals(bare.check(conditions).getClass(), answer.getClass(), () -> "seed " + seed + ": " + conditions);
                if (answer instanceof Answer.Satisfiable(Assignment model)) {
                    possible++;
                    assertTrue(conditions.stream().allMatch(new Evaluator(model)::isTrue), () -> "seed " + seed + ": " + model.values() + " for " + conditions);
                } else {
                    impossible++;
                }
            }
        }
        assertTrue(possible > 20 && impossible > 20 && taken > 50, "seed " + seed + ": " + possible + " possible, " + impossible + " impossible, " + taken + " taken out");
    }

    /** Comparisons of random parities of few bits with numbers and with each other, and of the symbols that they are made of. */
    private List<Term> mixes() {
        List<Symbol> symbols = bytes("s", 2 + random.nextInt(3));
        List<Term> parities = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            Term[] bits = new Term[1 + random.nextInt(3) * 2];
            for (int bit = 0; bit < bits.length; bit++) {
                bits[bit] = random.nextBoolean() ? terms.yes() : terms.no();
                for (int j = 0; j < 8; j++) {
                    int place = random.nextInt(8);
                    bits[bit] = terms.xor(bits[bit], terms.extract(symbols.get(random.nextInt(symbols.size())), place, place));
                }
            }
            parities.add(terms.concat(bits));
        }
        List<Term> conditions = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            Term parity = parities.get(random.nextInt(parities.size()));
            Term other = random.nextBoolean() ? terms.constant(parity.width(), random.nextInt()) : terms.extract(symbols.getFirst(), parity.width() - 1, 0);
            Term second = parities.stream().filter(each -> each.width() == parity.width()).reduce((a, b) -> random.nextBoolean() ? a : b).orElseThrow();
            conditions.add(switch (random.nextInt(6)) {
                case 0 -> terms.eq(parity, other);
                case 4 -> terms.eq(parity, second);
                case 5 -> terms.ne(terms.xor(parity, other), second);
                case 1 -> terms.ult(parity, other);
                case 2 -> terms.ult(other, terms.add(parity, terms.constant(parity.width(), random.nextInt())));
                default -> terms.ult(symbols.getLast(), terms.constant(8, 1 + random.nextInt(255)));
            });
        }
        return conditions.stream().filter(each -> !(each instanceof Constant)).toList();
    }
}
