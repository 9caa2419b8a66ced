package org.perfcontracts.x86;

import static org.perfcontracts.x86.MoveSemantics.RAX;
import static org.perfcontracts.x86.MoveSemantics.RBX;
import static org.perfcontracts.x86.MoveSemantics.RCX;
import static org.perfcontracts.x86.MoveSemantics.RDX;
import static org.perfcontracts.x86.Operands.general;
import static org.perfcontracts.x86.Operands.read;
import static org.perfcontracts.x86.Operands.setGeneral;
import static org.perfcontracts.x86.Operands.write;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.x86.Operand.RegisterOperand;

/** Sums, differences, products, quotients, and the exchanges that compare or add. */
final class ArithmeticSemantics {
    private ArithmeticSemantics() {
    }

    static Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        handlers.put("add", ArithmeticSemantics::add);
        handlers.put("adc", ArithmeticSemantics::addWithCarry);
        handlers.put("sub", ArithmeticSemantics::subtract);
        handlers.put("sbb", ArithmeticSemantics::subtractWithBorrow);
        handlers.put("cmp", ArithmeticSemantics::compare);
        handlers.put("neg", ArithmeticSemantics::negate);
        handlers.put("inc", ArithmeticSemantics::increment);
        handlers.put("dec", ArithmeticSemantics::decrement);
        handlers.put("adcx", (i, m) -> addThrough(i, m, Flag.CARRY));
        handlers.put("adox", (i, m) -> addThrough(i, m, Flag.OVERFLOW));
        handlers.put("mul", ArithmeticSemantics::multiply);
        handlers.put("mulx", ArithmeticSemantics::multiplyWithoutFlags);
        handlers.put("imul", ArithmeticSemantics::signedMultiply);
        handlers.put("div", ArithmeticSemantics::divide);
        handlers.put("idiv", ArithmeticSemantics::signedDivide);
        handlers.put("xadd", ArithmeticSemantics::exchangeAndAdd);
        handlers.put("cmpxchg", ArithmeticSemantics::compareAndExchange);
        handlers.put("cmpxchg8b", (i, m) -> compareAndExchangePair(i, m, 32));
        handlers.put("cmpxchg16b", (i, m) -> compareAndExchangePair(i, m, 64));
        return handlers;
    }

    // ---- sums and differences

    private static void add(Instruction i, Machine m) {
        Term a = read(i, 0, m);
        Term b = read(i, 1, a.width(), m);
        Term sum = m.terms().add(a, b);
        Flags.addition(m, a, b, sum);
        write(i, 0, m, sum);
    }

    private static void addWithCarry(Instruction i, Machine m) {
        Term a = read(i, 0, m);
        Term b = read(i, 1, a.width(), m);
        Term carry = m.flag(Flag.CARRY);
        Term sum = sum(m.terms(), a, b, carry);
        Flags.addition(m, a, b, carry, sum);
        write(i, 0, m, sum);
    }

    private static Term sum(Terms terms, Term a, Term b, Term carry) {
        return terms.add(terms.add(a, b), terms.zext(carry, a.width()));
    }

    private static void addThrough(Instruction i, Machine m, Flag flag) {
        Term a = read(i, 0, m);
        Term carry = m.flag(flag);
        Term sum = sum(m.terms(), a, read(i, 1, m), carry);
        m.setFlag(flag, () -> Flags.carryOfAddition(m.terms(), a, carry, sum));
        write(i, 0, m, sum);
    }

    private static void subtract(Instruction i, Machine m) {
        write(i, 0, m, compare(m, read(i, 0, m), read(i, 1, i.operand(0).width(), m)));
    }

    private static void compare(Instruction i, Machine m) {
        compare(m, read(i, 0, m), read(i, 1, i.operand(0).width(), m));
    }

    /** Sets the flags of the difference and returns it. */
    static Term compare(Machine m, Term a, Term b) {
        Term difference = m.terms().sub(a, b);
        Flags.subtraction(m, a, b, difference);
        return difference;
    }

    private static void subtractWithBorrow(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        Term b = read(i, 1, a.width(), m);
        Term borrow = m.flag(Flag.CARRY);
        // The common "sbb r, r" makes a mask of the carry flag; as such it is simplest.
        Term difference = a == b ? terms.sext(borrow, a.width()) : terms.sub(terms.sub(a, b), terms.zext(borrow, a.width()));
        Flags.subtraction(m, a, b, borrow, difference);
        write(i, 0, m, difference);
    }

    private static void negate(Instruction i, Machine m) {
        Term a = read(i, 0, m);
        write(i, 0, m, compare(m, m.terms().constant(a.width(), 0), a));
    }

    private static void increment(Instruction i, Machine m) {
        Term a = read(i, 0, m);
        Term sum = m.terms().add(a, 1);
        Flags.increment(m, a, sum);
        write(i, 0, m, sum);
    }

    private static void decrement(Instruction i, Machine m) {
        Term a = read(i, 0, m);
        Term difference = m.terms().add(a, -1);
        Flags.decrement(m, a, m.terms().constant(a.width(), 1), difference);
        write(i, 0, m, difference);
    }

    // ---- products

    private static void multiply(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        Term b = general(RAX, a.width(), m);
        Term product = unsignedProduct(terms, a, b);
        Term high = terms.extract(product, 2 * a.width() - 1, a.width());
        productFlags(m, terms.ne(high, terms.constant(high.width(), 0)));
        setDouble(m, product);
    }

    private static Term unsignedProduct(Terms terms, Term a, Term b) {
        int width = 2 * a.width();
        return terms.mul(terms.zext(a, width), terms.zext(b, width));
    }

    private static void multiplyWithoutFlags(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term a = read(i, 2, m);
        int width = a.width();
        Term product = unsignedProduct(terms, a, general(RDX, width, m));
        write(i, 1, m, terms.extract(product, width - 1, 0));
        write(i, 0, m, terms.extract(product, 2 * width - 1, width));
    }

    private static void signedMultiply(Instruction i, Machine m) {
        if (isShown(i, 1)) {
            signedMultiplyTruncated(i, m);
            return;
        }
        Terms terms = m.terms();
        Term a = read(i, 0, m);
        int width = a.width();
        Term b = general(RAX, width, m);
        Term product = terms.mul(terms.sext(a, 2 * width), terms.sext(b, 2 * width));
        productFlags(m, terms.ne(product, terms.sext(terms.extract(product, width - 1, 0), 2 * width)));
        setDouble(m, product);
    }

    private static void signedMultiplyTruncated(Instruction i, Machine m) {
        Terms terms = m.terms();
        int width = i.operand(0).width();
        int first = isShown(i, 2) ? 1 : 0;
        Term a = read(i, first, m);
        Term b = read(i, first + 1, width, m);
        Term product = terms.mul(a, b);
        m.setFlag(Flag.CARRY, () -> signedProductOverflows(terms, a, b, product));
        m.setFlag(Flag.OVERFLOW, () -> signedProductOverflows(terms, a, b, product));
        Flags.undefine(m, Flag.SIGN, Flag.ZERO, Flag.ADJUST, Flag.PARITY);
        write(i, 0, m, product);
    }

    private static boolean isShown(Instruction i, int index) {
        return index < i.operands().size() && i.operand(index).visibility() != Operand.Visibility.HIDDEN;
    }

    private static Term signedProductOverflows(Terms terms, Term a, Term b, Term product) {
        int width = 2 * a.width();
        return terms.ne(terms.mul(terms.sext(a, width), terms.sext(b, width)), terms.sext(product, width));
    }

    private static void productFlags(Machine m, Term overflows) {
        m.setFlag(Flag.CARRY, overflows);
        m.setFlag(Flag.OVERFLOW, overflows);
        Flags.undefine(m, Flag.SIGN, Flag.ZERO, Flag.ADJUST, Flag.PARITY);
    }

    /** The double-width operand of products and quotients: AX, DX:AX, EDX:EAX or RDX:RAX. */
    private static Term getDouble(Machine m, int half) {
        if (half == 8) {
            return general(RAX, 16, m);
        }
        return m.terms().concat(general(RDX, half, m), general(RAX, half, m));
    }

    private static void setDouble(Machine m, Term value) {
        int half = value.width() / 2;
        if (half == 8) {
            setGeneral(RAX, m, value);
            return;
        }
        setGeneral(RAX, m, m.terms().extract(value, half - 1, 0));
        setGeneral(RDX, m, m.terms().extract(value, 2 * half - 1, half));
    }

    // ---- quotients

    private static void divide(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term divisor = read(i, 0, m);
        int width = divisor.width();
        Term dividend = getDouble(m, width);
        Term high = terms.extract(dividend, 2 * width - 1, width);
        checkDivisor(m, divisor);
        if (high instanceof Constant zero && zero.isZero()) {
            Term low = terms.extract(dividend, width - 1, 0);
            finishDivision(m, terms.udiv(low, divisor), terms.urem(low, divisor));
            return;
        }
        if (m.decide(terms.ule(divisor, high))) {
            throw overflow();
        }
        Term wide = terms.zext(divisor, 2 * width);
        finishDivision(m, low(terms, terms.udiv(dividend, wide)), low(terms, terms.urem(dividend, wide)));
    }

    private static void signedDivide(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term divisor = read(i, 0, m);
        int width = divisor.width();
        Term dividend = getDouble(m, width);
        Term low = terms.extract(dividend, width - 1, 0);
        if (dividend == terms.sext(low, 2 * width) || isSignExtension(terms, dividend, low)) {
            Term least = terms.eq(low, terms.constant(width, BigInteger.ONE.shiftLeft(width - 1)));
            Term overflows = terms.and(least, terms.eq(divisor, terms.constant(width, -1)));
            checkDivisor(m, divisor);
            if (m.decide(overflows)) {
                throw overflow();
            }
            finishDivision(m, terms.sdiv(low, divisor), terms.srem(low, divisor));
            return;
        }
        Term wide = terms.sext(divisor, 2 * width);
        Term quotient = terms.sdiv(dividend, wide);
        Term fits = terms.eq(quotient, terms.sext(low(terms, quotient), 2 * width));
        checkDivisor(m, divisor);
        if (m.decide(terms.not(fits))) {
            throw overflow();
        }
        finishDivision(m, low(terms, quotient), low(terms, terms.srem(dividend, wide)));
    }

    /** Whether the upper half is what {@code cdq} or {@code cqo} makes of the lower one. */
    private static boolean isSignExtension(Terms terms, Term dividend, Term low) {
        int width = low.width();
        return terms.extract(dividend, 2 * width - 1, width) == terms.sext(Flags.sign(terms, low), width);
    }

    private static Term low(Terms terms, Term value) {
        return terms.extract(value, value.width() / 2 - 1, 0);
    }

    private static void finishDivision(Machine m, Term quotient, Term remainder) {
        Flags.undefine(m, Flag.CARRY, Flag.OVERFLOW, Flag.SIGN, Flag.ZERO, Flag.ADJUST, Flag.PARITY);
        setDouble(m, m.terms().concat(remainder, quotient));
    }

    private static void checkDivisor(Machine m, Term divisor) {
        if (m.decide(m.terms().eq(divisor, m.terms().constant(divisor.width(), 0)))) {
            throw new StopException(StopException.Kind.FAULT, "division by zero");
        }
    }

    private static StopException overflow() {
        return new StopException(StopException.Kind.FAULT, "division whose quotient does not fit");
    }

    // ---- exchanges

    private static void exchangeAndAdd(Instruction i, Machine m) {
        Term a = read(i, 0, m);
        Term b = read(i, 1, m);
        Term sum = m.terms().add(a, b);
        Flags.addition(m, a, b, sum);
        write(i, 1, m, a);
        write(i, 0, m, sum);
    }

    private static void compareAndExchange(Instruction i, Machine m) {
        Terms terms = m.terms();
        Term destination = read(i, 0, m);
        Term source = read(i, 1, m);
        Term accumulator = general(RAX, destination.width(), m);
        Term equal = terms.eq(accumulator, destination);
        compare(m, accumulator, destination);
        Term before = m.general(RAX);
        setGeneral(RAX, m, destination);
        m.setGeneral(RAX, terms.ite(equal, before, m.general(RAX)));
        write(i, 0, m, terms.ite(equal, source, destination));
        if (i.operand(0) instanceof RegisterOperand operand && operand.width() == 32 && equal != terms.yes()) {
            forgetUpperHalf(m, operand.register().number(), equal);
        }
    }

    /** Vendors disagree whether a destination of 32 bits is written, and so extended, where the comparison fails. */
    private static void forgetUpperHalf(Machine m, int number, Term unless) {
        Terms terms = m.terms();
        Term value = m.general(number);
        Term unknown = terms.concat(m.undefined("upper half after cmpxchg", 32), terms.extract(value, 31, 0));
        m.setGeneral(number, terms.ite(unless, value, unknown));
    }

    private static void compareAndExchangePair(Instruction i, Machine m, int half) {
        Terms terms = m.terms();
        Term destination = read(i, 0, m);
        Term expected = getDouble(m, half);
        Term equal = terms.eq(expected, destination);
        Term source = terms.concat(general(RCX, half, m), general(RBX, half, m));
        write(i, 0, m, terms.ite(equal, source, destination));
        Term low = m.general(RAX);
        Term high = m.general(RDX);
        setDouble(m, destination);
        m.setGeneral(RAX, terms.ite(equal, low, m.general(RAX)));
        m.setGeneral(RDX, terms.ite(equal, high, m.general(RDX)));
        m.setFlag(Flag.ZERO, equal);
    }
}
