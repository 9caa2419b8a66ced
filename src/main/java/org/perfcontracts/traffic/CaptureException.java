package org.perfcontracts.traffic;

import java.io.IOException;

/** A capture file that cannot be read: the message names the file, the byte and what is wrong there. */
public final class CaptureException extends IOException {

    private static final long serialVersionUID = 1L;

    CaptureException(String file, long offset, String reason) {
        super(file + ": at byte " + offset + ": " + reason);
    }
}
