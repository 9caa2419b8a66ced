package org.perfcontracts.image;

/**
 * A file is not what it should be. The message is one line that names the file, the place in it (a section or an offset)
 * and the fault, so that it can be shown to a user as it is.
 */
public final class FormatException extends Exception {
    public FormatException(String file, String place, String fault) {
        super(file + ": " + place + ": " + fault);
    }

    public FormatException(String file, String fault) {
        super(file + ": " + fault);
    }
}
