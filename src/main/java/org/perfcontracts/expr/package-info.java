/**
 * Bit-vector terms: immutable, hash-consed, simplified as they are built.
 *
 * <p>A {@link Term} is data, {@link Terms} makes and simplifies, {@link Evaluator} computes a term under an
 * {@link Assignment}, {@link Substitution} replaces, {@link Linear} and {@link Interval} ask. Booleans are terms of
 * width one. The rules of the simplification stand in the classes {@code …Rules}, one for each family of operators, and
 * above the code of each rule the line {@code // before => after} that the tests hold it against: x, y, z are terms of w
 * bits, p, q, r conditions, c, d constants; operators on constants are computed. The room knows nothing of processors,
 * packets or solvers.
 */
package org.perfcontracts.expr;
