package org.perfcontracts.cpu;

/** A target cannot be started, stopped or replayed; the message is one line that names the target and what happened. */
public final class TargetException extends Exception {
    /** With the line to show. */
    public TargetException(String message) {
        super(message);
    }

    /** With the line to show, and what led to it. */
    public TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
