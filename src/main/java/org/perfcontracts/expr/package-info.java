/**
 * Bit-vector terms: immutable, hash-consed, simplified as they are built.
 *
 * <p>A {@link Term} is data, {@link Terms} makes and simplifies, {@link Evaluator} computes a term under an
 * {@link Assignment}, {@link Substitution} replaces, {@link Linear} and {@link Interval} ask. Booleans are terms of
 * width one. The room knows nothing of processors, packets or solvers.
 */
package org.perfcontracts.expr;
