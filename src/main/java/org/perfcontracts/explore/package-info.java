/**
 * Symbolic execution from a snapshot; the product is paths.
 *
 * <p>{@link Explorer} is the entry. It puts the packet into the first state and has each {@link Worker} run states instruction by
 * instruction; where a condition is open a state forks, and a loop whose trip count is open is cut. What came of it are an
 * {@link Exploration} and its {@link Path}s. The room knows the rooms inside it, and nothing of contracts or of the CPU; those know
 * nothing of it: {@code memory}, {@code code}, {@code state}, {@code loop}, {@code input}, each knowing only those before.
 */
package org.perfcontracts.explore;
