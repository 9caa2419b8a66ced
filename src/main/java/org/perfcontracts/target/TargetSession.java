package org.perfcontracts.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongFunction;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.DeclaredOperation;
import org.perfcontracts.contract.LibraryDescription;
import org.perfcontracts.contract.Outcomes;
import org.perfcontracts.contract.Profiler;
import org.perfcontracts.cpu.Referee;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.cpu.TargetProcess;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.Explorer;
import org.perfcontracts.explore.Progress;
import org.perfcontracts.explore.code.Code;
import org.perfcontracts.explore.code.LibraryFunction;
import org.perfcontracts.explore.code.MarkPoints;
import org.perfcontracts.explore.input.Delivery;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Regions;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.CodeMap;
import org.perfcontracts.image.CodeRange;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.LineTable;
import org.perfcontracts.image.Location;
import org.perfcontracts.image.Mark;
import org.perfcontracts.image.MarkSection;
import org.perfcontracts.image.SourceLine;
import org.perfcontracts.image.WatchedSnapshot;
import org.perfcontracts.smt.Statistics;
import org.perfcontracts.x86.Decoder;
import org.perfcontracts.x86.Instruction;

/** A target that was started and stands at its entry, with what it takes to explore it from there. */
public final class TargetSession implements AutoCloseable {
    private static final String VERSION = "0.1.0";

    private final Request request;
    private final ElfFile binary;
    private final EntryFinder finder;
    private final EntryFinder.Found entry;
    private final TargetProcess process;
    private final CodeMap code;
    private final MarkPoints marks;
    private Optional<LibraryDescription> noted = Optional.empty();
    private final Regions regions;
    private final Terms terms = new Terms();
    private final EntryArguments arguments;
    private final Injection injection;
    private final OptionalLong inner;
    private final WatchedSnapshot snapshot;
    private final ProgramMemory memory;
    private final SortedMap<Long, String> places = new ConcurrentSkipListMap<>();
    private final Map<Long, Profiler.Function> functions = new ConcurrentHashMap<>();
    private final Statistics solving = new Statistics();

    private TargetSession(Request request, ElfFile binary, EntryFinder finder, EntryFinder.Found entry, TargetProcess process)
            throws InputException {
        this.request = request;
        this.binary = binary;
        this.finder = finder;
        this.entry = entry;
        this.process = process;
        this.snapshot = new WatchedSnapshot(process.snapshot());
        this.memory = new ProgramMemory(binary, process.bias(), process.snapshot());
        this.code = CodeMap.of(process.snapshot());
        checkEntry();
        this.marks = marks();
        this.regions = regions();
        this.arguments = arguments();
        checkDpdk();
        this.injection = inject();
        this.inner = inner();
    }

