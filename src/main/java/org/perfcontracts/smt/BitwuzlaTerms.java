package org.perfcontracts.smt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.sosy_lab.java_smt.solvers.bitwuzla.api.BitwuzlaNativeJNI;
import org.sosy_lab.java_smt.solvers.bitwuzla.api.Kind;
import org.sosy_lab.java_smt.solvers.bitwuzla.api.RoundingMode;

/**
 * Bitwuzla's counterparts of terms, each made once.
 *
 * <p>Bitwuzla tells truth values from bit-vectors of width one; conditions are translated to the former as far down as
 * their connectives reach.
 *
 * <p>Native objects are held as bare addresses: the wrappers of the Java interface enter themselves in one list for the
 * whole process, where they live until closed and where closing one takes time proportional to the length.
 */
final class BitwuzlaTerms implements AutoCloseable {
    private static final short HEXADECIMAL = 16;

    private final long manager;
    private final Map<Integer, Long> sorts = new HashMap<>();
    private final Map<Term, Long> vectors = new HashMap<>();
    private final Map<Term, Long> truths = new HashMap<>();
    private final List<Long> owned = new ArrayList<>();

    /** Counterparts under the native term manager of the given address, which must outlive this object. */
    BitwuzlaTerms(long manager) {
        this.manager = manager;
    }

    /** How many native terms are held. */
    int size() {
        return owned.size();
    }

    /** The truth value that a condition, a term of width one, stands for. */
    long truth(Term condition) {
        Long known = truths.get(condition);
        if (known != null) {
            return known;
        }
        long made = own(makeTruth(condition));
        truths.put(condition, made);
        return made;
    }

    /** The bit-vector that a term stands for. */
    long vector(Term term) {
        Long known = vectors.get(term);
        if (known != null) {
            return known;
        }
        long made = own(switch (term) {
            case Constant c -> constant(c);
            case Symbol s -> BitwuzlaNativeJNI.TermManager_mk_const(manager, null, sort(s.width()), null, s.name());
            case Operation o -> isLogical(o) ? bit(truth(o)) : makeVector(o);
        });
        vectors.put(term, made);
        return made;
    }

    @Override
    public void close() {
        owned.forEach(BitwuzlaNativeJNI::delete_Term);
        sorts.values().forEach(BitwuzlaNativeJNI::delete_Sort);
        owned.clear();
        sorts.clear();
        vectors.clear();
        truths.clear();
    }

    private long own(long address) {
        owned.add(address);
        return address;
    }

    private long sort(int width) {
        return sorts.computeIfAbsent(width, w -> BitwuzlaNativeJNI.TermManager_mk_bv_sort(manager, null, w));
    }

    private static boolean isLogical(Operation operation) {
        return operation.width() == 1 && switch (operation.operator()) {
            case EQ, ULT, SLT, NOT, AND, OR, XOR, ITE -> true;
            default -> false;
        };
    }

    private long makeTruth(Term condition) {
        if (condition instanceof Operation o && isLogical(o)) {
            return switch (o.operator()) {
                case EQ -> isFloatingArithmetic(o.argument(1)) ? isResult(o.argument(0), (Operation) o.argument(1))
                        : isFloatingArithmetic(o.argument(0)) ? isResult(o.argument(1), (Operation) o.argument(0))
                        : binary(Kind.EQUAL, vector(o.argument(0)), vector(o.argument(1)));
                case ULT -> binary(Kind.BV_ULT, vector(o.argument(0)), vector(o.argument(1)));
                case SLT -> binary(Kind.BV_SLT, vector(o.argument(0)), vector(o.argument(1)));
                case NOT -> unary(Kind.NOT, truth(o.argument(0)));
                case AND -> binary(Kind.AND, truth(o.argument(0)), truth(o.argument(1)));
                case OR -> binary(Kind.OR, truth(o.argument(0)), truth(o.argument(1)));
                case XOR -> binary(Kind.XOR, truth(o.argument(0)), truth(o.argument(1)));
                case ITE -> choice(truth(o.argument(0)), truth(o.argument(1)), truth(o.argument(2)));
                default -> throw new AssertionError(o.operator());
            };
        }
        if (condition instanceof Constant c) {
            return c.isZero()
                    ? BitwuzlaNativeJNI.TermManager_mk_false(manager, null)
                    : BitwuzlaNativeJNI.TermManager_mk_true(manager, null);
        }
        return binary(Kind.EQUAL, vector(condition), own(bitConstant("1")));
    }

    private long bit(long truth) {
        return choice(truth, own(bitConstant("1")), own(bitConstant("0")));
    }

    private long bitConstant(String digit) {
        return bitConstant(1, digit);
    }

    private long bitConstant(int width, String digits) {
        return BitwuzlaNativeJNI.TermManager_mk_bv_value__SWIG_0(manager, null, sort(width), null, digits, HEXADECIMAL);
    }

    private long constant(Constant constant) {
        String digits = constant.width() <= 64 ? Long.toHexString(constant.toLong()) : constant.value().toString(HEXADECIMAL);
        return BitwuzlaNativeJNI.TermManager_mk_bv_value__SWIG_0(
                manager, null, sort(constant.width()), null, digits, HEXADECIMAL);
    }

