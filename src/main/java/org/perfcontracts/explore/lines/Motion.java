package org.perfcontracts.explore.lines;

import java.util.Optional;
import java.util.function.Predicate;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;

/**
 * How a term moves from one iteration of a loop to the next.
 *
 * @param step by how much it grows, modulo two to its width; negative if it falls
 * @param wraps whether it may begin anew at the other end of the array that it is a place in, once it is at one end
 */
public record Motion(long step, boolean wraps) {
    private static final Motion STILL = new Motion(0, false);
    private static final int DEEPEST = 12;

    /**
     * The motion of a term of 64 bits, if it is one by the same step each time.
     *
     * @param iterations the symbol for the number of iterations before
     * @param isOlder whether a symbol stands for the same value in every iteration
     */
    public static Optional<Motion> of(Term term, Symbol iterations, Predicate<Symbol> isOlder) {
        return Optional.ofNullable(new Reading(iterations, isOlder).of(term, DEEPEST));
    }

    private record Reading(Symbol iterations, Predicate<Symbol> isOlder) {
        /** Null where it is not known. */
        Motion of(Term term, int depth) {
            return switch (term) {
                case Constant _ -> STILL;
                case Symbol symbol -> symbol == iterations ? new Motion(1, false) : isOlder.test(symbol) ? STILL : null;
                case Operation o -> depth == 0 ? null : of(o, depth - 1);
            };
        }

        private Motion of(Operation o, int depth) {
            return switch (o.operator()) {
                case ADD -> sum(of(o.argument(0), depth), of(o.argument(1), depth));
                case NEG -> times(of(o.argument(0), depth), -1);
                case MUL -> o.argument(1) instanceof Constant factor ? times(of(o.argument(0), depth), factor.toLong()) : ifAllStill(o, depth);
                case CONCAT -> widened(o, depth);
                case EXTRACT -> o.low() == 0 ? truncated(of(o.argument(0), depth), o.width()) : ifAllStill(o, depth);
                default -> ifAllStill(o, depth);
            };
        }

        private Motion ifAllStill(Operation o, int depth) {
            return o.arguments().stream().allMatch(argument -> STILL.equals(of(argument, depth))) ? STILL : null;
        }

        /** Of a number between zeros: what moves has fewer bits than its place, so it may wrap around there. */
        private Motion widened(Operation concat, int depth) {
            int last = concat.arity() - 1;
            boolean isShifted = concat.argument(last) instanceof Constant low && low.isZero();
            int number = isShifted ? last - 1 : last;
            for (int i = 0; i < number; i++) {
                if (!(concat.argument(i) instanceof Constant)) {
                    return ifAllStill(concat, depth);
                }
            }
            Motion inside = of(concat.argument(number), depth);
            if (inside == null || inside.step == 0) {
                return inside;
            }
            if (number > 0 && inside.wraps) {
                return null;
            }
            long step = signed(inside.step, concat.argument(number).width());
            return new Motion(isShifted ? step << concat.argument(last).width() : step, number > 0 || inside.wraps);
        }

        /** What moves by the same step moves by it in its low bits, too. */
        private static Motion truncated(Motion motion, int width) {
            return motion == null || motion.wraps ? null : new Motion(signed(motion.step, width), false);
        }

        private static long signed(long step, int width) {
            return width >= Long.SIZE ? step : step << Long.SIZE - width >> Long.SIZE - width;
        }

        private static Motion times(Motion motion, long factor) {
            return motion == null ? null : new Motion(motion.step * factor, motion.wraps);
        }

        private static Motion sum(Motion a, Motion b) {
            return a == null || b == null || a.wraps && b.wraps ? null : new Motion(a.step + b.step, a.wraps || b.wraps);
        }
    }
}
