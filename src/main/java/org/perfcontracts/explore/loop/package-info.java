/**
 * Loops whose trip count is open: what an iteration changes, what stays true of it, and what it costs.
 *
 * <p>{@link LoopCut} is the entry. It havocs what the loop modifies at its header, has a {@link Runner} explore one arbitrary iteration,
 * and gives the states that leave the loop the cost of the iterations before. The room knows states, not who runs them.
 */
package org.perfcontracts.explore.loop;
