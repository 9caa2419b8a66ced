package org.perfcontracts.engine;

/** What the shell learns from a command. */
public enum ExitStatus {
    /** Done, and every check passed. */
    DONE(0),
    /** A check failed, or the contract is not complete. */
    FAILED(1),
    /** Something given to the command is wrong: an option, a file, a target. */
    BAD_INPUT(2),
    /** A limit that the user set is broken. */
    LIMIT_BROKEN(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number given to the shell. */
    public int code() {
        return code;
    }
}
