package org.perfcontracts.target;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.cpu.TargetProcess;
import org.perfcontracts.explore.Explorer;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;

/** Finds in the stopped process the arrays that a target's file declares as state. */
final class DeclaredState {
    private final Target target;
    private final ElfFile binary;
    private final TargetProcess process;
    private final ProgramMemory memory;

    DeclaredState(Target target, ElfFile binary, TargetProcess process, ProgramMemory memory) {
        this.target = target;
        this.binary = binary;
        this.process = process;
        this.memory = memory;
    }

    /**
     * Where they are.
     *
     * @throws InputException naming the declaration whose variable or memory is not there
     */
    List<Regions.Declaration> find() throws InputException {
        List<Regions.Declaration> found = new ArrayList<>();
        for (SideState each : target.state()) {
            long address = address(each);
            long count = each.count().isPresent() ? each.count().getAsLong() : count(each, address);
            found.add(new Regions.Declaration(each.name(), address, each.elementSize(), count, each.fields()));
        }
        return found;
    }

    private long address(SideState state) throws InputException {
        SideState.Place place = state.place();
        ElfSymbol symbol = binary.symbol(place.symbol()).orElseThrow(() -> fault(state, "the program has no variable " + place.symbol()));
        long address = symbol.address() + process.bias() + place.offset();
        if (!place.follows()) {
            return address;
        }
        long value = process.snapshot().word(address).orElseThrow(() -> fault(state, "nothing is mapped at " + place.symbol()));
        if (value == 0) {
            throw fault(state, "the pointer " + place.toString().substring(1) + " is null when the entry is reached");
        }
        return value;
    }

    private long count(SideState state, long address) throws InputException {
        Explorer.Variable object = memory.at(address).orElseThrow(() -> fault(state, "give 'count': it is not known how large the memory there is"));
        long count = (object.address() + object.size() - address) / state.elementSize();
        if (count < 1) {
            throw fault(state, "there is no room for an element of " + state.elementSize() + " bytes in " + object.name() + ", which has " + object.size());
        }
        return count;
    }

    private InputException fault(SideState state, String what) {
        return new InputException(target.name() + ": state " + state.name() + " at " + state.place() + ": " + what);
    }
}
