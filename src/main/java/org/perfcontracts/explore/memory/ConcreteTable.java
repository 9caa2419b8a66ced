package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Function;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * What memory of the snapshot holds at equal distances, as a function of the distance in bytes from its beginning: the same for all
 * that lie before the next element, and for all beyond the last. Kept as runs of equal values.
 */
final class ConcreteTable implements Function {
    /** So many values are told to solvers one by one. */
    private static final int FEW_VALUES = 16;
    /** So many runs of one value are told. */
    private static final int FEW_RUNS = 8;

    private final String name;
    private final int bytes;
    private final Runs runs;
    private final long[] values;
    /** The distinct values in unsigned order, which is the signed order of what they are stored as: each with its highest bit inverted. */
    private final long[] distinct;
    private final long step;
    private final Map<Long, Interval> parts = new ConcurrentHashMap<>();

    /** Where runs of equal values begin, by elements, and how many bytes lie between elements. */
    private record Runs(long stride, int[] starts, long count) implements Partition {
        @Override
        public int size() {
            return starts.length;
        }

        @Override
        public Optional<BigInteger> only(int run) {
            long next = run + 1 == starts.length ? count : starts[run + 1];
            return next == starts[run] + 1L ? Optional.of(BigInteger.valueOf(starts[run] * stride)) : Optional.empty();
        }

        /** The last has no end. */
        @Override
        public Term within(Terms terms, Term distance, int run) {
            Term from = terms.ule(terms.constant(distance.width(), starts[run] * stride), distance);
            return run + 1 == starts.length ? from : terms.and(from, terms.ult(distance, terms.constant(distance.width(), starts[run + 1] * stride)));
        }

        int at(BigInteger distance) {
            BigInteger element = distance.divide(BigInteger.valueOf(stride));
            int place = element.bitLength() > 31 ? Integer.MAX_VALUE : element.intValue();
            int found = Arrays.binarySearch(starts, place);
            return found >= 0 ? found : -found - 2;
        }
    }

    /**
     * A table of runs.
     *
     * @param bytes of an element, 1 to 8
     * @param stride bytes from one element to the next
     * @param count of elements
     * @param starts the first element of each run, rising from 0
     * @param values the value in each run
     */
    ConcreteTable(String name, int bytes, long stride, long count, int[] starts, long[] values) {
        this(name, bytes, new Runs(stride, starts, count), values);
    }

    private ConcreteTable(String name, int bytes, Runs runs, long[] values) {
        this.name = name;
        this.bytes = bytes;
        this.runs = runs;
        this.values = values;
        distinct = LongStream.of(values).map(ConcreteTable::inverted).sorted().distinct().toArray();
        long common = 0;
        for (long value : distinct) {
            common = Strides.common(common, value - distinct[0]);
        }
        step = common < 0 ? Long.lowestOneBit(common) : common;
    }

    /** Its distinct values. */
    long[] distinctValues() {
        return LongStream.of(distinct).map(ConcreteTable::inverted).toArray();
    }

    /**
     * The table of what a function of the values gives.
     *
     * @param bytes of what it gives, 1 to 8
     */
    ConcreteTable then(String newName, int newBytes, LongUnaryOperator function) {
        return new ConcreteTable(newName, newBytes, runs, LongStream.of(values).map(function).toArray());
    }

    private static long inverted(long value) {
        return value ^ Long.MIN_VALUE;
    }

    private long low() {
        return inverted(distinct[0]);
    }

    private long high() {
        return inverted(distinct[distinct.length - 1]);
    }

    /** Of differences that may be as large as 2^64. */

    @Override
    public String name() {
        return name;
    }

    @Override
    public int width() {
        return 8 * bytes;
    }

    @Override
    public BigInteger apply(List<BigInteger> arguments) {
        return unsigned(values[runs.at(arguments.getFirst())]);
    }

    @Override
    public Optional<Partition> partition() {
        return Optional.of(runs);
    }

    @Override
    public BigInteger on(int run) {
        return unsigned(values[run]);
    }

    @Override
    public Interval bounds() {
        return new Interval(unsigned(low()), unsigned(high()));
    }

    @Override
    public Interval bounds(int low, int width) {
        return parts.computeIfAbsent(low * 64L + width, _ -> {
            long mask = -1L >>> 64 - width;
            long least = -1;
            long most = 0;
            for (long each : distinct) {
                long part = inverted(each) >>> low & mask;
                least = Long.compareUnsigned(part, least) < 0 ? part : least;
                most = Long.compareUnsigned(part, most) > 0 ? part : most;
            }
            return new Interval(unsigned(least), unsigned(most));
        });
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public List<Term> facts(Terms terms, List<Term> arguments, Term value) {
        if (distinct.length <= FEW_VALUES) {
            return List.of(terms.any(LongStream.of(distinct).mapToObj(each -> terms.eq(value, constant(terms, inverted(each)))).toList()));
        }
        Term bounds = terms.any(Ranges.covering(LongStream.of(distinct).map(ConcreteTable::inverted)).stream()
                .map(range -> terms.and(terms.ule(constant(terms, range.low()), value), terms.ule(value, constant(terms, range.high())))).toList());
        int zeros = Math.min(Long.numberOfTrailingZeros(step), width() - 1);
        return zeros == 0 ? List.of(bounds) : List.of(bounds, terms.eq(terms.extract(value, zeros - 1, 0),
                terms.constant(zeros, low() & (1L << zeros) - 1)));
    }

    @Override
    public List<Term> lemmas(Terms terms, List<Term> arguments, Term value, List<BigInteger> where, BigInteger wrong) {
        Term distance = arguments.getFirst();
        int run = runs.at(where.getFirst());
        Term here = terms.or(terms.not(runs.within(terms, distance, run)), terms.eq(value, constant(terms, values[run])));
        int place = Arrays.binarySearch(distinct, inverted(wrong.longValue()));
        if (place < 0) {
            int above = -place - 1;
            return above == 0 || above == distinct.length ? List.of(here) : List.of(here, terms.or(
                    terms.ule(value, constant(terms, inverted(distinct[above - 1]))), terms.ule(constant(terms, inverted(distinct[above])), value)));
        }
        int[] places = runsOf(wrong.longValue(), FEW_RUNS + 1);
        if (places.length == 0 || places.length > FEW_RUNS) {
            return List.of(here);
        }
        Term somewhere = terms.any(Arrays.stream(places).mapToObj(each -> runs.within(terms, distance, each)).toList());
        return List.of(here, terms.or(terms.ne(value, terms.constant(width(), wrong)), somewhere));
    }

    @Override
    public Term guess(Terms terms, List<Term> arguments, List<BigInteger> where, BigInteger wanted) {
        int[] places = runsOf(wanted.longValue(), 1);
        return places.length == 0 ? terms.yes() : runs.within(terms, arguments.getFirst(), places[0]);
    }

    private int[] runsOf(long value, int most) {
        int[] found = new int[most];
        int count = 0;
        for (int i = 0; i < values.length && count < most; i++) {
            if (values[i] == value) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private Constant constant(Terms terms, long value) {
        return terms.constant(width(), value);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
