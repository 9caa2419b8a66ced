package org.perfcontracts.timing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Machines for tests. */
public final class Machines {
    private Machines() {
    }

    /** One with round figures: four instructions a cycle, loads of 4, forwarding of 7, memory of 200 cycles, a line of code each 40. */
    public static MachineProfile round() {
        Map<InstructionKind, MachineProfile.Times> kinds = new EnumMap<>(InstructionKind.class);
        for (InstructionKind kind : InstructionKind.values()) {
            kinds.put(kind, new MachineProfile.Times(1, 4));
        }
        kinds.put(InstructionKind.MOVE, new MachineProfile.Times(0, 4));
        kinds.put(InstructionKind.MULTIPLY, new MachineProfile.Times(3, 1));
        kinds.put(InstructionKind.DIVIDE_64, new MachineProfile.Times(20, 0.1));
        kinds.put(InstructionKind.SERIALISE, new MachineProfile.Times(10, 1));
        return new MachineProfile("round", "A Processor", "Made up.", new MachineProfile.Clock(2, 1.5), new MachineProfile.Core(4, 16, 2, 1, 1, 15), kinds,
                new MachineProfile.Memory(List.of(new MachineProfile.Cache("l1", 32768, 4), new MachineProfile.Cache("l2", 1 << 20, 14)),
                        new MachineProfile.Beyond(100, 200, 300), 5, 7, 40, 64));
    }
}
