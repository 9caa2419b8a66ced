package org.perfcontracts.explore.state;

import org.perfcontracts.expr.Term;

/**
 * An answer that was given to an instruction's question.
 *
 * @param question the condition decided, or the term whose value was chosen
 * @param value the answer: 0 or 1 to a condition, any number to a choice
 * @param constraint what holds because of the answer, or null where it held already
 */
public record Decision(Term question, long value, Term constraint) {
}
