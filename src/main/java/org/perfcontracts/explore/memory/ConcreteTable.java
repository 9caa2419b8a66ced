package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
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
    private final long stride;
    private final int[] starts;
    private final long[] values;
    /** The distinct values in unsigned order, which is the signed order of what they are stored as: each with its highest bit inverted. */
    private final long[] distinct;
    private final long step;

    /**
     * A table of runs.
     *
     * @param bytes of an element, 1 to 8
     * @param stride bytes from one element to the next
     * @param starts the first element of each run, rising from 0
     * @param values the value in each run
     */
    ConcreteTable(String name, int bytes, long stride, int[] starts, long[] values) {
        this.name = name;
        this.bytes = bytes;
        this.stride = stride;
        this.starts = starts;
        this.values = values;
        distinct = LongStream.of(values).map(ConcreteTable::inverted).sorted().distinct().toArray();
        long common = 0;
        for (long value : distinct) {
            common = gcd(common, value - distinct[0]);
        }
        step = common < 0 ? Long.lowestOneBit(common) : common;
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
    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, Long.remainderUnsigned(a, b));
    }

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
        return unsigned(values[run(arguments.getFirst())]);
    }

    private int run(BigInteger distance) {
        BigInteger element = distance.divide(BigInteger.valueOf(stride));
        int place = element.bitLength() > 31 ? Integer.MAX_VALUE : element.intValue();
        int found = Arrays.binarySearch(starts, place);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public Interval bounds() {
        return new Interval(unsigned(low()), unsigned(high()));
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
        Term bounds = terms.and(terms.ule(constant(terms, low()), value), terms.ule(value, constant(terms, high())));
        int zeros = Math.min(Long.numberOfTrailingZeros(step), width() - 1);
        return zeros == 0 ? List.of(bounds) : List.of(bounds, terms.eq(terms.extract(value, zeros - 1, 0),
                terms.constant(zeros, low() & (1L << zeros) - 1)));
    }

    @Override
    public List<Term> lemmas(Terms terms, List<Term> arguments, Term value, List<BigInteger> where, BigInteger wrong) {
        Term distance = arguments.getFirst();
        int run = run(where.getFirst());
        Term here = terms.or(terms.not(within(terms, distance, run)), terms.eq(value, constant(terms, values[run])));
        int place = Arrays.binarySearch(distinct, inverted(wrong.longValue()));
        if (place < 0) {
            int above = -place - 1;
            return above == 0 || above == distinct.length ? List.of(here) : List.of(here, terms.or(
                    terms.ule(value, constant(terms, inverted(distinct[above - 1]))), terms.ule(constant(terms, inverted(distinct[above])), value)));
        }
        int[] runs = runsOf(wrong.longValue(), FEW_RUNS + 1);
        if (runs.length == 0 || runs.length > FEW_RUNS) {
            return List.of(here);
        }
        Term somewhere = terms.any(Arrays.stream(runs).mapToObj(each -> within(terms, distance, each)).toList());
        return List.of(here, terms.or(terms.ne(value, terms.constant(width(), wrong)), somewhere));
    }

    @Override
    public Term guess(Terms terms, List<Term> arguments, BigInteger wanted) {
        int[] runs = runsOf(wanted.longValue(), 1);
        return runs.length == 0 ? terms.yes() : within(terms, arguments.getFirst(), runs[0]);
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

    /** Whether a distance is in a run; the last has no end. */
    private Term within(Terms terms, Term distance, int run) {
        Term from = terms.ule(terms.constant(distance.width(), starts[run] * stride), distance);
        return run + 1 == starts.length ? from : terms.and(from, terms.ult(distance, terms.constant(distance.width(), starts[run + 1] * stride)));
    }

    private Constant constant(Terms terms, long value) {
        return terms.constant(width(), value);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
