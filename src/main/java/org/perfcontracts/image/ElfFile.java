package org.perfcontracts.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * An ELF executable or shared object for x86-64, as the System V ABI and its AMD64 supplement define it. All addresses are
 * link-time addresses. The file is read whole and checked when it is opened; what {@link #read} has accepted stays readable
 * whatever becomes of the file. Objects are immutable.
 */
public final class ElfFile {
    private static final long LARGEST_FILE = 1L << 30;
    private static final long LARGEST_SECTION = 1L << 28;
    private static final int HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int SECTION_HEADER_SIZE = 64;
    private static final int SYMBOL_SIZE = 24;

    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int MACHINE_X86_64 = 62;
    private static final int TYPE_EXECUTABLE = 2;
    private static final int TYPE_SHARED = 3;

    private static final int SEGMENT_LOAD = 1;
    private static final int SEGMENT_NOTE = 4;
    private static final int SECTION_NOBITS = 8;
    private static final long SECTION_COMPRESSED = 0x800;
    private static final int COMPRESSION_ZLIB = 1;
    private static final int FIRST_RESERVED_SECTION = 0xff00;
    private static final int INDEX_ELSEWHERE = 0xffff;
    private static final int NOTE_BUILD_ID = 3;

    private final String file;
    private final byte[] data;
    private final int type;
    private final long entry;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Optional<String> buildId;
    private final List<ElfSymbol> symbols;
    private final Map<String, ElfSymbol> symbolByName = new LinkedHashMap<>();
    private final Intervals<Function> functions;

    private record Header(long programHeaders, int programHeaderCount, long sectionHeaders, int sectionHeaderCount,
                          int nameSection) {}

    private record Section(String name, int type, long flags, long offset, long size, int link) {}

    private record RawSection(long name, int type, long flags, long offset, long size, long link) {}

    /** A function with its end, which is a guess where the file gives no size. */
    private record Function(ElfSymbol symbol, long end) {}

    /**
     * Reads a file.
     *
     * @throws FormatException if it is not a well-formed ELF64 executable or shared object for x86-64
     * @throws IOException if it cannot be read
     */
    public static ElfFile read(Path file) throws FormatException, IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FormatException(file.toString(), "not a regular file");
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new FormatException(file.toString(), "larger than a gigabyte, which no program to analyse is");
        }
        return of(file.toString(), Files.readAllBytes(file));
    }

    /** Reads an image that is in memory already; {@code name} stands for it in messages. The array must not change. */
    public static ElfFile of(String name, byte[] data) throws FormatException {
        return new ElfFile(name, data);
    }

    private ElfFile(String file, byte[] data) throws FormatException {
        this.file = file;
        this.data = data;
        ByteReader reader = new ByteReader(file, "ELF header", data);
        checkIdentity(reader);
        reader.seek(16);
        this.type = reader.unsigned16();
        checkMachine(reader.unsigned16());
        reader.skip(4);
        this.entry = reader.word64();
        Header header = header(reader);
        this.buildId = readProgramHeaders(header);
        readSectionHeaders(header);
        SequencedSet<ElfSymbol> found = new LinkedHashSet<>();
        readSymbols(".symtab", ".strtab", found);
        readSymbols(".dynsym", ".dynstr", found);
        this.symbols = List.copyOf(found);
        found.forEach(symbol -> symbolByName.putIfAbsent(symbol.name(), symbol));
        this.functions = functionsWithEnds();
    }

    /** The name the file was opened by. */
    public String name() {
        return file;
    }

    /** The loadable segments, in the order of the file. */
    public List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** Whether the file is loaded at an address of the system's choice (a PIE or a shared object). */
    public boolean isPositionIndependent() {
        return type == TYPE_SHARED;
    }

    /** The link-time address at which the program starts; zero if it has none. */
    public long entry() {
        return entry;
    }

    /** The build id that the linker wrote, in lower-case hexadecimal digits. */
    public Optional<String> buildId() {
        return buildId;
    }

    /**
     * The defined functions, objects and labels of {@code .symtab} and {@code .dynsym}, each name and address once. Of equal
     * names global ones come first, then weak ones, then local ones.
     */
    public List<ElfSymbol> symbols() {
        return symbols;
    }

    /** The symbol of that name; of several the global one, or else the first of the file. */
    public Optional<ElfSymbol> symbol(String name) {
        return Optional.ofNullable(symbolByName.get(name));
    }

    /**
     * The function that covers the address. A function without a size is taken to reach to the next one. Of several names for
     * the same place a global one with the fewest underscores at its beginning answers.
     */
    public Optional<ElfSymbol> symbolAt(long address) {
        return Optional.ofNullable(functions.covering(address)).map(Function::symbol);
    }

    /** The variable that covers the address; of several the smallest. */
    public Optional<ElfSymbol> objectAt(long address) {
        return symbols.stream()
                .filter(symbol -> symbol.kind() == ElfSymbol.Kind.OBJECT && address >= symbol.address() && address - symbol.address() < symbol.size())
                .min(Comparator.comparingLong(ElfSymbol::size));
    }

    /** The instructions of the function that covers the address. */
    public Optional<CodeRange> functionRange(long address) {
        return Optional.ofNullable(functions.covering(address))
                .map(function -> new CodeRange(function.symbol.address(), function.end));
    }

    /**
     * The content of a section, decompressed if need be; empty if there is no such section or the file holds nothing of it.
     * Of several sections of one name it is the first.
     *
     * @throws FormatException if it is compressed and the compressed data is damaged or of a kind other than zlib
     */
    public Optional<byte[]> section(String name) throws FormatException {
        Section section = sections.get(name);
        if (section == null || section.type == SECTION_NOBITS) {
            return Optional.empty();
        }
        ByteReader reader = reader(section);
        return Optional.of((section.flags & SECTION_COMPRESSED) == 0 ? reader.bytes(section.size) : inflate(reader));
    }

    /**
     * The bytes that a process finds at a link-time address when it starts, relocations apart.
     *
     * @throws FormatException if no single segment holds all of them
     */
    public byte[] bytes(long linkAddress, int count) throws FormatException {
        for (Segment segment : segments) {
            if (segment.contains(linkAddress) && count >= 0 && count <= segment.end() - linkAddress) {
                return bytes(segment, linkAddress - segment.address(), count);
            }
        }
        throw new FormatException(file, "address 0x" + Long.toHexString(linkAddress),
                "no segment holds " + count + " bytes there");
    }

    /** Whether the file can hold an instruction at a link-time address. */
    public boolean isCode(long linkAddress) {
        return segments.stream().anyMatch(segment -> segment.executable() && segment.contains(linkAddress));
    }

    private byte[] bytes(Segment segment, long from, int count) {
        byte[] bytes = new byte[count];
        long stored = Math.clamp(segment.fileSize() - from, 0, count);
        System.arraycopy(data, (int) (segment.fileOffset() + Math.min(from, segment.fileSize())), bytes, 0, (int) stored);
        return bytes;
    }

    private void checkIdentity(ByteReader reader) throws FormatException {
        if (data.length < 4 || reader.unsigned32() != 0x464c457fL) {
            throw new FormatException(file, data.length == 0 ? "empty file" : "not an ELF file");
        }
        if (data.length < HEADER_SIZE) {
            throw new FormatException(file, "ELF header", "truncated, the file has " + data.length + " bytes");
        }
        if (reader.unsigned8() != CLASS_64) {
            throw new FormatException(file, "ELF header", "not a 64-bit file; Bolt reads x86-64 programs");
        }
        if (reader.unsigned8() != LITTLE_ENDIAN) {
            throw new FormatException(file, "ELF header", "not little-endian; Bolt reads x86-64 programs");
        }
    }

    private void checkMachine(int machine) throws FormatException {
        if (machine != MACHINE_X86_64) {
            throw new FormatException(file, "ELF header", "for machine " + machine + ", not for x86-64");
        }
        if (type != TYPE_EXECUTABLE && type != TYPE_SHARED) {
            throw new FormatException(file, "ELF header",
                    "type " + type + ", neither an executable nor a shared object; link it first");
        }
    }

    private Header header(ByteReader reader) throws FormatException {
        long programHeaders = reader.word64();
        long sectionHeaders = reader.word64();
        reader.skip(6);
        int programHeaderSize = reader.unsigned16();
        int programHeaderCount = reader.unsigned16();
        int sectionHeaderSize = reader.unsigned16();
        int sectionHeaderCount = reader.unsigned16();
        int nameSection = reader.unsigned16();
        checkTable("program headers", programHeaders, programHeaderCount, programHeaderSize, PROGRAM_HEADER_SIZE);
        checkTable("section headers", sectionHeaders, sectionHeaderCount, sectionHeaderSize, SECTION_HEADER_SIZE);
        return new Header(programHeaders, programHeaderCount, sectionHeaders, sectionHeaderCount, nameSection);
    }

    private void checkTable(String table, long offset, int count, int size, int expected) throws FormatException {
        if (count == 0) {
            return;
        }
        if (size != expected) {
            throw new FormatException(file, table, "entries of " + size + " bytes, " + expected + " wanted");
        }
        checkRange(table, offset, (long) count * size);
    }

    private void checkRange(String place, long offset, long size) throws FormatException {
        if (offset < 0 || size < 0 || size > data.length || offset > data.length - size) {
            throw new FormatException(file, place, "truncated, 0x" + Long.toHexString(size) + " bytes at 0x"
                    + Long.toHexString(offset) + " wanted, the file has 0x" + Integer.toHexString(data.length));
        }
    }

    /** Collects the loadable segments and returns the build id, which is found even where the sections were removed. */
    private Optional<String> readProgramHeaders(Header header) throws FormatException {
        Optional<String> id = Optional.empty();
        for (int i = 0; i < header.programHeaderCount; i++) {
            String place = "program header " + i;
            long at = header.programHeaders + (long) i * PROGRAM_HEADER_SIZE;
            ByteReader reader = new ByteReader(file, place, data, (int) at, (int) at + PROGRAM_HEADER_SIZE);
            long segmentType = reader.unsigned32();
            int flags = (int) reader.unsigned32();
            long offset = reader.word64();
            long address = reader.word64();
            reader.skip(8);
            long fileSize = reader.word64();
            long memorySize = reader.word64();
            if (segmentType == SEGMENT_LOAD) {
                segments.add(segment(place, flags, offset, address, fileSize, memorySize));
            } else if (segmentType == SEGMENT_NOTE && id.isEmpty()) {
                checkRange(place, offset, fileSize);
                id = buildId(new ByteReader(file, place, data, (int) offset, (int) (offset + fileSize)), reader.word64());
            }
        }
        return id;
    }

    private Segment segment(String place, int flags, long offset, long address, long fileSize, long memorySize)
            throws FormatException {
        checkRange(place, offset, fileSize);
        if (memorySize < fileSize || address < 0 || address + memorySize < address) {
            throw new FormatException(file, place, "0x" + Long.toHexString(memorySize) + " bytes at address 0x"
                    + Long.toHexString(address) + ", which no segment can have");
        }
        return new Segment(address, memorySize, offset, fileSize,
                (flags & 4) != 0, (flags & 2) != 0, (flags & 1) != 0);
    }

    private static Optional<String> buildId(ByteReader reader, long alignment) throws FormatException {
        for (Note note : Note.all(reader, alignment == 8 ? 8 : 4)) {
            if (note.type() == NOTE_BUILD_ID && note.owner().equals("GNU")) {
                return Optional.of(HexFormat.of().formatHex(note.description().bytes(note.description().remaining())));
            }
        }
        return Optional.empty();
    }

    private void readSectionHeaders(Header header) throws FormatException {
        List<RawSection> raw = rawSections(header);
        if (raw.isEmpty()) {
            return;
        }
        long nameSection = header.nameSection == INDEX_ELSEWHERE ? raw.getFirst().link : header.nameSection;
        if (nameSection >= raw.size()) {
            throw new FormatException(file, "ELF header", "names of sections in section " + nameSection + " of " + raw.size());
        }
        RawSection names = raw.get((int) nameSection);
        for (RawSection section : raw.subList(1, raw.size())) {
            String name = text(names, "section names", section.name);
            if (section.type != SECTION_NOBITS) {
                checkRange("section " + name, section.offset, section.size);
            }
            sections.putIfAbsent(name, new Section(name, section.type, section.flags, section.offset, section.size,
                    (int) section.link));
        }
    }

    private String text(RawSection names, String place, long offset) throws FormatException {
        if (names.type == 0) {
            return "";
        }
        checkRange(place, names.offset, names.size);
        ByteReader reader = new ByteReader(file, place, data, (int) names.offset, (int) (names.offset + names.size));
        reader.seek(offset);
        return reader.text();
    }

    private List<RawSection> rawSections(Header header) throws FormatException {
        if (header.sectionHeaders == 0) {
            return List.of();
        }
        checkRange("section headers", header.sectionHeaders, SECTION_HEADER_SIZE);
        ByteReader reader = new ByteReader(file, "section headers", data, (int) header.sectionHeaders, data.length);
        RawSection first = rawSection(reader);
        // A file with too many sections for the ELF header keeps their number in the first of them.
        long count = header.sectionHeaderCount == 0 ? first.size : header.sectionHeaderCount;
        checkRange("section headers", header.sectionHeaders,
                count < 0 || count > data.length ? Long.MAX_VALUE : count * SECTION_HEADER_SIZE);
        List<RawSection> raw = new ArrayList<>();
        raw.add(first);
        for (long i = 1; i < count; i++) {
            raw.add(rawSection(reader));
        }
        return raw;
    }

    private static RawSection rawSection(ByteReader reader) throws FormatException {
        long name = reader.unsigned32();
        int type = (int) reader.unsigned32();
        long flags = reader.word64();
        reader.skip(8);
        long offset = reader.word64();
        long size = reader.word64();
        long link = reader.unsigned32();
        reader.skip(20);
        return new RawSection(name, type, flags, offset, size, link);
    }

    private ByteReader reader(Section section) throws FormatException {
        checkRange("section " + section.name, section.offset, section.size);
        return new ByteReader(file, "section " + section.name, data, (int) section.offset,
                (int) (section.offset + section.size));
    }

    private static byte[] inflate(ByteReader reader) throws FormatException {
        long method = reader.unsigned32();
        if (method != COMPRESSION_ZLIB) {
            throw reader.fault("compressed by method " + method + "; Bolt reads zlib (gcc -gz=zlib)");
        }
        reader.skip(4);
        long size = reader.word64();
        reader.skip(8);
        // No deflate stream grows more than 1032-fold, so a larger promise is a lie that must not cost memory.
        if (size < 0 || size > LARGEST_SECTION || size > 1032L * reader.remaining()) {
            throw reader.fault("0x" + Long.toHexString(size) + " bytes promised, more than the compressed data can hold");
        }
        try (Inflater inflater = new Inflater()) {
            return inflate(reader, inflater, size);
        } catch (DataFormatException e) {
            throw reader.fault("damaged compressed data");
        }
    }

    private static byte[] inflate(ByteReader reader, Inflater inflater, long size)
            throws DataFormatException, FormatException {
        inflater.setInput(reader.bytes(reader.remaining()));
        ByteArrayOutputStream inflated = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        while (inflated.size() <= size) {
            int count = inflater.inflate(chunk);
            if (count == 0) {
                break;
            }
            inflated.write(chunk, 0, count);
        }
        if (inflated.size() != size) {
            throw reader.fault("the compressed data does not hold the 0x" + Long.toHexString(size) + " bytes it promises");
        }
        return inflated.toByteArray();
    }

    private void readSymbols(String tableName, String namesName, SequencedSet<ElfSymbol> found) throws FormatException {
        Section table = sections.get(tableName);
        Section names = sections.get(namesName);
        if (table == null || names == null || table.type == SECTION_NOBITS || names.type == SECTION_NOBITS) {
            return;
        }
        StringTable texts = new StringTable(reader(names));
        // A table lists local symbols first; a name is better resolved to the global one.
        for (Binding binding : Binding.values()) {
            ByteReader reader = reader(table);
            while (reader.remaining() >= SYMBOL_SIZE) {
                readSymbol(reader, texts, binding).ifPresent(found::add);
            }
        }
    }

    /** In the order of preference. */
    private enum Binding {
        GLOBAL, WEAK, LOCAL;

        static Binding of(int info) {
            return switch (info >> 4) {
                case 0 -> LOCAL;
                case 2 -> WEAK;
                default -> GLOBAL;
            };
        }
    }

    private Optional<ElfSymbol> readSymbol(ByteReader reader, StringTable names, Binding wanted) throws FormatException {
        long name = reader.unsigned32();
        int info = reader.unsigned8();
        reader.skip(1);
        int section = reader.unsigned16();
        long address = reader.word64();
        long size = reader.word64();
        Optional<ElfSymbol.Kind> kind = kind(info & 0xf);
        boolean defined = section != 0 && section < FIRST_RESERVED_SECTION || section == INDEX_ELSEWHERE;
        if (Binding.of(info) != wanted || kind.isEmpty() || !defined || name == 0 || address < 0 || size < 0
                || address + size < 0) {
            return Optional.empty();
        }
        return Optional.of(new ElfSymbol(names.text(name), address, size, kind.get()));
    }

    private static Optional<ElfSymbol.Kind> kind(int type) {
        return switch (type) {
            case 0 -> Optional.of(ElfSymbol.Kind.LABEL);
            case 1 -> Optional.of(ElfSymbol.Kind.OBJECT);
            case 2, 10 -> Optional.of(ElfSymbol.Kind.FUNCTION); // 10: an indirect function, whose resolver stands there
            default -> Optional.empty();
        };
    }

    private Intervals<Function> functionsWithEnds() {
        List<ElfSymbol> ordered = symbols.stream()
                .filter(symbol -> symbol.kind() == ElfSymbol.Kind.FUNCTION && isCode(symbol.address()))
                .sorted(Comparator.comparingLong(ElfSymbol::address)
                        .thenComparing(symbol -> symbol.size() == 0)
                        .thenComparingInt(symbol -> leadingUnderscores(symbol.name())))
                .toList();
        List<Function> withEnds = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (ElfSymbol symbol : ordered.reversed()) {
            if (!withEnds.isEmpty() && withEnds.getLast().symbol.address() != symbol.address()) {
                next = withEnds.getLast().symbol.address();
            }
            long end = symbol.size() == 0 ? Math.min(next, codeEnd(symbol.address())) : symbol.address() + symbol.size();
            withEnds.add(new Function(symbol, end));
        }
        return new Intervals<>(withEnds.reversed(), function -> function.symbol.address(), Function::end);
    }

    private long codeEnd(long address) {
        return segments.stream().filter(segment -> segment.executable() && segment.contains(address))
                .mapToLong(Segment::end).findFirst().orElse(address);
    }

    private static int leadingUnderscores(String name) {
        int count = 0;
        while (count < name.length() && name.charAt(count) == '_') {
            count++;
        }
        return count;
    }
}
