package org.perfcontracts.explore.code;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.perfcontracts.image.Snapshot;
import org.perfcontracts.x86.Decoder;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.StopException;

/** The instructions of a process, decoded once each. The code is taken not to change while a packet is processed. */
public final class Code {
    private static final int PAGE = 4096;
    private static final int LONGEST = 15;

    private final Snapshot snapshot;
    private final Decoder decoder;
    private final Map<Long, Instruction> known = new ConcurrentHashMap<>();

    public Code(Snapshot snapshot, Decoder decoder) {
        this.snapshot = snapshot;
        this.decoder = decoder;
    }

    /** The instruction at an address; a {@link StopException} where there is none that can be decoded. */
    public Instruction at(long address) {
        Instruction instruction = known.get(address);
        if (instruction == null) {
            instruction = decode(address);
            known.put(address, instruction);
        }
        return instruction;
    }

    private Instruction decode(long address) {
        byte[] bytes = new byte[LONGEST];
        int available = 0;
        while (available < LONGEST) {
            byte[] page = snapshot.page(address + available & -PAGE);
            if (page == null) {
                break;
            }
            int offset = (int) (address + available & PAGE - 1);
            int count = Math.min(LONGEST - available, PAGE - offset);
            System.arraycopy(page, offset, bytes, available, count);
            available += count;
        }
        if (available == 0) {
            throw new StopException(StopException.Kind.FAULT, "a jump to where no code is mapped");
        }
        try {
            Instruction instruction = decoder.decode(bytes, 0, available, address);
            snapshot.used(address, (int) (instruction.next() - address));
            return instruction;
        } catch (StopException undecodable) {
            snapshot.used(address, available);
            throw undecodable;
        }
    }
}
