/** The real CPU as referee: processes run under the tracing agent, replays of witnesses, and comparison with paths. */
package org.perfcontracts.cpu;
