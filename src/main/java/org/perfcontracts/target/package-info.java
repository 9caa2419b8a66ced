/**
 * What is analysed: a program as {@code bolt.yaml} describes it, built, started, and standing at its entry.
 *
 * <p>{@link TargetFile} reads a {@link Target} with its {@link Level}s, {@link Builder} builds it, {@link TargetSession} starts it and has
 * it explored; {@link KeptAnswers} are answers about it from earlier runs. What is wrong with the input is an {@link InputException}: one
 * line, status 2. The room knows nothing of commands, nor of how an answer is made of an exploration.
 */
package org.perfcontracts.target;
