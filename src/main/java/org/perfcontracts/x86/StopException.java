package org.perfcontracts.x86;

/** Ends a path because an instruction cannot be executed: not supported, a system call, or a certain fault. */
public final class StopException extends RuntimeException {
    private final Kind kind;

    /** Why an instruction cannot be executed. */
    public enum Kind {
        /** The instruction has no semantics here. */
        UNSUPPORTED,
        /** The instruction enters the kernel. */
        SYSTEM_CALL,
        /** The instruction raises an exception, such as a division by zero or {@code ud2}. */
        FAULT,
        /** An address or a jump target is not known well enough to go on. */
        UNRESOLVED,
        /** The state that the instruction was to be executed in cannot occur. */
        IMPOSSIBLE
    }

    /** A reason to stop; the message names the instruction or the thing at fault. */
    public StopException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** The kind of the reason. */
    public Kind kind() {
        return kind;
    }
}
