/**
 * Asking whether conditions can hold together: one {@link Solver} interface, a native solver, and decorators that answer
 * cheaper or count. The room knows terms, not what they stand for.
 */
package org.perfcontracts.smt;
