package org.perfcontracts.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which function and which source line the addresses of a process belong to. The files that the process has mapped are read
 * when an address of theirs is asked for first; what cannot be read gives no names, only offsets. Any thread may ask.
 */
public final class CodeMap {
    private static final String VDSO = "[vdso]";
    private static final int PAGE = 4096;

    private final Map<String, MappedFile> files;
    private final Intervals<Mapped> mapped;

    /** One mapping of a file. */
    private record Mapped(Mapping mapping, MappedFile file) {}

    /** The code of a process that stands still; the kernel's own [vdso], which is in no file, is read from its memory. */
    public static CodeMap of(Snapshot snapshot) {
        return new CodeMap(snapshot.mappings(), mapping -> ElfFile.of(mapping.name(), memory(snapshot, mapping)));
    }

    /** The code of a process with these mappings, without that of [vdso]. */
    public static CodeMap of(List<Mapping> mappings) {
        return new CodeMap(mappings, mapping -> {
            throw new FormatException(mapping.name(), "in no file");
        });
    }

    private CodeMap(List<Mapping> mappings, MappedFile.Source vdso) {
        Map<String, List<Mapping>> byName = new LinkedHashMap<>();
        for (Mapping mapping : mappings) {
            if (mapping.name().startsWith("/") || mapping.name().equals(VDSO)) {
                byName.computeIfAbsent(fileName(mapping), _ -> new ArrayList<>()).add(mapping);
            }
        }
        this.files = new LinkedHashMap<>();
        byName.forEach((name, parts) -> files.put(name, new MappedFile(name, parts,
                name.equals(VDSO) ? vdso : _ -> ElfFile.read(Path.of(name)))));
        List<Mapped> all = files.values().stream()
                .flatMap(file -> file.mappings().stream().map(mapping -> new Mapped(mapping, file))).toList();
        this.mapped = new Intervals<>(all, part -> part.mapping.start(), part -> part.mapping.end());
    }

    /** Where the instruction at an address of the process comes from; empty if no file is mapped there. */
    public Optional<Location> locate(long address) {
        Mapped part = mapped.covering(address);
        return part == null ? Optional.empty() : Optional.of(part.file.locate(address, part.mapping));
    }

    /**
     * The function that covers an address of the process, in addresses of the process; empty if its file names none there. What
     * the compiler split off as unlikely ({@code f.cold}) is a function of its own.
     */
    public Optional<CodeRange> functionBounds(long address) {
        Mapped part = mapped.covering(address);
        return part == null ? Optional.empty() : part.file.functionBounds(address);
    }

    /**
     * The file that is mapped at an address of the process, as it was read, and what is added to its link-time addresses; empty
     * if none is, or if it cannot be read.
     */
    public Optional<Loaded> file(long address) {
        Mapped part = mapped.covering(address);
        return part == null ? Optional.empty() : part.file.file();
    }

    /**
     * A file in a process.
     *
     * @param bias what is added to a link-time address to give the address in the process
     */
    public record Loaded(ElfFile elf, long bias) {}

    /** What is added to a link-time address of a file to give its address in the process; empty if it is not mapped. */
    public OptionalLong bias(Path path) {
        MappedFile file = files.get(realName(path));
        return file == null ? OptionalLong.empty() : file.bias();
    }

    /** The address in the process of a link-time address of a file; empty if the file is not mapped. */
    public OptionalLong toProcess(Path path, long linkAddress) {
        OptionalLong bias = bias(path);
        return bias.isEmpty() ? bias : OptionalLong.of(bias.getAsLong() + linkAddress);
    }

    private static String fileName(Mapping mapping) {
        String deleted = " (deleted)";
        String name = mapping.name();
        return name.endsWith(deleted) ? name.substring(0, name.length() - deleted.length()) : name;
    }

    /** A file's name as the kernel shows it, links resolved. */
    private static String realName(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize().toString();
        }
    }

    private static byte[] memory(Snapshot snapshot, Mapping mapping) throws FormatException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long page = mapping.start(); page < mapping.end(); page += PAGE) {
            byte[] content = snapshot.page(page);
            if (content == null) {
                throw new FormatException(mapping.name(), "address 0x" + Long.toHexString(page), "not readable");
            }
            bytes.writeBytes(content);
        }
        return bytes.toByteArray();
    }
}