    private long makeVector(Operation o) {
        return switch (o.operator()) {
            case CONCAT -> concatenation(o);
            case ITE -> choice(truth(o.argument(0)), vector(o.argument(1)), vector(o.argument(2)));
            case EXTRACT -> BitwuzlaNativeJNI.TermManager_mk_term__SWIG_2(
                    manager, null, Kind.BV_EXTRACT.swigValue(), vector(o.argument(0)), null, o.low() + o.width() - 1, o.low());
            case SEXT -> BitwuzlaNativeJNI.TermManager_mk_term__SWIG_1(
                    manager, null, Kind.BV_SIGN_EXTEND.swigValue(), vector(o.argument(0)), null, o.width() - o.argument(0).width());
            case NOT, NEG -> unary(kind(o.operator()), vector(o.argument(0)));
            case FADD, FSUB, FMUL, FDIV, FSQRT, FMA -> throw new IllegalArgumentException("no equation of a symbol with it: " + o);
            default -> binary(kind(o.operator()), vector(o.argument(0)), vector(o.argument(1)));
        };
    }

    // ---- floating-point arithmetic, which Bitwuzla has on a sort of its own that does not tell what is not a number apart

    private static boolean isFloatingArithmetic(Term term) {
        return term instanceof Operation o && o.operator().isFloatingArithmetic();
    }

    /** Whether bits are the result of an operation; the only place where one may stand. */
    private long isResult(Term bits, Operation operation) {
        long result = own(floating(operation));
        long isNone = own(unary(Kind.FP_IS_NAN, result));
        long none = own(equal(bits, operation.width() == Float.SIZE ? "ffc00000" : "fff8000000000000"));
        long truth = choice(isNone, none, own(binary(Kind.EQUAL, number(bits), result)));
        for (Term argument : operation.arguments().reversed()) {
            long quiet = own(bitConstant(argument.width(), argument.width() == Float.SIZE ? "400000" : "8000000000000"));
            long quieted = own(binary(Kind.BV_OR, vector(argument), quiet));
            truth = choice(own(unary(Kind.FP_IS_NAN, number(argument))), own(binary(Kind.EQUAL, vector(bits), quieted)), own(truth));
        }
        return truth;
    }

    private long equal(Term bits, String digits) {
        return binary(Kind.EQUAL, vector(bits), own(bitConstant(bits.width(), digits)));
    }

    private long number(Term bits) {
        boolean single = bits.width() == Float.SIZE;
        return own(BitwuzlaNativeJNI.TermManager_mk_term__SWIG_2(
                manager, null, Kind.FP_TO_FP_FROM_BV.swigValue(), vector(bits), null, single ? 8 : 11, single ? 24 : 53));
    }

    private long floating(Operation operation) {
        long arguments = BitwuzlaNativeJNI.new_Vector_Term__SWIG_0();
        long indices = BitwuzlaNativeJNI.new_Vector_Int__SWIG_0();
        try {
            long nearest = own(BitwuzlaNativeJNI.TermManager_mk_rm_value(manager, null, RoundingMode.RNE.swigValue()));
            BitwuzlaNativeJNI.Vector_Term_doAdd__SWIG_0(arguments, null, nearest, null);
            for (Term argument : operation.arguments()) {
                BitwuzlaNativeJNI.Vector_Term_doAdd__SWIG_0(arguments, null, number(argument), null);
            }
            int kind = kind(operation.operator()).swigValue();
            return BitwuzlaNativeJNI.TermManager_mk_term__SWIG_7(manager, null, kind, arguments, null, indices, null);
        } finally {
            BitwuzlaNativeJNI.delete_Vector_Term(arguments);
            BitwuzlaNativeJNI.delete_Vector_Int(indices);
        }
    }

    private long concatenation(Operation o) {
        long joined = vector(o.argument(0));
        for (int i = 1; i < o.arity(); i++) {
            joined = binary(Kind.BV_CONCAT, joined, vector(o.argument(i)));
            if (i + 1 < o.arity()) {
                own(joined);
            }
        }
        return joined;
    }

    private static Kind kind(Operator operator) {
        return switch (operator) {
            case NOT -> Kind.BV_NOT;
            case NEG -> Kind.BV_NEG;
            case AND -> Kind.BV_AND;
            case OR -> Kind.BV_OR;
            case XOR -> Kind.BV_XOR;
            case ADD -> Kind.BV_ADD;
            case MUL -> Kind.BV_MUL;
            case UDIV -> Kind.BV_UDIV;
            case UREM -> Kind.BV_UREM;
            case SDIV -> Kind.BV_SDIV;
            case SREM -> Kind.BV_SREM;
            case SHL -> Kind.BV_SHL;
            case LSHR -> Kind.BV_SHR;
            case ASHR -> Kind.BV_ASHR;
            case FADD -> Kind.FP_ADD;
            case FSUB -> Kind.FP_SUB;
            case FMUL -> Kind.FP_MUL;
            case FDIV -> Kind.FP_DIV;
            case FSQRT -> Kind.FP_SQRT;
            case FMA -> Kind.FP_FMA;
            case FEQ, FLT, FLE, FROUND, FTOF, STOF, UTOF, FTOS, FTOU -> throw new IllegalArgumentException(operator + " was to be replaced by its definition");
            case EQ, ULT, SLT, CONCAT, EXTRACT, SEXT, ITE -> throw new IllegalArgumentException(operator + " has a translation of its own");
            case FUNCTION -> throw new IllegalArgumentException("a symbol stands for the value of a function");
        };
    }

    private long unary(Kind kind, long a) {
        return BitwuzlaNativeJNI.TermManager_mk_term__SWIG_0(manager, null, kind.swigValue(), a, null);
    }

    private long binary(Kind kind, long a, long b) {
        return BitwuzlaNativeJNI.TermManager_mk_term__SWIG_3(manager, null, kind.swigValue(), a, null, b, null);
    }

    private long choice(long condition, long then, long otherwise) {
        return BitwuzlaNativeJNI.TermManager_mk_term__SWIG_6(
                manager, null, Kind.ITE.swigValue(), condition, null, then, null, otherwise, null);
    }
}
