package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.perfcontracts.expr.Rounding;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/** Floating-point numbers: arithmetic, comparisons, conversions. All round to the nearest and mask every exception, or are refused. */
final class VectorFloats {
    /** What MXCSR is at the start of a process but for the flags in its low six bits: exceptions masked, to the nearest, denormals kept. */
    static final int USUAL_CONTROL = 0x1f80;
    private static final int SINGLE = 32;
    private static final int DOUBLE = 64;
    private static final int BLOCK = 128;
    private static final int QUIET_PREDICATES = 16;

    private interface Unary {
        Term apply(Terms terms, Term a);
    }

    private interface Binary {
        Term apply(Terms terms, Term a, Term b);
    }

    private interface Ternary {
        Term apply(Terms terms, Term a, Term b, Term c);
    }

    private final VectorTable table;

    private VectorFloats(VectorTable table) {
        this.table = table;
    }

    static void declare(VectorTable table) {
        VectorFloats floats = new VectorFloats(table);
        floats.declareArithmetic();
        floats.declareComparisons();
        floats.declareNeighbours();
        floats.declareFused();
        floats.declareIntegers();
        floats.declareWidths();
    }

    // ---- declaring

    /** An effect that is refused where numbers are rounded by another rule. */
    static VectorTable.Effect usual(VectorTable.Effect effect) {
        return frame -> {
            if (frame.machine().floatControl() != USUAL_CONTROL) {
                throw new StopException(StopException.Kind.UNSUPPORTED, "instruction " + frame.instruction()
                        + " is not supported where MXCSR asks for rounding, exceptions or denormals other than by default");
            }
            if (frame.instruction().evex().roundsUnusual()) {
                throw Operands.unsupported(frame.instruction());
            }
            effect.execute(frame);
        };
    }

    private void both(String mnemonic, VectorTable.Effect effect) {
        table.both(mnemonic, usual(effect));
    }

    private static String suffix(int lane) {
        return lane == SINGLE ? "s" : "d";
    }

