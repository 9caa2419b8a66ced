package org.perfcontracts.smt;

import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Params;
import com.microsoft.z3.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/** The second opinion: asks Z3. Its models are left out; an answer of satisfiable comes with the empty assignment. */
final class Z3Solver implements Solver {
    private final Context context = new Context();
    private final Map<Term, Expr<BitVecSort>> known = new HashMap<>();

    @Override
    public Answer check(List<Term> conditions) {
        com.microsoft.z3.Solver solver = context.mkSolver("QF_BV");
        Params limit = context.mkParams();
        limit.add("timeout", 5_000);
        solver.setParameters(limit);
        for (Term condition : conditions) {
            solver.add(new BoolExpr[] {context.mkEq(translate(condition), context.mkBV(1, 1))});
        }
        Status status = solver.check();
        return switch (status) {
            case SATISFIABLE -> new Answer.Satisfiable(Assignment.ZERO);
            case UNSATISFIABLE -> new Answer.Unsatisfiable();
            case UNKNOWN -> new Answer.Unknown(solver.getReasonUnknown());
        };
    }

    @Override
    public void close() {
        context.close();
    }

    private Expr<BitVecSort> translate(Term term) {
        Expr<BitVecSort> expression = known.get(term);
        if (expression == null) {
            expression = switch (term) {
                case Constant c -> context.mkBV(c.value().toString(), c.width());
                case Symbol s -> context.mkBVConst(s.name(), s.width());
                case Operation o -> operation(o);
            };
            known.put(term, expression);
        }
        return expression;
    }

    private Expr<BitVecSort> operation(Operation o) {
        Expr<BitVecSort> a = translate(o.argument(0));
        Expr<BitVecSort> b = o.arity() > 1 ? translate(o.argument(1)) : null;
        return switch (o.operator()) {
            case NOT -> context.mkBVNot(a);
            case NEG -> context.mkBVNeg(a);
            case AND -> context.mkBVAND(a, b);
            case OR -> context.mkBVOR(a, b);
            case XOR -> context.mkBVXOR(a, b);
            case ADD -> context.mkBVAdd(a, b);
            case MUL -> context.mkBVMul(a, b);
            case UDIV -> context.mkBVUDiv(a, b);
            case UREM -> context.mkBVURem(a, b);
            case SDIV -> context.mkBVSDiv(a, b);
            case SREM -> context.mkBVSRem(a, b);
            case SHL -> context.mkBVSHL(a, b);
            case LSHR -> context.mkBVLSHR(a, b);
            case ASHR -> context.mkBVASHR(a, b);
            case EQ -> bit(context.mkEq(a, b));
            case ULT -> bit(context.mkBVULT(a, b));
            case SLT -> bit(context.mkBVSLT(a, b));
            case CONCAT -> {
                for (Term part : o.arguments().subList(1, o.arity())) {
                    a = context.mkConcat(a, translate(part));
                }
                yield a;
            }
            case EXTRACT -> context.mkExtract(o.low() + o.width() - 1, o.low(), a);
            case SEXT -> context.mkSignExt(o.width() - o.argument(0).width(), a);
            case ITE -> context.mkITE(context.mkEq(a, context.mkBV(1, 1)), b, translate(o.argument(2)));
            case FUNCTION -> throw new IllegalArgumentException("not asked of a bare solver");
            case FADD, FSUB, FMUL, FDIV, FSQRT, FMA, FEQ, FLT, FLE, FROUND, FTOF, STOF, UTOF, FTOS, FTOU ->
                    throw new IllegalArgumentException(o.operator() + " is not asked for");
        };
    }

    private Expr<BitVecSort> bit(BoolExpr truth) {
        return context.mkITE(truth, context.mkBV(1, 1), context.mkBV(0, 1));
    }
}
