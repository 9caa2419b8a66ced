/**
 * What people write to ask for a decision: values of PCVs on a command line, workloads, limits, profiles of machines. Each complaint is one line that names the thing
 * at fault and its place.
 */
package org.perfcontracts.decision.input;
