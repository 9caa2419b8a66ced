/**
 * The program as it lies there: its instructions, the loops that they form, the marks on them; and the record of which were executed.
 *
 * <p>{@link Code} is the entry for instructions, {@link ControlFlow} for loops, {@link MarkPoints} for marks, {@link Trace} for the
 * record. The room knows snapshots and decoding, and of {@code memory} the regions that accesses lie in; it executes nothing.
 */
package org.perfcontracts.explore.code;
