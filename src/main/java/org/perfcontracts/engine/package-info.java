/**
 * From a request to an answer: explored, derived, compared with the CPU, or found among the answers of earlier runs.
 *
 * <p>{@link Analysis} is the entry, and {@link Engine} what is behind it; the answer is a {@link Result}. The room knows targets and all
 * that analyses them, and nothing of command lines or terminals.
 */
package org.perfcontracts.engine;