    /** Starts the target and runs it to its entry, unless the user wants to stop. */
    public static TargetSession open(Request request, StopSignal stop) throws InputException {
        Target target = request.target();
        ElfFile binary = read(target);
        String name = request.level().entry().toString();
        EntryFinder finder = new EntryFinder(target.binary(), binary);
        EntryFinder.Found entry;
        TargetProcess process;
        try {
            entry = finder.find(request, stop::requested);
            process = TargetProcess.start(new RunSpec(target.binary(), request.level().arguments(), target.folder(), target.isa(),
                    Optional.of(entry.point().atArrival(request.level().arrival())), name, request.startLimit(), request.level().device()), stop::requested);
        } catch (TargetException e) {
            throw new InputException(e.getMessage() + clones(binary, name), e);
        }
        try {
            return new TargetSession(request, binary, finder, entry, process);
        } catch (InputException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static ElfFile read(Target target) throws InputException {
        try {
            return ElfFile.read(target.binary());
        } catch (FormatException e) {
            throw new InputException(e.getMessage(), e);
        } catch (IOException e) {
            throw new InputException(Failures.describe(e), e);
        }
    }

    // What is called may be a copy that the compiler made of the entry for its only caller.
    private static String clones(ElfFile binary, String entry) {
        String names = binary.symbols().stream().map(ElfSymbol::name).filter(name -> name.startsWith(entry + "."))
                .distinct().sorted().collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " (the compiler has made " + names + " of it, which may be what is called; "
                + "__attribute__((noipa)) keeps it from doing so)";
    }

    // Within a function its caller cannot be told, to whom the call of a packet function returns.
    private void checkEntry() throws InputException {
        if (request.level().name() == LevelName.NF && EntrySymbol.isInside(code, process.snapshot().instructionPointer())) {
            throw new InputException(request.target().name() + ", level nf: the entry " + request.level().entry() + ", "
                    + line(process.snapshot().instructionPointer()) + ", is not where a function begins; only level stack begins anywhere");
        }
    }

    // ---- marks

    private MarkPoints marks() throws InputException {
        MarkPoints points = new MarkPoints();
        try {
            for (Mark mark : MarkSection.read(binary)) {
                switch (mark.kind()) {
                    case PCV -> points.addPcv(mark.name(), mark.address() + process.bias());
                    case CLASS -> points.addClass(mark.name(), mark.address() + process.bias());
                }
            }
            for (SideMark mark : request.target().marks()) {
                for (long address : addresses(mark.place())) {
                    switch (mark.kind()) {
                        case PCV -> points.addPcv(mark.name(), address + process.bias());
                        case CLASS -> points.addClass(mark.name(), address + process.bias());
                    }
                }
            }
        } catch (FormatException e) {
            throw new InputException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InputException(request.target().name() + ": " + e.getMessage(), e);
        }
        refuse(points.clash(this::line));
        return points;
    }

    private void refuse(Optional<String> fault) throws InputException {
        if (fault.isPresent()) {
            throw new InputException(request.target().name() + ": " + fault.get());
        }
    }

    private List<Long> addresses(SideMark.Place place) throws FormatException, InputException {
        List<Long> addresses = switch (place) {
            case SideMark.Place.Source(String file, int line) -> LineTable.of(binary).addressesOf(file, line);
            case SideMark.Place.Symbol at -> address(at);
        };
        if (addresses.isEmpty()) {
            throw new InputException(request.target().name() + ": nothing to mark at " + place + " in " + request.target().binary());
        }
        return addresses;
    }

    private List<Long> address(SideMark.Place.Symbol place) throws InputException {
        Optional<ElfSymbol> symbol = binary.symbol(place.symbol());
        if (symbol.isEmpty()) {
            return List.of();
        }
        if (place.offset() != 0) {
            checkInstruction(place, symbol.get());
        }
        return List.of(symbol.get().address() + place.offset());
    }

    /** Code never passes an address inside an instruction, so a mark there would count 0 for ever. */
    private void checkInstruction(SideMark.Place.Symbol place, ElfSymbol symbol) throws InputException {
        if (symbol.size() > 0 && Long.compareUnsigned(place.offset(), symbol.size()) >= 0) {
            throw new InputException(request.target().name() + ": " + place + " is outside the function, which has "
                    + symbol.size() + " bytes, in " + request.target().binary());
        }
        if (!FunctionCode.of(process.snapshot(), symbol.address() + process.bias()).beginsAt(place.offset())) {
            throw new InputException(request.target().name() + ": no instruction begins at " + place + " in "
                    + request.target().binary() + "; objdump -d shows where they do");
        }
    }

    /** The abstract state that the program has registered by native/bolt.h, and that the target's file declares. */
    private Regions regions() throws InputException {
        Optional<ElfSymbol> table = binary.symbol("bolt_regions");
        Optional<ElfSymbol> count = binary.symbol("bolt_region_count");
        List<Regions.Declaration> declared = new DeclaredState(request.target(), binary, process, memory).find();
        try {
            if (table.isEmpty() || count.isEmpty()) {
                return Regions.of(process.snapshot(), declared);
            }
            if (word("bolt_region_lost") != 0) {
                throw new InputException(request.target().name() + ": " + word("bolt_region_lost")
                        + " regions were not registered: too many of them, or names or specifications that are too long");
            }
            List<Regions.Declaration> all = new ArrayList<>(declared);
            all.addAll(Regions.table(process.snapshot(), table.get().address() + process.bias(), word("bolt_region_count")));
            return Regions.of(process.snapshot(), all);
        } catch (IllegalArgumentException e) {
            throw new InputException(request.target().name() + ": " + e.getMessage(), e);
        }
    }

    /** A variable of the program of 64 bits; 0 where it has none of that name. */
    private long word(String name) {
        Optional<ElfSymbol> symbol = binary.symbol(name);
        if (symbol.isEmpty()) {
            return 0;
        }
        return process.snapshot().word(symbol.get().address() + process.bias()).orElse(0);
    }

    // ---- the stateful library

    /** The names of the data structures whose arrays the program has registered as abstract state. */
    public Set<String> instances() {
        return regions.all().stream().map(Region::instance).collect(Collectors.toSet());
    }

    /** Has the exploration note the calls of a library's operations; what is left of the library are those that the program has. */
    public LibraryDescription noteCalls(LibraryDescription library) {
        return note(library, LibraryFunction.Purpose.COST);
    }

    /** Likewise, for conditions on what the operations come to: what calls cost by themselves is not asked. */
    public void noteOutcomes(LibraryDescription library) {
        noted = Optional.of(note(library, LibraryFunction.Purpose.OUTCOME));
    }

    private LibraryDescription note(LibraryDescription library, LibraryFunction.Purpose purpose) {
        List<DeclaredOperation> present = new ArrayList<>();
        for (DeclaredOperation operation : library.operations()) {
            List<ElfSymbol> functions = binary.symbols().stream().filter(symbol -> isFunction(symbol, operation)).toList();
            functions.forEach(symbol -> marks.addFunction(new LibraryFunction(
                    operation.name(), symbol.address() + process.bias(), symbol.size(), operation.returnedBits(), purpose)));
            if (!functions.isEmpty()) {
                present.add(operation);
            }
        }
        return new LibraryDescription(present, library.pcvs());
    }

    /** A compiler adds such endings to copies that it makes of a function; parts of one have others. */
    private static boolean isFunction(ElfSymbol symbol, DeclaredOperation operation) {
        return symbol.kind() == ElfSymbol.Kind.FUNCTION
                && symbol.name().matches(Pattern.quote(operation.name()) + "(\\.(constprop|isra|lto_priv)\\.\\d+)*");
    }

    // ---- the input

    private EntryArguments arguments() throws InputException {
        try {
            return EntryArguments.of(request.level(), binary, process.bias(),
                    EntrySymbol.at(code, process.snapshot().instructionPointer(), request.level().entry()), process.snapshot());
        } catch (IllegalArgumentException e) {
            throw new InputException(request.target().name() + ", level " + request.level().name() + ": " + e.getMessage(), e);
        }
    }

    /** Where Bolt goes by how DPDK lays out its structures, it must be a DPDK that does so. */
    private void checkDpdk() throws InputException {
        Level level = request.level();
        boolean goesByLayout = level.entry() instanceof Entry.Receive || !level.device().isEmpty() || arguments.parameters().stream()
                .anyMatch(each -> each instanceof Injection.Parameter.Buffer || each instanceof Injection.Parameter.Buffers);
        Optional<DpdkVersion> version = goesByLayout ? DpdkVersion.of(process.snapshot()) : Optional.empty();
        if (version.isPresent() && !version.get().isKnown()) {
            throw new InputException(request.target().name() + ": it runs " + version.get() + ", whose packet buffers, rings and tables of ports may lie"
                    + " otherwise than those of DPDK 22.11, which Bolt knows; link it with DPDK 22.11, 23.03 or 23.07");
        }
    }

    /**
     * What the receive functions of ports are passed, from DPDK's own table; 0 for the port at which the analysis begins.
     *
     * @throws InputException if a port was not started, or has another receive function, or DPDK's table is not found
     */
    public Map<Integer, Long> queues(Set<Integer> ports) throws InputException {
        Map<Integer, Long> queues = new HashMap<>();
        for (int port : ports) {
            DpdkPorts of = new DpdkPorts(port);
            queues.put(port, queue(port, of).orElseThrow(() ->
                    new InputException(request.target().name() + ": the queue of port " + port + " is not known" + of.hint())));
        }
        return queues;
    }

    /** Likewise of one; empty where there would be an exception. */
    public OptionalLong queue(int port) {
        return queue(port, new DpdkPorts(port));
    }

    private OptionalLong queue(int port, DpdkPorts of) {
        return port == request.level().port() ? OptionalLong.of(0) : of.queue(process.snapshot(), process.snapshot().instructionPointer()).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** What the device chooses with a packet, by name. */
    public Set<String> chosenByDevice() {
        return process.delivery().packets().stream().flatMap(packet -> packet.chosen().stream()).map(Delivery.Bits::name).collect(Collectors.toSet());
    }

    /** What the device would choose for a packet. */
    public Map<String, Long> toldByDevice(byte[] packet) throws TargetException {
        return process.told(packet);
    }

    /** What the receive functions of all ports but the one at which the analysis begins are passed. */
    public List<Long> otherQueues() {
        return new DpdkPorts(request.level().port()).otherQueues(process.snapshot(), process.snapshot().instructionPointer());
    }

    private Injection inject() throws InputException {
        Level level = request.level();
        try {
            return switch (level.name()) {
                case NF -> Injection.arguments(terms, snapshot, arguments.parameters());
                case STACK -> level.device().isEmpty() ? Injection.none()
                        : DeviceInjection.of(terms, snapshot, process.delivery(), level.packetLength().low(), level.packetLength().high());
            };
        } catch (IllegalArgumentException e) {
            throw new InputException(request.target().name() + ", level " + level.name() + ": " + e.getMessage(), e);
        }
    }

    /** What paths come to, as far as the values tell that the entry and the operations return whose calls are noted. */
    public Outcomes outcomes() {
        return arguments.outcomes().with(noted);
    }

    /** The instruction at an address of the process. */
    public LongFunction<Instruction> instructions() {
        return new Code(process.snapshot(), Decoder.ofHome())::at;
    }

    // ---- exploring

    /**
     * Explores all paths from the entry.
     *
     * @throws InputException where it turned out that the marks' names do not say which is which
     */
    public Exploration explore(Consumer<Progress> progress, StopSignal stop) throws InputException {
        Explorer explorer = new Explorer(new Explorer.Setup(terms, snapshot, Decoder.ofHome(), marks, regions, until(), injection,
                inner, this::line, memory::at, request.budget(), Runtime.getRuntime().availableProcessors()), solving);
        stop.whenRequested(() -> explorer.stop("interrupted"));
        try {
            Exploration exploration = explorer.explore(progress);
            refuse(marks.ambiguity(this::line));
            return exploration;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the exploration's thread was interrupted", e);
        }
    }

    /** At level stack the function that is the entry at level nf, if the target has that. */
    private OptionalLong inner() throws InputException {
        Level function = request.target().levels().get(LevelName.NF);
        if (request.level().name() != LevelName.STACK || function == null) {
            return OptionalLong.empty();
        }
        return finder.inProgram(function.entry()).map(address -> OptionalLong.of(address + process.bias())).orElse(OptionalLong.empty());
    }

    /** A place in words: its source line if that is known, else its function. */
    public String line(long address) {
        String place = code.locate(address).map(TargetSession::shortPlace).orElse("0x" + Long.toHexString(address));
        places.put(address, place);
        return place;
    }

    /** The function that an instruction is in; that of its file where the file names none. */
    public Profiler.Function function(long address) {
        return functions.computeIfAbsent(address, _ -> {
            Optional<Location> place = code.locate(address);
            String name = place.map(each -> each.function().orElse(each.module())).orElse("0x" + Long.toHexString(address));
            return new Profiler.Function(name, code.functionBounds(address).map(CodeRange::start).orElse(Profiler.Function.UNKNOWN));
        });
    }

    private static String shortPlace(Location location) {
        return location.line().map(TargetSession::shortLine).orElse(location.toString());
    }

    private static String shortLine(SourceLine line) {
        String file = line.file();
        return file.substring(file.lastIndexOf('/') + 1) + ":" + line.line();
    }

    /** What arrives at the entry. */
    public Inputs inputs() {
        return injection.inputs();
    }

    /** A referee for what was explored. */
    public Referee referee(Exploration exploration) {
        return new Referee(process, exploration, injection, marks, regions, until());
    }

    private Explorer.Until until() {
        return switch (request.level().name()) {
            case NF -> Explorer.Until.RETURN;
            case STACK -> Explorer.Until.REENTRY;
        };
    }

    /** What the contract rests on, a sentence each. */
    public List<String> assumptions(Exploration exploration) {
        return assumptions(exploration.assumptions(), snapshot::usesGeneral);
    }

    private List<String> assumptions(List<String> explored, IntPredicate used) {
        Level level = request.level();
        List<String> all = new ArrayList<>();
        all.add("Instruction set: libc and DPDK choose code for " + request.target().isa().isa() + ".");
        all.add("Run as: " + Stream.concat(Stream.of(request.target().binary().getFileName().toString()), level.arguments().stream())
                .map(TargetSession::quoted).collect(Collectors.joining(" ")));
        entry.sentence().ifPresent(all::add);
        switch (level.name()) {
            case NF -> all.addAll(arguments.assumptions(used));
            case STACK -> all.addAll(level.device().isEmpty() ? List.of("Packets are those that the driver makes.") : ofDevice(process.delivery()));
        }
        for (Region region : regions.all()) {
            all.add("State " + region.name() + ": " + region.count() + " elements of " + region.elementSize() + " bytes, with any content that was declared possible.");
        }
        explored.forEach(assumption -> all.add(assumption + "."));
        all.add("All other memory is as it was when " + level.start() + ": tables, counters, and the packet pool with its cache.");
        all.add("Shared libraries are bound before the first packet; the time-stamp counter does not run backwards; "
                + "the kernel's functions that tell the time (vdso) are not counted.");
        return all;
    }

    private List<String> ofDevice(Delivery delivery) {
        Level level = request.level();
        if (!delivery.isOpen()) {
            return List.of("One packet of " + level.packetLength() + " bytes waits in the ring of " + portInWords(level.entry()) + ".");
        }
        List<String> all = new ArrayList<>();
        int most = delivery.packets().size();
        all.add((most == 1 ? "No packet, or one of " : "No packet, or up to " + most + " at once, each of ") + level.packetLength() + " bytes, " + (most == 1 ? "waits" : "wait") + " in the receive ring of port " + delivery.port() + " ("
                + level.driver().behind(delivery.device(), ", ") + "); what the card tells of a packet may be anything that its registers allow, whatever is in the packet.");
        if (level.packetsOfPolls() > most) {
            all.add(Exploration.POLLS_WITH_MORE + most + " packets, up to " + level.packetsOfPolls() + ", were run, and what they can be was not followed: "
                    + "that further packets cost what these cost was seen, not derived.");
        }
        all.add("Where driver and card stand in their rings, and which buffers they hold, is as it was when " + level.start() + ", but for what environment PCVs count.");
        if (!delivery.strangers().isEmpty()) {
            all.add("Registers that the program uses and this card does not have hold what was written to them: "
                    + String.join(", ", delivery.strangers()) + ".");
        }
        return all;
    }

    private static String portInWords(Entry entry) {
        return entry instanceof Entry.Receive(String _, int port) ? "port " + port : "the first port";
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,@%+-]+") ? argument : "'" + argument + "'";
    }

    /** What the contract is about. */
    public Contract.Subject subject() {
        return new Contract.Subject(request.target().name(), request.level().name().key(), request.level().entry().toString(),
                binary.buildId().orElse(""), request.target().isa().isa(), compiler(), "bolt " + VERSION);
    }

    /** All compilers that had a part in the binary, GCC last: what starts a program is its in any case. */
    private Optional<String> compiler() {
        try {
            return binary.section(".comment").map(bytes -> Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0")).filter(each -> !each.isBlank()).distinct()
                    .sorted(Comparator.comparing(each -> each.startsWith("GCC:"))).collect(Collectors.joining(", ")));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    // ---- what an answer depends on

    /** What was asked for, as text that is the same if and only if it was the same: what the snapshot does not say by its bytes. */
    public String question() {
        Level level = request.level();
        Budget budget = request.budget();
        return String.join("\n",
                level.toString(),
                request.target().isa().isa(),
                new TreeMap<>(marks.pcvs()).toString(),
                new TreeMap<>(marks.classes()).toString(),
                new TreeMap<>(marks.functions()).toString(),
                regions.all().toString(),
                injection.description(),
                inner.toString(),
                process.snapshot().mappings().stream().filter(mapping -> mapping.name().equals("[vdso]")).toList().toString(),
                budget.paths() + " paths, " + budget.time() + ", " + budget.stepsOfPath() + " steps, " + budget.forksOfLoop() + " forks, " + budget.findings() + " findings");
    }

    /** An answer that was derived in this session, with what it depends on. */
    public KeptAnswer kept(Exploration exploration, String answer) {
        return new KeptAnswer(snapshot.parts(), new TreeMap<>(places), exploration.assumptions(), answer);
    }

    /** The first thing found that an answer depends on and that is different in this session; empty where all is the same. */
    public Optional<String> difference(KeptAnswer kept) {
        return kept.parts().difference(process.snapshot()).or(() -> kept.places().entrySet().stream()
                .filter(place -> !place.getValue().equals(line(place.getKey()))).findFirst()
                .map(place -> "the line of 0x" + Long.toHexString(place.getKey())));
    }

    /** What an answer rests on that was derived in an earlier session, a sentence each. */
    public List<String> assumptions(KeptAnswer kept) {
        return assumptions(kept.assumptions(), kept.parts()::usesGeneral);
    }

    /** How many questions the exploration has put to the solver chain. */
    public long queries() {
        return solving.queries();
    }

    /** What was asked of solvers, and for what. */
    public Statistics solving() {
        return solving;
    }

    @Override
    public void close() {
        process.close();
    }
}
