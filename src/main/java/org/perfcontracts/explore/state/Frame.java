package org.perfcontracts.explore.state;

/**
 * One activation of a function on the stack of a state, immutable.
 *
 * @param caller the frame below, or null where none is known
 * @param depth 0 for the entry's frame, one more for what it calls, one less for what it returns to
 * @param root the address from which the function's control flow is read
 * @param callSite the address of the call instruction in the caller, or 0
 * @param returnAddress where the function returns to, or 0
 * @param stackPointer RSP on entry, where the return address is stored, or 0
 */
public record Frame(Frame caller, int depth, long root, long callSite, long returnAddress, long stackPointer) {
}
