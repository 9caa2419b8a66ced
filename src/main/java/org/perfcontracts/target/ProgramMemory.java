package org.perfcontracts.target;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.perfcontracts.explore.Explorer;
import org.perfcontracts.image.Demangler;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.HeapObjects;
import org.perfcontracts.image.Snapshot;

/** The variables of a program and what it has allocated, which is called by the variable that points to it. */
final class ProgramMemory {
    /** Larger variables are tables of pointers, not names. */
    private static final int LARGEST_NAMING = 4096;
    private static final int WORD = 8;
    private static final Pattern PLAIN = Pattern.compile("\\w+(::\\w+)*");

    private final TreeMap<Long, ElfSymbol> variables = new TreeMap<>();
    private final long bias;
    private final HeapObjects heap;
    private final Map<Long, String> pointers = new HashMap<>();

    ProgramMemory(ElfFile binary, long bias, Snapshot snapshot) {
        this.bias = bias;
        this.heap = new HeapObjects(snapshot);
        List<ElfSymbol> objects = binary.symbols().stream().filter(symbol -> symbol.kind() == ElfSymbol.Kind.OBJECT && symbol.size() > 0)
                .sorted(Comparator.comparingLong(ElfSymbol::size).thenComparing(ElfSymbol::name)).toList();
        // Of several at one place the smallest answers.
        objects.forEach(object -> variables.putIfAbsent(object.address() + bias, object));
        objects.stream().filter(object -> object.size() <= LARGEST_NAMING).forEach(object -> name(object, snapshot));
    }

    /** What the source calls a variable, in C++ and Rust too; the symbol's name where that would be more than a name. */
    private static String name(ElfSymbol object) {
        return Demangler.fullName(object.name()).filter(name -> PLAIN.matcher(name).matches()).orElse(object.name());
    }

    private void name(ElfSymbol object, Snapshot snapshot) {
        byte[] content = object.size() < WORD ? null : snapshot.bytes(object.address() + bias, (int) object.size());
        for (int at = 0; content != null && at + WORD <= content.length; at += WORD) {
            long value = 0;
            for (int i = WORD - 1; i >= 0; i--) {
                value = value << 8 | content[at + i] & 0xff;
            }
            if (heap.at(value).isPresent()) {
                pointers.putIfAbsent(value, "*" + name(object) + (at == 0 ? "" : "." + at));
            }
        }
    }

    /** The variable or the allocated memory that covers an address. */
    Optional<Explorer.Variable> at(long address) {
        Map.Entry<Long, ElfSymbol> below = variables.floorEntry(address);
        if (below != null && address - below.getKey() < below.getValue().size()) {
            return Optional.of(new Explorer.Variable(name(below.getValue()), below.getKey(), below.getValue().size()));
        }
        return heap.at(address).map(object -> new Explorer.Variable(
                pointers.getOrDefault(object.address(), "0x" + Long.toHexString(object.address())), object.address(), object.size()));
    }
}
