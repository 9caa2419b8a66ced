/**
 * Commands, targets and everything that talks to the person at the terminal.
 *
 * <p>A {@link Target} is what {@code bolt.yaml} describes, read by {@link TargetFile} and built by {@link Builder}. Commands
 * ask the engine through {@link Analysis} and write what it answers. What is wrong with the input is an
 * {@link InputException}: one line, status 2. The room may know all others; none knows it.
 */
package org.perfcontracts.cli;
