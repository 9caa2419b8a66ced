/** Symbolic execution from a snapshot: states, memory, forking and cut loops; its product are paths. */
package org.perfcontracts.explore;