    /** Of two sources, on the lowest lane and on all. */
    private void binary(String name, Binary operation) {
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            both(name + "s" + suffix(lane), frame -> onLowest(frame, lane, operation));
            both(name + "p" + suffix(lane), frame -> onAll(frame, lane, operation));
        }
    }

    /** Of one source, on the lowest lane and on all. */
    private void unary(String name, Unary operation) {
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            both(name + "s" + suffix(lane), frame -> onLowest(frame, lane, (terms, _, b) -> operation.apply(terms, b)));
            both(name + "p" + suffix(lane), frame -> frame.finish(frame.lanes().map(frame.source(1), lane, a -> operation.apply(frame.terms(), a))));
        }
    }

    private static void onLowest(VectorFrame frame, int lane, Binary operation) {
        Term first = frame.first();
        Term second = frame.source(frame.form().firstSource() + 1, lane);
        frame.finishLowest(first, operation.apply(frame.terms(), frame.terms().extract(first, lane - 1, 0), second));
    }

    private static void onAll(VectorFrame frame, int lane, Binary operation) {
        frame.finish(frame.lanes().zip(frame.first(), frame.second(), lane, (a, b) -> operation.apply(frame.terms(), a, b)));
    }

    // ---- arithmetic

    private void declareArithmetic() {
        binary("add", Terms::fadd);
        binary("sub", Terms::fsub);
        binary("mul", Terms::fmul);
        binary("div", Terms::fdiv);
        unary("sqrt", Terms::fsqrt);
        // Where one of two is no number, or both are zero, the second is the result.
        binary("min", (terms, a, b) -> terms.ite(terms.flt(a, b), a, b));
        binary("max", (terms, a, b) -> terms.ite(terms.flt(b, a), a, b));
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            both("rounds" + suffix(lane), frame -> onLowest(frame, lane, (terms, _, b) -> terms.fround(b, rounding(frame))));
            both("roundp" + suffix(lane), frame -> frame.finish(frame.lanes().map(frame.source(1), lane,
                    a -> frame.terms().fround(a, rounding(frame)))));
        }
    }

    /** As the number in the instruction says, or as MXCSR does, which is to the nearest. */
    static Rounding rounding(VectorFrame frame) {
        int number = frame.immediate();
        return (number & 4) != 0 ? Rounding.NEAREST : Rounding.values()[number & 3];
    }

    // ---- comparisons

    private void declareComparisons() {
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            both("cmps" + suffix(lane), frame -> onLowest(frame, lane, (terms, a, b) -> terms.sext(compare(frame, a, b), lane)));
            both("cmpp" + suffix(lane), frame -> onAll(frame, lane, (terms, a, b) -> terms.sext(compare(frame, a, b), lane)));
            both("comis" + suffix(lane), frame -> setFlags(frame, lane));
            both("ucomis" + suffix(lane), frame -> setFlags(frame, lane));
        }
    }

    /** The predicates of table 3-1 in the description of CMPPD; the second sixteen differ from the first in what they signal. */
    private static Term compare(VectorFrame frame, Term a, Term b) {
        int known = frame.form().firstSource() == 0 ? 7 : QUIET_PREDICATES - 1;
        return compare(frame.terms(), frame.immediate() & known, a, b);
    }

    static Term compare(Terms terms, int predicate, Term a, Term b) {
        return switch (predicate) {
            case 0 -> terms.feq(a, b);
            case 1 -> terms.flt(a, b);
            case 2 -> terms.fle(a, b);
            case 3 -> terms.not(areNumbers(terms, a, b));
            case 4 -> terms.not(terms.feq(a, b));
            case 5 -> terms.not(terms.flt(a, b));
            case 6 -> terms.not(terms.fle(a, b));
            case 7 -> areNumbers(terms, a, b);
            case 8 -> terms.not(terms.or(terms.flt(a, b), terms.flt(b, a)));
            case 9 -> terms.not(terms.fle(b, a));
            case 10 -> terms.not(terms.flt(b, a));
            case 11 -> terms.no();
            case 12 -> terms.or(terms.flt(a, b), terms.flt(b, a));
            case 13 -> terms.fle(b, a);
            case 14 -> terms.flt(b, a);
            default -> terms.yes();
        };
    }

    private static Term areNumbers(Terms terms, Term a, Term b) {
        return terms.and(terms.feq(a, a), terms.feq(b, b));
    }

    /** CF and ZF are such that "above" and "above or equal" come out as one comparison; see FloatRules. */
    private static void setFlags(VectorFrame frame, int lane) {
        Terms terms = frame.terms();
        Machine machine = frame.machine();
        Term a = frame.source(0, lane);
        Term b = frame.source(1, lane);
        machine.setFlag(Flag.CARRY, () -> terms.not(terms.fle(b, a)));
        machine.setFlag(Flag.ZERO, () -> terms.not(terms.or(terms.flt(a, b), terms.flt(b, a))));
        machine.setFlag(Flag.PARITY, () -> terms.not(areNumbers(terms, a, b)));
        Flags.clear(machine, Flag.OVERFLOW, Flag.SIGN, Flag.ADJUST);
    }

    // ---- neighbours

    private void declareNeighbours() {
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            both("addsubp" + suffix(lane), frame -> alternate(frame, lane));
            both("haddp" + suffix(lane), frame -> joinNeighbours(frame, lane, Terms::fadd));
            both("hsubp" + suffix(lane), frame -> joinNeighbours(frame, lane, Terms::fsub));
            both("dpp" + suffix(lane), frame -> dotProduct(frame, lane));
        }
    }

    private static void alternate(VectorFrame frame, int lane) {
        List<Term> first = frame.lanes().split(frame.first(), lane);
        List<Term> second = frame.lanes().split(frame.second(), lane);
        List<Term> results = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Term a = first.get(i);
            Term b = second.get(i);
            results.add(i % 2 == 0 ? frame.terms().fsub(a, b) : frame.terms().fadd(a, b));
        }
        frame.finish(frame.lanes().join(results));
    }

    private static void joinNeighbours(VectorFrame frame, int lane, Binary operation) {
        frame.finish(frame.lanes().zip(frame.first(), frame.second(), BLOCK, (a, b) -> {
            List<Term> lanes = new ArrayList<>(frame.lanes().split(a, lane));
            lanes.addAll(frame.lanes().split(b, lane));
            List<Term> results = new ArrayList<>();
            for (int i = 0; i < lanes.size(); i += 2) {
                results.add(operation.apply(frame.terms(), lanes.get(i), lanes.get(i + 1)));
            }
            return frame.lanes().join(results);
        }));
    }

    /** The high bits of the number choose products, which are added in pairs; the low bits where the sum goes. */
    private static void dotProduct(VectorFrame frame, int lane) {
        Terms terms = frame.terms();
        int number = frame.immediate();
        Term zero = terms.constant(lane, 0);
        frame.finish(frame.lanes().zip(frame.first(), frame.second(), BLOCK, (a, b) -> {
            List<Term> x = frame.lanes().split(a, lane);
            List<Term> y = frame.lanes().split(b, lane);
            List<Term> sums = new ArrayList<>();
            for (int i = 0; i < x.size(); i++) {
                sums.add((number >> 4 + i & 1) == 1 ? terms.fmul(x.get(i), y.get(i)) : zero);
            }
            while (sums.size() > 1) {
                List<Term> halved = new ArrayList<>();
                for (int i = 0; i < sums.size(); i += 2) {
                    halved.add(terms.fadd(sums.get(i), sums.get(i + 1)));
                }
                sums = halved;
            }
            List<Term> results = new ArrayList<>();
            for (int i = 0; i < x.size(); i++) {
                results.add((number >> i & 1) == 1 ? sums.getFirst() : zero);
            }
            return frame.lanes().join(results);
        }));
    }

    // ---- product and sum in one

    private void declareFused() {
        fused("vfmadd", (terms, a, b, c) -> terms.fma(a, b, c));
        fused("vfmsub", (terms, a, b, c) -> terms.fma(a, b, negated(terms, c)));
        fused("vfnmadd", (terms, a, b, c) -> terms.fma(negated(terms, a), b, c));
        fused("vfnmsub", (terms, a, b, c) -> terms.fma(negated(terms, a), b, negated(terms, c)));
        for (String order : new String[] {"132", "213", "231"}) {
            for (int lane : new int[] {SINGLE, DOUBLE}) {
                table.vex("vfmaddsub" + order + "p" + suffix(lane), usual(frame -> fuseAlternating(frame, order, lane, 0)));
                table.vex("vfmsubadd" + order + "p" + suffix(lane), usual(frame -> fuseAlternating(frame, order, lane, 1)));
            }
        }
    }

    /** The sign turned, but of what is no number. */
    private static Term negated(Terms terms, Term a) {
        return terms.ite(terms.feq(a, a), terms.xor(a, terms.constant(a.width(), 1L << a.width() - 1)), a);
    }

    private void fused(String name, Ternary operation) {
        for (String order : new String[] {"132", "213", "231"}) {
            for (int lane : new int[] {SINGLE, DOUBLE}) {
                table.vex(name + order + "s" + suffix(lane), usual(frame -> fuseLowest(frame, order, lane, operation)));
                table.vex(name + order + "p" + suffix(lane), usual(frame -> fuseAll(frame, order, lane, operation)));
            }
        }
    }

    private static void fuseLowest(VectorFrame frame, String order, int lane, Ternary operation) {
        Terms terms = frame.terms();
        Term rest = frame.source(0);
        Term[] sources = {terms.extract(rest, lane - 1, 0), frame.source(1, lane), frame.source(2, lane)};
        frame.finishLowest(rest, fuse(terms, order, sources, operation));
    }

    private static void fuseAll(VectorFrame frame, String order, int lane, Ternary operation) {
        fuseEach(frame, order, lane, _ -> operation);
    }

    private static void fuseAlternating(VectorFrame frame, String order, int lane, int subtracts) {
        fuseEach(frame, order, lane, i -> (terms, a, b, c) -> terms.fma(a, b, i % 2 == subtracts ? negated(terms, c) : c));
    }

    private static void fuseEach(VectorFrame frame, String order, int lane, IntFunction<Ternary> operation) {
        List<Term> first = frame.lanes().split(frame.source(0), lane);
        List<Term> second = frame.lanes().split(frame.source(1), lane);
        List<Term> third = frame.lanes().split(frame.source(2), lane);
        List<Term> results = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            results.add(fuse(frame.terms(), order, new Term[] {first.get(i), second.get(i), third.get(i)}, operation.apply(i)));
        }
        frame.finish(frame.lanes().join(results));
    }

    /** The digits of the mnemonic say which sources are multiplied and which is added. */
    private static Term fuse(Terms terms, String order, Term[] sources, Ternary operation) {
        return operation.apply(terms, sources[order.charAt(0) - '1'], sources[order.charAt(1) - '1'], sources[order.charAt(2) - '1']);
    }

    // ---- integers

    private void declareIntegers() {
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            both("cvtsi2s" + suffix(lane), frame -> frame.finishLowest(frame.first(), frame.terms().stof(frame.second(), lane)));
            both("cvts" + suffix(lane) + "2si", frame -> frame.finish(toInteger(frame.terms(), frame.source(1, lane), frame.width(0))));
            both("cvtts" + suffix(lane) + "2si", frame -> frame.finish(frame.terms().ftos(frame.source(1, lane), frame.width(0))));
        }
        both("cvtdq2ps", frame -> convert(frame, SINGLE, SINGLE, a -> frame.terms().stof(a, SINGLE)));
        both("cvtdq2pd", frame -> convert(frame, SINGLE, DOUBLE, a -> frame.terms().stof(a, DOUBLE)));
        both("cvtps2dq", frame -> convert(frame, SINGLE, SINGLE, a -> toInteger(frame.terms(), a, SINGLE)));
        both("cvttps2dq", frame -> convert(frame, SINGLE, SINGLE, a -> frame.terms().ftos(a, SINGLE)));
        both("cvtpd2dq", frame -> convert(frame, DOUBLE, SINGLE, a -> toInteger(frame.terms(), a, SINGLE)));
        both("cvttpd2dq", frame -> convert(frame, DOUBLE, SINGLE, a -> frame.terms().ftos(a, SINGLE)));
    }

    private static Term toInteger(Terms terms, Term a, int width) {
        return terms.ftos(terms.fround(a, Rounding.NEAREST), width);
    }

    // ---- the other width

    private void declareWidths() {
        both("cvtss2sd", frame -> frame.finishLowest(frame.first(), frame.terms().ftof(frame.source(frame.form().firstSource() + 1, SINGLE), DOUBLE)));
        both("cvtsd2ss", frame -> frame.finishLowest(frame.first(), frame.terms().ftof(frame.source(frame.form().firstSource() + 1, DOUBLE), SINGLE)));
        both("cvtps2pd", frame -> convert(frame, SINGLE, DOUBLE, a -> frame.terms().ftof(a, DOUBLE)));
        both("cvtpd2ps", frame -> convert(frame, DOUBLE, SINGLE, a -> frame.terms().ftof(a, SINGLE)));
    }

    /** Lanes to lanes of another width: as many of the source as the wider side has, with zeros above. */
    static void convert(VectorFrame frame, int from, int to, UnaryOperator<Term> conversion) {
        Term source = frame.source(1);
        int used = from < to ? frame.width(0) / to * from : source.width();
        Term result = frame.lanes().map(frame.terms().extract(source, used - 1, 0), from, conversion);
        frame.finish(result);
    }
}
