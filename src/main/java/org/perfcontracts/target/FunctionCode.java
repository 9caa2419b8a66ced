package org.perfcontracts.target;

import java.util.Arrays;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.x86.Decoder;
import org.perfcontracts.x86.StopException;

/** The instructions of one function, one behind the other from its first byte on. */
final class FunctionCode {
    private static final int PAGE = 4096;

    private final Snapshot snapshot;
    private final long start;

    /** The function at an address of the process. */
    FunctionCode(Snapshot snapshot, long start) {
        this.snapshot = snapshot;
        this.start = start;
    }

    /** Whether an instruction begins at an offset, in bytes from the function's first. */
    boolean beginsAt(long offset) {
        Decoder decoder = Decoder.ofHome();
        long at = 0;
        try {
            while (at < offset) {
                byte[] bytes = bytes(start + at);
                at += decoder.decode(bytes, 0, bytes.length, start + at).length();
            }
        } catch (StopException noInstruction) {
            return false;
        }
        return at == offset;
    }

    /** As many bytes as the longest instruction has, or fewer where mapped memory ends. */
    private byte[] bytes(long address) {
        byte[] bytes = new byte[Decoder.MAX_LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            byte[] page = snapshot.page(address + i & -PAGE);
            if (page == null) {
                return Arrays.copyOf(bytes, i);
            }
            bytes[i] = page[(int) (address + i & PAGE - 1)];
        }
        return bytes;
    }
}
