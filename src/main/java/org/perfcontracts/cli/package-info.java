/** Commands, targets and everything that talks to the person at the terminal. */
package org.perfcontracts.cli;
