/**
 * Symbolic execution from a snapshot: states, memory, forking and cut loops; the product is paths.
 *
 * <p>{@link Explorer} is the entry. A {@link State} runs instruction by instruction in a {@link Worker}; where a condition
 * is open it forks. A loop whose trip count is open is cut at its header by {@link LoopCut}: what it modifies is havoced,
 * one arbitrary iteration is explored, and each way round has its cost. The room knows nothing of contracts or of the CPU.
 */
package org.perfcontracts.explore;
