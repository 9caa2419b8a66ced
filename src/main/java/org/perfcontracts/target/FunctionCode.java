package org.perfcontracts.target;

import java.util.Arrays;
import java.util.function.LongFunction;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.x86.Decoder;
import org.perfcontracts.x86.StopException;

/** The instructions of one function, one behind the other from its first byte on. */
final class FunctionCode {
    private static final int PAGE = 4096;

    private final LongFunction<byte[]> code;
    private final long start;

    private FunctionCode(LongFunction<byte[]> code, long start) {
        this.code = code;
        this.start = start;
    }

    /** The function at an address of the process. */
    static FunctionCode of(Snapshot snapshot, long start) {
        return new FunctionCode(address -> bytes(snapshot, address), start);
    }

    /** The function at a link-time address of a file. */
    static FunctionCode of(ElfFile file, long start) {
        return new FunctionCode(address -> bytes(file, address), start);
    }

    /** Whether an instruction begins at an offset, in bytes from the function's first. */
    boolean beginsAt(long offset) {
        Decoder decoder = Decoder.ofHome();
        long at = 0;
        try {
            while (at < offset) {
                byte[] bytes = code.apply(start + at);
                at += decoder.decode(bytes, 0, bytes.length, start + at).length();
            }
        } catch (StopException noInstruction) {
            return false;
        }
        return at == offset;
    }

    /** As many bytes as the longest instruction has, or fewer where mapped memory ends. */
    private static byte[] bytes(Snapshot snapshot, long address) {
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

    private static byte[] bytes(ElfFile file, long address) {
        for (int count = Decoder.MAX_LENGTH; count > 0; count--) {
            try {
                return file.bytes(address, count);
            } catch (FormatException e) {
                // the segment ends before
            }
        }
        return new byte[0];
    }
}
