/**
 * Network functions one after the other: which classes of packets of the first can be which of the second. Knows contracts and the
 * solver, and runs nothing. Its entry is {@link org.perfcontracts.chain.Chain}.
 */
package org.perfcontracts.chain;
