package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.perfcontracts.image.FunctionParameters.Parameter;
import org.perfcontracts.image.FunctionParameters.Passing;
import org.perfcontracts.image.FunctionParameters.Type;

/**
 * What a file's debug information (DWARF versions 2 to 5, section {@code .debug_info}) says of its functions. Nothing that is
 * kept in another file is read.
 */
public final class DebugInfo {
    private static final int ARGUMENT_REGISTERS = 6;
    /** More than C compilers have to take; damaged files may have millions. */
    private static final int MOST_PARAMETERS = 1000;
    private static final int CONVENTION_OF_ITS_OWN = 3;
    /** What compilers add to the names of copies that are called in a way of their own. */
    private static final Pattern COPY = Pattern.compile(".*\\.(constprop|isra|part)\\..*");

    private final DebugEntries entries;
    private final DebugTypes types;
    private final ElfSymbol symbol;

    private DebugInfo(ElfFile elf, ElfSymbol symbol) throws FormatException {
        this.entries = new DebugEntries(elf);
        this.types = new DebugTypes(entries);
        this.symbol = symbol;
    }

    /**
     * The parameters of a function, and the registers that hold them when it is entered.
     *
     * @return empty if the file has no debug information of the function, or of several that it could be
     * @throws FormatException if the debug information is damaged or of a later version of DWARF
     */
    public static Optional<FunctionParameters> parameters(ElfFile elf, ElfSymbol function) throws FormatException {
        DebugInfo info = new DebugInfo(elf, function);
        Optional<DebugEntry> entry = info.find();
        return entry.isEmpty() ? Optional.empty() : Optional.of(info.parameters(entry.get()));
    }

    // ---- finding the function

