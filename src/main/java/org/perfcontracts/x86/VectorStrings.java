package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * The string comparisons of SSE4.2, whose control byte says what is compared, how, and what comes of it (SDM volume 2,
 * section 4.1). The pattern is the first operand, the text the second.
 */
final class VectorStrings {
    private static final int BLOCK = 128;
    private static final int COUNT_REGISTER = 1;
    private static final int FIRST_HIDDEN = 3;

    /** How long the operands are: up to their first zero, or as EAX and EDX say. */
    private enum Length {
        IMPLICIT(0), EXPLICIT(2);

        private final int registers;

        Length(int registers) {
            this.registers = registers;
        }
    }

    /** The aggregations, in the order of their codes. */
    private enum Aggregation {
        EQUAL_ANY, RANGES, EQUAL_EACH, EQUAL_ORDERED
    }

    private final VectorFrame frame;
    private final Terms terms;
    private final Length length;
    private final int control;
    private final int lane;
    private final List<Term> pattern;
    private final List<Term> text;
    private final List<Term> inPattern;
    private final List<Term> inText;

    private VectorStrings(VectorFrame frame, Length length) {
        this.frame = frame;
        this.terms = frame.terms();
        this.length = length;
        this.control = frame.immediate();
        this.lane = (control & 1) == 0 ? 8 : 16;
        this.pattern = frame.lanes().split(frame.source(0), lane);
        this.text = frame.lanes().split(frame.source(1), lane);
        this.inPattern = validity(pattern, FIRST_HIDDEN);
        this.inText = validity(text, FIRST_HIDDEN + 1);
    }

    static void declare(VectorTable table) {
        table.unaligned("pcmpistri", frame -> new VectorStrings(frame, Length.IMPLICIT).giveIndex());
        table.unaligned("pcmpistrm", frame -> new VectorStrings(frame, Length.IMPLICIT).giveMask());
        table.unaligned("pcmpestri", frame -> new VectorStrings(frame, Length.EXPLICIT).giveIndex());
        table.unaligned("pcmpestrm", frame -> new VectorStrings(frame, Length.EXPLICIT).giveMask());
    }

    // ---- which elements count

    /** For each element whether it belongs to the string. */
    private List<Term> validity(List<Term> elements, int lengthOperand) {
        return length == Length.IMPLICIT ? beforeZero(elements) : below(elements.size(), magnitude(frame.source(lengthOperand)));
    }

    private List<Term> beforeZero(List<Term> elements) {
        List<Term> result = new ArrayList<>();
        Term valid = terms.yes();
        for (Term element : elements) {
            valid = terms.and(valid, terms.ne(element, terms.constant(lane, 0)));
            result.add(valid);
        }
        return result;
    }

    private List<Term> below(int count, Term limit) {
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(terms.ult(terms.constant(limit.width(), i), limit));
        }
        return result;
    }

    private Term magnitude(Term number) {
        Term isNegative = terms.extract(number, number.width() - 1, number.width() - 1);
        return terms.ite(isNegative, terms.neg(number), number);
    }

    // ---- what is compared

    private List<Term> matches() {
        List<Term> result = new ArrayList<>();
        for (int place = 0; place < text.size(); place++) {
            result.add(switch (Aggregation.values()[control >> 2 & 3]) {
                case EQUAL_ANY -> equalsAny(place);
                case RANGES -> liesInRange(place);
                case EQUAL_EACH -> equalsEach(place);
                case EQUAL_ORDERED -> beginsPattern(place);
            });
        }
        return result;
    }

    private Term equalsAny(int place) {
        Term any = terms.no();
        for (int i = 0; i < pattern.size(); i++) {
            any = terms.or(any, terms.and(inPattern.get(i), terms.eq(pattern.get(i), text.get(place))));
        }
        return terms.and(inText.get(place), any);
    }

    /** The pattern holds pairs of least and greatest element. */
    private Term liesInRange(int place) {
        Term any = terms.no();
        Term element = text.get(place);
        for (int i = 0; i < pattern.size(); i += 2) {
            Term inside = terms.and(notAbove(pattern.get(i), element), notAbove(element, pattern.get(i + 1)));
            any = terms.or(any, terms.and(terms.and(inPattern.get(i), inPattern.get(i + 1)), inside));
        }
        return terms.and(inText.get(place), any);
    }

    private Term notAbove(Term a, Term b) {
        return (control & 2) == 0 ? terms.ule(a, b) : terms.sle(a, b);
    }

    private Term equalsEach(int place) {
        Term both = terms.and(inPattern.get(place), inText.get(place));
        Term neither = terms.not(terms.or(inPattern.get(place), inText.get(place)));
        return terms.or(neither, terms.and(both, terms.eq(pattern.get(place), text.get(place))));
    }

    /** Whether the text has the pattern from a place on, as far as both can be seen. */
    private Term beginsPattern(int place) {
        Term all = terms.yes();
        for (int i = 0; place + i < text.size(); i++) {
            Term same = terms.and(inText.get(place + i), terms.eq(pattern.get(i), text.get(place + i)));
            all = terms.and(all, terms.or(terms.not(inPattern.get(i)), same));
        }
        return all;
    }

    /** Inverted altogether, inverted within the text, or as it is. */
    private List<Term> withPolarity(List<Term> matches) {
        int polarity = control >> 4 & 3;
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            Term inverted = polarity == 1 ? terms.yes() : polarity == 3 ? inText.get(i) : terms.no();
            result.add(terms.xor(matches.get(i), inverted));
        }
        return result;
    }

    // ---- what comes of it

    private void giveIndex() {
        List<Term> result = withPolarity(matches());
        boolean last = (control & 0x40) != 0;
        Term index = terms.constant(64, result.size());
        for (int step = 0; step < result.size(); step++) {
            int place = last ? step : result.size() - 1 - step;
            index = terms.ite(result.get(place), terms.constant(64, place), index);
        }
        frame.machine().setGeneral(COUNT_REGISTER, index);
        setFlags(result);
    }

    private void giveMask() {
        List<Term> result = withPolarity(matches());
        boolean wide = (control & 0x40) != 0;
        List<Term> parts = result.stream().map(bit -> wide ? terms.sext(bit, lane) : bit).toList();
        Term mask = terms.concat(parts.reversed().toArray(Term[]::new));
        Operands.write(frame.instruction(), FIRST_HIDDEN + length.registers, frame.machine(), terms.zext(mask, BLOCK));
        setFlags(result);
    }

    private void setFlags(List<Term> result) {
        Machine machine = frame.machine();
        int last = result.size() - 1;
        machine.setFlag(Flag.CARRY, terms.any(result));
        machine.setFlag(Flag.ZERO, terms.not(inText.get(last)));
        machine.setFlag(Flag.SIGN, terms.not(inPattern.get(last)));
        machine.setFlag(Flag.OVERFLOW, result.get(0));
        machine.setFlag(Flag.ADJUST, terms.no());
        machine.setFlag(Flag.PARITY, terms.no());
    }
}
