/**
 * A path under exploration as data: what it knows and what it has done.
 *
 * <p>{@link State} is the entry; a {@link Run} holds states that wait and what became of them. What a state has come through is here
 * because it carries it along: the loops being unrolled ({@link Activation}), those that were cut, as far as their cost goes
 * ({@link CutLoop}; {@link Cost} is that of a whole path), the calls of library functions ({@link Calls}), and how a path ends ({@link End}). The room knows how to keep,
 * fork and add up, not how to execute: {@code loop} and {@code explore} do that.
 */
package org.perfcontracts.explore.state;
