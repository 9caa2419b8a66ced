package org.perfcontracts.target;

/** Something given to a command is wrong; the message is one line that names it, the place, and what to do. */
public final class InputException extends Exception {
    /** A fault with its one-line description. */
    public InputException(String message) {
        super(message);
    }

    /** A fault with its one-line description and what revealed it, shown only by {@code --debug}. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
