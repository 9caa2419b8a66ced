/**
 * Which cache lines execution touches, and how many there are at most.
 *
 * <p>{@link LineCounter} is the entry: it gathers what a piece of a trace touches ({@link Touches}) and counts. The room knows traces,
 * instructions and terms; which iterations of which loops there are, and what they cost together, is known to {@code state} and {@code loop}.
 */
package org.perfcontracts.explore.lines;
