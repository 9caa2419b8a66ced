/**
 * Where an address comes to rest, and what is found there: bytes of the snapshot, what was written since, or abstract state.
 *
 * <p>The entries are {@link Memory} for addresses that are numbers, {@link AbstractState} for those inside a {@link Region}, and
 * {@link Resolver} for what an address can be at all; each asks or changes the {@link Knowledge} of a path. Others outside
 * {@code explore} need {@link Region} and {@link Regions} only. The room knows terms, solvers and snapshots, and nothing of paths,
 * loops or instructions but that one may have to stop.
 */
package org.perfcontracts.explore.memory;
