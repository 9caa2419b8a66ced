package org.perfcontracts.cli;

import java.util.function.Consumer;
import org.perfcontracts.explore.Progress;

/** The engine as the commands see it. */
public interface Analysis {
    /**
     * Derives the contract of a level of a target. Once {@code stop} is requested it returns soon, with the contract of
     * the paths it has, not complete.
     *
     * @throws InputException where the target cannot be analysed at all: not a program for x86-64, an entry that does not
     *     exist or is never reached, a program that ends before it
     */
    Result contract(Request request, Consumer<Progress> progress, StopSignal stop) throws InputException;

    /**
     * Derives the contracts of the stateful operations that a level of a target uses, otherwise as {@link #contract}.
     *
     * @throws InputException also where the target names no library, or its file does not describe one
     */
    Result library(Request request, Consumer<Progress> progress, StopSignal stop) throws InputException;

    /**
     * Derives the contract and compares it with the real program on the CPU.
     *
     * @param traffic what is measured beside the witnesses
     * @throws InputException as {@link #contract}
     */
    Result validate(Request request, RandomTraffic traffic, Consumer<Progress> progress, StopSignal stop)
            throws InputException;
}
