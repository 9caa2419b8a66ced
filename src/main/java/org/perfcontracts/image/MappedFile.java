package org.perfcontracts.image;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A file as it is mapped into a process. It is read when it is first needed, its line table when a line is. */
final class MappedFile {
    private static final long PAGE_MASK = -4096;

    private final String name;
    private final List<Mapping> mappings;
    private final Source source;
    private Optional<CodeMap.Loaded> loaded;
    private Optional<LineTable> lines;

    /** Where the file's content comes from. */
    interface Source {
        ElfFile read(Mapping first) throws FormatException, IOException;
    }

    MappedFile(String name, List<Mapping> mappings, Source source) {
        this.name = name;
        this.mappings = List.copyOf(mappings);
        this.source = source;
    }

    List<Mapping> mappings() {
        return mappings;
    }

    Optional<CodeMap.Loaded> file() {
        return loaded();
    }

    OptionalLong bias() {
        return loaded().map(file -> OptionalLong.of(file.bias())).orElse(OptionalLong.empty());
    }

    Location locate(long address, Mapping part) {
        String shortName = name.substring(name.lastIndexOf('/') + 1);
        Optional<CodeMap.Loaded> file = loaded();
        if (file.isEmpty()) {
            long offset = part.offset() + (address - part.start());
            return new Location(shortName, Optional.empty(), offset, Optional.empty());
        }
        long linkAddress = address - file.get().bias();
        Optional<ElfSymbol> function = file.get().elf().symbolAt(linkAddress);
        return new Location(shortName, function.map(ElfSymbol::name),
                linkAddress - function.map(ElfSymbol::address).orElse(0L),
                lines(file.get().elf()).flatMap(table -> table.lineAt(linkAddress)));
    }

    Optional<CodeRange> functionBounds(long address) {
        return loaded().flatMap(file -> {
            long linkAddress = address - file.bias();
            return file.elf().functionRange(linkAddress)
                    .map(range -> new CodeRange(range.start() + file.bias(), range.end() + file.bias()));
        });
    }

    private synchronized Optional<CodeMap.Loaded> loaded() {
        if (loaded == null) {
            loaded = load();
        }
        return loaded;
    }

    // A file that cannot be read, such as a device or a file deleted since, costs names only.
    private Optional<CodeMap.Loaded> load() {
        if (mappings.stream().noneMatch(Mapping::executable)) {
            return Optional.empty(); // not code, and perhaps gigabytes of packet buffers
        }
        try {
            ElfFile elf = source.read(mappings.getFirst());
            OptionalLong bias = bias(elf);
            return bias.isPresent() ? Optional.of(new CodeMap.Loaded(elf, bias.getAsLong())) : Optional.empty();
        } catch (FormatException | IOException e) {
            return Optional.empty();
        }
    }

    private OptionalLong bias(ElfFile elf) {
        for (Mapping mapping : mappings) {
            for (Segment segment : elf.segments()) {
                if (mapping.executable() && segment.executable() && holds(segment, mapping.offset())) {
                    long linkAddress = (segment.address() & PAGE_MASK)
                            + (mapping.offset() - (segment.fileOffset() & PAGE_MASK));
                    return OptionalLong.of(mapping.start() - linkAddress);
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean holds(Segment segment, long fileOffset) {
        return fileOffset >= (segment.fileOffset() & PAGE_MASK)
                && fileOffset < segment.fileOffset() + segment.fileSize();
    }

    private synchronized Optional<LineTable> lines(ElfFile elf) {
        if (lines == null) {
            lines = readLines(elf);
        }
        return lines;
    }

    // A damaged line table costs the lines, not the run: they only decorate.
    private static Optional<LineTable> readLines(ElfFile elf) {
        try {
            return Optional.of(LineTable.of(elf));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }
}
