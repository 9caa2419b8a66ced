/**
 * What execution takes in time, by a model of a processor: {@link MachineProfile} is what is known of one, {@link InstructionKind} what its
 * instructions have in common. Figures from here are estimates and are called so; nothing else in a contract depends on them.
 */
package org.perfcontracts.timing;
