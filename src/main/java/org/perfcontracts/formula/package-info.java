/** Performance-critical variables, polynomials over them and what is derived from them, with integer coefficients, and metrics. Knows no other room. */
package org.perfcontracts.formula;
