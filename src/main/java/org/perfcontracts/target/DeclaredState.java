package org.perfcontracts.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.perfcontracts.cpu.TargetProcess;
import org.perfcontracts.explore.Explorer;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.image.DebugVariables;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.ObjectLayout;

/** Finds in the stopped process the arrays that a target's file declares as state. */
final class DeclaredState {
    private final Target target;
    private final ElfFile binary;
    private final TargetProcess process;
    private final ProgramMemory memory;
    private DebugVariables variables;

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
            Spot spot = spot(each);
            long address = address(each, spot);
            found.add(switch (each.element()) {
                case SideState.Element.Laid(int size, String fields) -> new Regions.Declaration(each.name(), address, size, count(each, address, size), fields);
                case SideState.Element.Typed(List<SideState.Group> groups) -> typed(each, address, layout(each, spot), groups);
            });
        }
        return found;
    }

    private Regions.Declaration typed(SideState state, long address, ObjectLayout layout, List<SideState.Group> groups) throws InputException {
        long count = state.count().isEmpty() && layout.count().isPresent() ? layout.count().getAsLong() : count(state, address, layout.size());
        try {
            return new Regions.Declaration(state.name(), address, layout.size(), count, TypedElement.words(layout, groups, this::behind));
        } catch (IllegalArgumentException e) {
            throw fault(state, e.getMessage());
        }
    }

    private ObjectLayout behind(ObjectLayout.Type.Pointer pointer) {
        try {
            return variables.behind(pointer);
        } catch (FormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    // ---- places

    /** A variable, the names of members that lead to a place in it, and how far behind that it is. */
    private record Spot(ElfSymbol variable, List<String> members, long offset) {
    }

    /** Names of variables may have dots, too, as those that are static in functions. */
    private Spot spot(SideState state) throws InputException {
        String name = state.place().symbol();
        for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
            Optional<ElfSymbol> symbol = binary.symbol(name.substring(0, end));
            if (symbol.isPresent()) {
                return new Spot(symbol.get(), end == name.length() ? List.of() : List.of(name.substring(end + 1).split("\\.")), state.place().offset());
            }
        }
        throw fault(state, "the program has no variable " + name);
    }

    private long address(SideState state, Spot spot) throws InputException {
        long member = spot.members.isEmpty() ? 0 : ask(state, spot, variables -> variables.offset(spot.variable, spot.members).stream().boxed().findFirst());
        long address = spot.variable.address() + process.bias() + member + spot.offset;
        if (!state.place().follows()) {
            return address;
        }
        long value = process.snapshot().word(address).orElseThrow(() -> fault(state, "nothing is mapped at " + state.place().toString().substring(1)));
        if (value == 0) {
            throw fault(state, "the pointer " + state.place().toString().substring(1) + " is null when the entry is reached");
        }
        return value;
    }

    private ObjectLayout layout(SideState state, Spot spot) throws InputException {
        return ask(state, spot, variables -> state.place().follows() ? variables.behind(spot.variable, spot.members, spot.offset)
                : variables.at(spot.variable, spot.members, spot.offset));
    }

    /** A question to debug information. */
    private interface Question<A> {
        Optional<A> ask(DebugVariables variables) throws FormatException;
    }

    private <A> A ask(SideState state, Spot spot, Question<A> question) throws InputException {
        try {
            if (variables == null) {
                variables = new DebugVariables(binary);
            }
            return question.ask(variables).orElseThrow(
                    () -> fault(state, "there is no debug information (-g) of " + spot.variable.name() + "; give variable+0xoffset, 'element' and the layout of 'fields'"));
        } catch (FormatException e) {
            throw new InputException(fault(state, e.getMessage()).getMessage(), e);
        }
    }

    private long count(SideState state, long address, long size) throws InputException {
        if (state.count().isPresent()) {
            return state.count().getAsLong();
        }
        Explorer.Variable object = memory.at(address).orElseThrow(() -> fault(state, "give 'count': it is not known how large the memory there is"));
        long count = (object.address() + object.size() - address) / Math.max(1, size);
        if (count < 1) {
            throw fault(state, "there is no room for an element of " + size + " bytes in " + object.name() + ", which has " + object.size());
        }
        return count;
    }

    private InputException fault(SideState state, String what) {
        return new InputException(target.name() + ": state " + state.name() + " at " + state.place() + ": " + what);
    }
}
