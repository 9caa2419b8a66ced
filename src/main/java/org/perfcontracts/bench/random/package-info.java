/**
 * Random programs: small packet functions in C, put together at random, whose contracts are held against the CPU.
 *
 * <p>{@link Generator} writes them, from the pieces in {@code pieces.txt}. {@link RandomBench} builds them and has them
 * analysed by processes of their own, {@link Workers}, in which {@link Examination} compares contract and CPU.
 */
package org.perfcontracts.bench.random;
