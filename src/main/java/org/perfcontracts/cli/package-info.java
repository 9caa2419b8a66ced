/**
 * Commands, and everything that talks to the person at the terminal.
 *
 * <p>{@link Main} is the entry. Each command is a class; what they share are groups of options, where a result goes ({@link Output}), and
 * what a command has to do with the world ({@link Context}). They ask the engine and write what it answers. The room may know all
 * others; none knows it.
 */
package org.perfcontracts.cli;
