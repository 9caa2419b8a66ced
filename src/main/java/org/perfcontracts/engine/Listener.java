package org.perfcontracts.engine;

import java.util.function.Consumer;
import org.perfcontracts.explore.Progress;

/** Told how far a task is, until it is closed. */
public interface Listener extends Consumer<Progress>, AutoCloseable {
    @Override
    void close();
}