    private Optional<DebugEntry> find() throws FormatException {
        List<DebugEntry> named = new ArrayList<>();
        for (DebugUnit unit : entries.units()) {
            DebugEntry entry;
            for (long at = unit.entries(); at < unit.end(); at = entry == null ? entries.position() : entry.next()) {
                entry = entries.read(unit, at);
                if (entry == null || entry.tag() != DebugEntry.TAG_SUBPROGRAM) {
                    continue;
                }
                if (entries.address(entry, DebugEntry.LOW_PC) == symbol.address()) {
                    return Optional.of(entry);
                }
                // A function in several pieces has no first address there.
                if (entry.attribute(DebugEntry.RANGES).isPresent() && isNamedAsTheSymbol(entry)) {
                    named.add(entry);
                }
            }
        }
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    private boolean isNamedAsTheSymbol(DebugEntry entry) throws FormatException {
        String name = symbol.name().replaceFirst("(?<=.)\\..*", "");
        return name.equals(text(entry, DebugEntry.NAME)) || name.equals(text(entry, DebugEntry.LINKAGE_NAME));
    }

    // ---- attributes that another entry can have for this one

    private String text(DebugEntry entry, long name) throws FormatException {
        Optional<DebugEntry> owner = entries.owner(entry, name);
        return owner.isEmpty() ? "" : entries.text(owner.get(), name);
    }

    // ---- its parameters

    private FunctionParameters parameters(DebugEntry function) throws FormatException {
        List<Parameter> ordered = inOrder(function);
        Map<String, OptionalInt> places = new HashMap<>();
        List<Parameter> located = located(function);
        located.forEach(parameter -> places.put(parameter.name(), parameter.register()));
        boolean moved = isCopy(function) || ordered.stream().anyMatch(parameter -> contradicts(parameter, places.get(parameter.name())));
        List<Parameter> parameters = moved ? located : ordered.stream().map(parameter -> completed(parameter, places.get(parameter.name()))).toList();
        return new FunctionParameters(text(function, DebugEntry.NAME), parameters, type(function));
    }

    private static Parameter completed(Parameter parameter, OptionalInt place) {
        boolean known = parameter.register().isPresent() || place == null;
        return known ? parameter : new Parameter(parameter.name(), parameter.type(), place);
    }

    private boolean isCopy(DebugEntry function) throws FormatException {
        Optional<DebugEntry> convention = entries.owner(function, DebugEntry.CALLING_CONVENTION);
        return COPY.matcher(symbol.name()).matches()
                || convention.isPresent() && convention.get().number(DebugEntry.CALLING_CONVENTION, 0) == CONVENTION_OF_ITS_OWN;
    }

    /** Where clang has taken parameters off a function, only the places of the others tell. */
    private static boolean contradicts(Parameter convention, OptionalInt place) {
        return convention.register().isPresent() && place != null && place.isPresent() && !place.equals(convention.register());
    }

    /** By the calling convention. What the function was inlined from has the parameters in the order of the source. */
    private List<Parameter> inOrder(DebugEntry function) throws FormatException {
        DebugEntry source = entries.reference(function, DebugEntry.ABSTRACT_ORIGIN).orElse(function);
        List<Parameter> parameters = new ArrayList<>();
        int register = hasHiddenPointer(source) ? 1 : 0;
        boolean known = true;
        for (DebugEntry entry : formals(source)) {
            Type type = type(entry);
            List<DebugTypes.Part> words = words(entry);
            if (known && !words.isEmpty() && register + words.size() <= ARGUMENT_REGISTERS) {
                int first = register;
                parameters.addAll(parts(text(entry, DebugEntry.NAME), words,
                        IntStream.range(0, words.size()).mapToObj(word -> OptionalInt.of(first + word)).toList()));
                register += words.size();
                continue;
            }
            int taken = registers(type);
            known &= taken >= 0;
            boolean held = known && taken > 0 && register < ARGUMENT_REGISTERS;
            parameters.add(new Parameter(text(entry, DebugEntry.NAME), type, held ? OptionalInt.of(register) : OptionalInt.empty()));
            register += taken;
        }
        return parameters;
    }

    private List<DebugTypes.Part> words(DebugEntry entry) throws FormatException {
        Optional<DebugEntry> owner = entries.owner(entry, DebugEntry.TYPE);
        return owner.isEmpty() ? List.of() : types.words(owner.get());
    }

    /** An object in two registers; of a slice the pointer has the parameter's name, and the number is its length. */
    private static List<Parameter> parts(String name, List<DebugTypes.Part> words, List<OptionalInt> registers) {
        boolean slice = words.stream().filter(word -> word.type() instanceof Type.Pointer).count() == 1;
        List<Parameter> parameters = new ArrayList<>();
        for (DebugTypes.Part word : words) {
            String called = !slice ? name + "_" + word.name() : word.type() instanceof Type.Pointer ? name : name + "_length";
            parameters.add(new Parameter(called, word.type(), registers.get(parameters.size())));
        }
        return parameters;
    }

    /** A large object is returned through a pointer that the caller gives as the first argument. */
    private boolean hasHiddenPointer(DebugEntry function) throws FormatException {
        return type(function) instanceof Type.Other(String _, Passing passing) && passing != Passing.REGISTERS;
    }

    /** How many registers for integer arguments a parameter takes; -1 if that is not known. */
    private static int registers(Type type) {
        return switch (type) {
            case Type.Number _, Type.Pointer _ -> 1;
            case Type.Floating _ -> 0;
            case Type.Other(String _, Passing passing) -> switch (passing) {
                case MEMORY -> 0;
                case REFERENCE -> 1;
                case REGISTERS -> -1;
            };
        };
    }

    /** By what the compiler says of the places: a copy has lost some parameters, and the others are where it pleases. */
    private List<Parameter> located(DebugEntry function) throws FormatException {
        EntryLocation locations = new EntryLocation(entries, function.unit(), symbol.address());
        List<Parameter> parameters = new ArrayList<>();
        for (DebugEntry entry : formals(function)) {
            String name = text(entry, DebugEntry.NAME);
            List<DebugTypes.Part> words = words(entry);
            if (words.isEmpty()) {
                parameters.add(new Parameter(name, type(entry), locations.register(entry)));
            } else {
                parameters.addAll(parts(name, words, locations.registers(entry, words.size())));
            }
        }
        return parameters;
    }

    private List<DebugEntry> formals(DebugEntry function) throws FormatException {
        List<DebugEntry> formals = new ArrayList<>();
        int depth = function.children() ? 1 : 0;
        DebugEntry entry;
        for (long at = function.next(); depth > 0 && at < function.unit().end(); at = entry == null ? entries.position() : entry.next()) {
            entry = entries.read(function.unit(), at);
            if (entry == null) {
                depth--;
                continue;
            }
            if (depth == 1 && entry.tag() == DebugEntry.TAG_FORMAL_PARAMETER) {
                formals.add(entry);
            }
            if (formals.size() > MOST_PARAMETERS) {
                throw entries.fault("a function of more than " + MOST_PARAMETERS + " parameters");
            }
            depth += entry.children() ? 1 : 0;
        }
        return formals;
    }

    private Type type(DebugEntry entry) throws FormatException {
        Optional<DebugEntry> owner = entries.owner(entry, DebugEntry.TYPE);
        Optional<Type> type = owner.isEmpty() ? Optional.empty() : types.typeOf(owner.get());
        return type.orElse(new Type.Other("void", Passing.REGISTERS));
    }
}
