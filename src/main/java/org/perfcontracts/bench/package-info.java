/**
 * Measurements of many analyses side by side: what they take, and the figures of the paper.
 *
 * <p>The entries are {@link BenchTable}, judged by {@link Bars}, and {@link PaperBench}, told what to do by a {@link PaperFile}. The room
 * knows targets and the engine; the commands that call it know where its tables go.
 */
package org.perfcontracts.bench;
