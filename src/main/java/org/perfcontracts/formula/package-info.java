/** Performance-critical variables, polynomials over them with integer coefficients, and metrics. Knows no other room. */
package org.perfcontracts.formula;
