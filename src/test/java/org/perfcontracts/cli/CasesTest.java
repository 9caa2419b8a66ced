package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.cpu.CpuLevel;
import org.perfcontracts.cpu.Cpuid;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** The programs of {@code src/test/c/cases}, each of a kind on which a deriver goes wrong, silent or round in circles. */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CasesTest {
    private static final Path CASES = CommandRun.HOME.resolve("src/test/c/cases");
    private static final String PACKET = "{packet: packet, length: {length: packet, bits: 16, range: [0, 64]}}";
    private static final String V3 = "gcc -O3 -march=x86-64-v3";

    @TempDir
    private Path folder;

    /** A case as it is built: the arguments that name it. */
    private List<String> built(String name, String compiler, String parameters) throws IOException, InterruptedException {
        compile(compiler + " -fno-stack-protector -o '" + binary() + "' " + name + ".c main.c", CASES);
        return List.of(binary(), "--entry", "nf", "--parameters", parameters, "--max-time", "100");
    }

    private List<String> built(String name, String compiler) throws IOException, InterruptedException {
        return built(name, compiler, PACKET);
    }

    private String binary() {
        return folder.resolve("case").toString();
    }

    private void compile(String command, Path sources) throws IOException, InterruptedException {
        Path said = folder.resolve("compiler.out");
        Process compiler = new ProcessBuilder("sh", "-c", command + " -g -I'" + CommandRun.HOME.resolve("native") + "'")
                .directory(sources.toFile()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertEquals(0, compiler.waitFor(), () -> command + ": " + read(said));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static CommandRun run(String command, List<String> arguments, String... options) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments.subList(0, 1));
        line.addAll(List.of(options));
        line.addAll(arguments.subList(1, arguments.size()));
        return CommandRun.of(line.toArray(String[]::new));
    }

    /** What does not depend on where things lie. */
    private static Map<Metric, Formula> sums(InputClass inputClass) {
        Map<Metric, Formula> sums = new TreeMap<>(inputClass.formulas());
        sums.keySet().removeIf(metric -> !metric.isSum());
        return sums;
    }

    private Contract complete(String name, String compiler) throws IOException, InterruptedException {
        Contract contract = JsonRun.contract(ExitStatus.DONE, built(name, compiler));
        assertTrue(contract.complete());
        return contract;
    }

    /** With fewer random packets than usual: there are many cases, and each instruction of each packet is a step. */
    private static void assertPasses(List<String> arguments) {
        CommandRun validation = run("validate", arguments, "--packets", "200");
        assertEquals(0, validation.status(), () -> validation.out() + validation.err());
    }

    /** All that the input classes of a contract without PCVs can cost. */
    private static Set<String> instructions(Contract contract) {
        return contract.classes().stream().map(each -> each.formulas().get(Metric.INSTRUCTIONS).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // ---- writes at open places

    /** The self-check holds the paths against the CPU: where an entry or a byte is that one writes and another reads. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O0", "clang -O2"})
    void whatIsWrittenAtOpenPlacesIsReadAgain(String compiler) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(built("open", compiler));
        arguments.addAll(List.of("--state", "snapshot"));
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertTrue(contract.classes().stream().allMatch(InputClass::exact));
        assertTrue(contract.paths() >= 10, contract.classes()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O2"})
    void whatIterationsWriteAtOpenPlacesIsNotFollowed(String compiler) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(built("histogram", compiler));
        arguments.addAll(List.of("--state", "snapshot"));
        Contract contract = JsonRun.contract(ExitStatus.FAILED, arguments);
        assertFalse(contract.complete());
        assertTrue(contract.classes().stream().flatMap(each -> each.reasons().stream()).anyMatch(each -> each.contains("comes round")),
                contract.classes()::toString);
    }

    /** What is beside the array stays what it is, as no packet writes there. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O2"})
    void aPointerBesideAnArrayIsNoneOfItsElements(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("beside", compiler);
        assertTrue(contract.assumptions().stream().anyMatch(each -> each.startsWith("State conf.32, found: ")), contract.assumptions()::toString);
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.startsWith("Only as long as") || each.contains("not null")),
                contract.assumptions()::toString);
        assertPasses(built("beside", compiler));
    }

    /** What a search comes across is one of the table's places or none, and none is followed only where the snapshot's content leads. */
    @ParameterizedTest
    @CsvSource({"tombstones, gcc -O2", "tombstones, clang -O2", "lru, gcc -O2", "lru, clang -O2", "lru, gcc -O2 -DENTRIES=1"})
    void placesMayBeNone(String name, String compiler) throws IOException, InterruptedException {
        Contract contract = complete(name, compiler);
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.startsWith("Only as long as")), contract.assumptions()::toString);
        assertTrue(contract.classes().stream().noneMatch(each -> each.name().startsWith("faults")), contract.classes()::toString);
        assertTrue(contract.trial().later().isEmpty(), contract.trial().later()::toString);
    }

    /** What follows a chain goes round no more often than the table has entries, and once for where it was before. */
    @ParameterizedTest
    @CsvSource({"lru, gcc -O2, 33", "lru, clang -O2, 33", "chains, gcc -O2, 33", "recent, gcc -O2, 17"})
    void noChainIsLongerThanItsTable(String name, String compiler, long most) throws IOException, InterruptedException {
        Contract contract = complete(name, compiler);
        assertFalse(contract.pcvs().isEmpty());
        contract.pcvs().forEach(pcv -> assertTrue(pcv.high().isPresent() && pcv.high().getAsLong() <= most, pcv::toString));
    }

    /** What packets put back before they are done is not what the next one finds. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void whatIsWrittenOverIsNotFoundByLaterPackets(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("lock", compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete() && contract.pcvs().isEmpty(), contract.pcvs()::toString);
        assertNotOfSnapshot(contract);
        assertPasses(arguments);
    }

    @ParameterizedTest
    @CsvSource({"bitmap, gcc -O2", "bitmap, clang -O2", "multibit, gcc -O2", "multibit, clang -O2", "bucket, gcc -O2", "bucket, clang -O2"})
    void whatPacketsLeaveIsFollowed(String name, String compiler) throws IOException, InterruptedException {
        List<String> arguments = built(name, compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertNotOfSnapshot(contract);
        assertPasses(arguments);
    }

    private static void assertNotOfSnapshot(Contract contract) {
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.startsWith(Exploration.AS_IN_SNAPSHOT)), contract.assumptions()::toString);
        assertTrue(contract.trial().later().isEmpty(), contract.trial().later()::toString);
    }

    /** That no content is known that leads to a path refutes nothing, and is said. */
    @Test
    void pathsWithoutAnInputAreNamed() throws IOException, InterruptedException {
        CommandRun validation = run("validate", built("cuckoo", "clang -O2"), "--packets", "200");
        assertEquals(0, validation.status(), () -> validation.out() + validation.err());
        assertTrue(validation.out().contains("Passed") && validation.out().contains("Paths that were not replayed"), validation::out);
    }

    /** A contract for what memory held at the snapshot is not refuted by packets that find something else there, and is said to be one. */
    @Test
    void laterPacketsDoNotRefuteWhatIsSaidOfTheFirst() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(built("lru", "gcc -O2"));
        arguments.addAll(List.of("--state", "snapshot"));
        CommandRun validation = run("validate", arguments, "--packets", "200");
        assertEquals(0, validation.status(), () -> validation.out() + validation.err());
        assertTrue(validation.out().contains("ONLY FOR THE FIRST PACKET"), validation::out);
    }

    // ---- time

    /** The CPU is told the time of each path's witness. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0"})
    void theTimeOfTheKernelIsAnInput(String compiler) throws IOException, InterruptedException {
        assertTrue(complete("refill", compiler).trial().witnesses() > 1);
    }

    // ---- what was complete, and wrong

    @Test
    void twoPointersMayBeTheSame() throws IOException, InterruptedException {
        assertEquals(Set.of("4", "12", "17"), instructions(complete("ptreq", "gcc -O2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clang -O2", "gcc -O0"})
    void twoPointersMayBeTheSameUnderOthers(String compiler) throws IOException, InterruptedException {
        assertEquals(3, instructions(complete("ptreq", compiler)).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void whatIsThereBeforeTheFirstPacketIsAsDeclared(String compiler) throws IOException, InterruptedException {
        CommandRun run = run("contract", built("init", compiler));
        assertEquals(2, run.status(), run::out);
        assertTrue(run.err().contains("region table.rounds: count of element 2 is 200 before the first packet, though declared is 0..3"), run::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void marksOfALoopKeepTheirNames(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("pcv_capture", compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertEquals(Set.of("options.nop", "options.other"), names(contract));
        assertPasses(arguments);
    }

    private static Set<String> names(Contract contract) {
        return contract.pcvs().stream().map(Pcv::name).collect(Collectors.toSet());
    }

    // ---- tables that packets do not change

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2", "gcc -O0", V3})
    void aPlaceInALargeTableIsOpen(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("table", compiler);
        assertEquals(5, contract.classes().size(), contract.classes()::toString);
        assertTrue(contract.classes().stream().allMatch(InputClass::exact), contract.classes()::toString);
        assertPasses(built("table", compiler));
    }

    private List<String> map(String source) throws IOException, InterruptedException {
        compile("g++ -O2 -fno-stack-protector -c -o '" + binary() + ".o' " + source + ".cpp && gcc -O2 -c -o '" + binary() + ".main.o' main.c && g++ -o '"
                + binary() + "' '" + binary() + ".o' '" + binary() + ".main.o'", CASES);
        return List.of(binary(), "--entry", "nf", "--parameters", PACKET, "--max-time", "100");
    }

    @Test
    void theMapOfTheStandardLibraryIsFollowed() throws IOException, InterruptedException {
        List<String> arguments = map("unordered_map");
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertTrue(contract.classes().stream().allMatch(InputClass::exact), contract.classes()::toString);
        String conditions = run("contract", arguments).out();
        assertTrue(conditions.contains("*routes->") && !conditions.contains("_ZL"), conditions);
        assertPasses(arguments);
    }

    /** What packets count in its nodes, which lie in several rows, is state of each. */
    @Test
    void nodesOfTheMapHoldState() throws IOException, InterruptedException {
        List<String> arguments = map("hits");
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertFound(contract, "elements of 32 bytes is taken to hold");
        assertPasses(arguments);
    }

    private List<String> flows() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("main.c"), Files.readString(CASES.resolve("main.c"))
                .replace("uint16_t length);", "uint16_t length, uint32_t now);").replace("nf(buffer, 64)", "nf(buffer, 64, 0)"));
        compile("gcc -O2 -fno-stack-protector -o '" + binary() + "' flows.c '" + folder.resolve("main.c") + "'", CASES);
        return List.of(binary(), "--entry", "nf", "--parameters", "{packet: packet, length: {length: packet, bits: 16, range: [0, 64]}, now: {bits: 32}}");
    }

    /** Parallel arrays, lists of cells, pointers to keys: all that packets leave there is found. */
    @Test
    void flowsInParallelArrays() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(flows());
        arguments.addAll(List.of("--max-time", "900"));
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertFound(contract, "State *cells, found: packets change it and later packets read it; each of its 1027 elements of 8 bytes is taken to hold 0 to 1026");
        assertEquals(List.of(), contract.classes().stream().filter(each -> !each.exact()).map(InputClass::name).toList());
    }

    /** More than is followed in the time is said, and it is not wrong. */
    @Test
    void flowsThatTakeTooLongAreTakenAsTheyWere() throws IOException, InterruptedException {
        CommandRun run = run("contract", flows(), "--max-time", "15");
        assertFalse(run.out().contains("REFUTED"), run::out);
        assertTrue(run.out().contains("CAUTION: this holds only as long as "), run::out);
    }

    // ---- a rate limiter with DPDK

    private List<String> limiter(String flags) throws IOException, InterruptedException {
        compile("gcc -O2 -march=x86-64-v2 " + flags + " $(pkg-config --cflags libdpdk) -o '" + binary() + "' limiter.c main.c $(pkg-config --libs libdpdk)",
                CASES.resolve("limiter"));
        String parameters = "{port: {bits: 16, range: [0, 1]}, packet: packet, length: {length: packet, bits: 16, range: [0, 1518]}, now: {bits: 64}}";
        return List.of(binary(), "--entry", "limiter_process", "--parameters", parameters, "--", "-l", "0", "--no-shconf", "--no-huge", "--no-pci",
                "-m", "256", "--no-telemetry", "--log-level=lib.eal:error", "--force-max-simd-bitwidth=128", "--vdev=net_null0", "--vdev=net_null1");
    }

    @Test
    void aLimiterWithMarks() throws IOException, InterruptedException {
        List<String> arguments = limiter("");
        CommandRun run = run("contract", arguments, "--format", "json");
        assertEquals(0, run.status(), run::err);
        Contract contract = ContractFile.fromText(run.out());
        assertEquals(Set.of("options.nop", "options.other", "sources.t"), names(contract));
        assertPasses(arguments);
    }

    @Test
    void aLimiterWithoutMarks() throws IOException, InterruptedException {
        List<String> arguments = limiter("-DPLAIN");
        CommandRun run = run("contract", arguments, "--format", "json");
        assertEquals(0, run.status(), run::err);
        Contract contract = ContractFile.fromText(run.out());
        assertTrue(contract.complete());
        String assumptions = contract.assumptions().toString();
        assertTrue(assumptions.contains("State heads, found") && assumptions.contains("each of its 1024 elements of 4 bytes is taken to hold 0 to 4095"),
                () -> assumptions);
        assertTrue(assumptions.contains("State used, found") && assumptions.contains("its 4 bytes are taken to hold 1 to 4096"), () -> assumptions);
        assertFalse(assumptions.contains(Exploration.AS_IN_SNAPSHOT), () -> assumptions);
        assertPasses(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void arraysInElementsAreFound(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("queues", compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertEquals(4, contract.classes().size(), contract.classes()::toString);
        String assumptions = contract.assumptions().toString();
        assertTrue(assumptions.contains("State queues, found") && assumptions.contains("0 to 23 in bytes 0 to 1"), assumptions);
        assertTrue(assumptions.contains("in each 8 bytes of bytes 8 to 199"), assumptions);
        assertFalse(assumptions.contains(Exploration.AS_IN_SNAPSHOT), assumptions);
        assertPasses(arguments);
    }

    /** What is written behind the array in an element is written into the next element, and the contract does not say that it were not. */
    @Test
    void aPlaceBehindAnArrayInAnElementIsNoneOfItsSlots() throws IOException, InterruptedException {
        CommandRun run = run("contract", built("queues", "gcc -O2 -DENOUGH=25"), "--format", "json");
        String assumptions = ContractFile.fromText(run.out()).assumptions().toString();
        // What is written reaches beyond the array, so that it has no name.
        assertTrue(assumptions.contains(Exploration.AS_IN_SNAPSHOT + "0x"), assumptions);
    }

    private static void assertFound(Contract contract, String what) {
        String assumptions = contract.assumptions().toString();
        assertTrue(assumptions.contains(what), assumptions);
        assertFalse(assumptions.contains(Exploration.AS_IN_SNAPSHOT), assumptions);
    }

    /** The way that gets farthest says how far an array reaches, whichever is followed first. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O2"})
    void whatSomeWaysReachOfAnArrayIsStateOnAll(String compiler) throws IOException, InterruptedException {
        assertFound(complete("reach", compiler), "each of its 120 elements of 4 bytes is taken to hold 0 to 40");
        assertPasses(built("reach", compiler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void variablesOfCallersAreState(String compiler) throws IOException, InterruptedException {
        List<String> arguments = List.of(built("caller", compiler).getFirst(), "--entry", "handle", "--max-time", "100");
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertFound(contract, "its 4 bytes are taken to hold 0 to 16");
        assertPasses(arguments);
    }

    /** What a packet holds has just come, also where it lies beside a table in the same variable. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O2"})
    void aPacketIsNoFoundState(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("adjacent", compiler);
        assertTrue(contract.paths() >= 3, contract.classes()::toString);
        assertTrue(contract.assumptions().toString().contains(Exploration.AS_IN_SNAPSHOT + "all hold"), contract.assumptions()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O3"})
    void allOnesOf8BitsStandByThemselves(String compiler) throws IOException, InterruptedException {
        assertFound(complete("timers", compiler), "State slots, found: packets change it and later packets read it; each of its 8 elements of 1 byte is taken to hold 0 to 31 or 255");
        assertPasses(built("timers", compiler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void pointersToCountedObjectsAreState(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("references", compiler);
        assertFound(contract, "in steps of 8");
        assertFound(contract, "State objects, found: packets change it and later packets read it; each of its 4 elements of 8 bytes");
        assertPasses(built("references", compiler));
    }

    /** What pointers lead to is one of the objects of a pool, however they are linked; that chains come to an end is assumed. */
    @ParameterizedTest
    @CsvSource({"chains, gcc -O2, 'State *table.144, found: packets change it and later packets read it; each of its 32 elements of 16 bytes'",
            "chains, clang -O2, 'each of its 32 elements of 16 bytes'", "chains, gcc -O3, 'each of its 32 elements of 16 bytes'", "chains, gcc -O0, 'each of its 32 elements of 16 bytes'",
            "recent, gcc -O2, 'State pool, found: packets change it and later packets read it; each of its 16 elements of 24 bytes'",
            "recent, clang -O2, 'each of its 16 elements of 24 bytes'", "recent, gcc -O0, 'each of its 16 elements of 24 bytes'",
            "nodes, gcc -O2, 'in steps of 32 in bytes 0 to 7'", "nodes, clang -O2, 'in steps of 32 in bytes 0 to 7'", "nodes, gcc -O0, 'in steps of 32 in bytes 0 to 7'"})
    void pointersLeadToObjectsOfAPool(String name, String compiler, String found) throws IOException, InterruptedException {
        List<String> arguments = built(name, compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertFound(contract, found);
        assertTrue(contract.assumptions().toString().contains("leads to an end, as a list without a cycle does"), contract.assumptions()::toString);
        assertPasses(arguments);
    }

    /** Each function is one of the values that a pointer can have, and none in between; the jump reads it before it asks which. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void functionsAreState(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("handlers", compiler);
        assertFound(contract, "State handler, found");
        assertPasses(built("handlers", compiler));
    }

    /** No null pointer is followed by a program that follows a flag that is set together with it; nothing is assumed of one that does so at once. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void whatIsSetUpAtFirstIsTakenToBeThere(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("first_use", compiler);
        assertFound(contract, "Pointers in state that was found are not null where they are followed");
        assertTrue(contract.classes().stream().noneMatch(each -> each.name().startsWith("faults")), contract.classes()::toString);
    }

    @ParameterizedTest
    @CsvSource({"null_table, gcc -O0, reads 2 bytes where nothing is mapped", "null_table, gcc -O2, reads 2 bytes where nothing is mapped",
            "null_table, gcc -O2 -DCOUNTS, 2 bytes where nothing", "null_table, clang -O2 -DCOUNTS, 2 bytes where nothing",
            "null_field, gcc -O2, 4 bytes where nothing", "null_field, clang -O2, 4 bytes where nothing",
            "read_only, gcc -O0, writes 1 byte where nothing can be written", "read_only, gcc -O2, writes 1 byte where nothing can be written"})
    void whatCannotBeAccessedFaults(String name, String compiler, String fault) throws IOException, InterruptedException {
        Contract contract = complete(name, compiler);
        assertTrue(contract.classes().stream().anyMatch(each -> each.name().startsWith("faults: ") && each.name().contains(fault)), contract.classes()::toString);
        assertFalse(contract.assumptions().toString().contains("not null"), contract.assumptions()::toString);
        // What was executed before the fault counts, in single steps and in blocks.
        assertPasses(built(name, compiler));
    }

    /** What packets leave may be divided by, and be zero: that is a class like others, and the contract one for all that they leave. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O2", "clang -O2"})
    void aDivisionByStateMayFault(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("quota", compiler);
        assertFound(contract, "each of its 16 elements of 4 bytes is taken to hold 0 to 255");
        assertEquals(1, contract.classes().stream().filter(each -> each.name().startsWith("faults: division by zero")).count(), contract.classes()::toString);
        assertPasses(built("quota", compiler));
    }

    // ---- what the snapshot holds

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void aPacketWithoutALengthHasAnyBytes(String compiler) throws IOException, InterruptedException {
        Contract contract = JsonRun.contract(ExitStatus.DONE, built("no_length", compiler, "{packet: packet}"));
        assertEquals(2, contract.classes().size());
        assertTrue(contract.assumptions().toString().contains("no parameter is its length"), contract.assumptions()::toString);
    }

    @ParameterizedTest
    @CsvSource({"init_once, gcc -O2, ready", "init_once, clang -O2, ready", "every_1024, gcc -O2, seen", "every_1024, gcc -O0, seen"})
    void aCounterThatDecidesIsState(String name, String compiler, String variable) throws IOException, InterruptedException {
        List<String> arguments = built(name, compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.classes().size() > 1, contract.classes()::toString);
        assertTrue(contract.assumptions().toString().contains("State " + variable + ", found: "), contract.assumptions()::toString);
        assertPasses(arguments);
    }

    /** Each round of looking shows one variable more, and there are more of them than rounds: what is left is said to be as it was. */
    @Test
    void whatIsRememberedBeyondTheLastLookIsNamed() throws IOException, InterruptedException {
        Contract contract = JsonRun.contract(ExitStatus.DONE, built("one_by_one", "gcc -O2"));
        String assumptions = contract.assumptions().toString();
        assertTrue(assumptions.contains("State step1"), assumptions);
        assertTrue(assumptions.contains(Exploration.AS_IN_SNAPSHOT + "step33"), assumptions);
    }

    /** What is read through is one access, and no fault where a pointer never leads. */
    @ParameterizedTest
    @CsvSource({"far_pointer, gcc -O2", "far_pointer, clang -O2", "outputs, gcc -O2", "outputs, gcc -O0", "outputs, clang -O2"})
    void pointersInTablesLeadToWhatTheyPointTo(String name, String compiler) throws IOException, InterruptedException {
        List<String> arguments = built(name, compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.classes().stream().noneMatch(each -> each.name().startsWith("faults")), contract.classes()::toString);
        assertPasses(arguments);
    }

    // ---- state that the target's file declares

    private String withState(String state) throws IOException, InterruptedException {
        return withState("element_part", "gcc -O2 -DUNDECLARED", state);
    }

    /** A target of a program that declares nothing, with what its file says of state. */
    private String withState(String name, String compiler, String state) throws IOException, InterruptedException {
        compile(compiler + " -fno-stack-protector -o '" + binary() + "' " + name + ".c main.c", CASES);
        Files.writeString(folder.resolve("bolt.yaml"), "binary: case\nlevels: {nf: {entry: nf, parameters: " + PACKET + "}}\nstate: [" + state + "]\n");
        return folder.toString();
    }

    @Test
    void stateIsDeclaredByTheNameOfItsVariable() throws IOException, InterruptedException {
        String target = withState("{name: tree.nodes, at: nodes, element: 24, "
                + "fields: 'c0:u32 0..699, c1:u32 0..699, c2:u32 0..699, c3:u32 0..699, c4:u32 0..699, value:u32'}");
        Contract contract = JsonRun.contract(target);
        assertTrue(contract.complete());
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.contains("found: packets change it")), contract.assumptions()::toString);
        CommandRun validation = CommandRun.of("validate", target, "--packets", "200");
        assertEquals(0, validation.status(), () -> validation.out() + validation.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{name: tree.nodes, at: nodez, element: 24, fields: 'all:[24]'} | the program has no variable nodez",
        "{name: tree.nodes, at: '*nodes', element: 24, fields: 'all:[24]'} | is null when the entry is reached",
        "{name: tree.nodes, at: nodes, element: 24, fields: 'all:[20]'} | its fields take 20.0 bytes, its elements have 24",
        "{name: tree.nodes, at: nodes, element: 24, fields: 'value:u32 1..2, -20'} | value of element 0 is 0 before the first packet",
        "{name: tree.nodes, at: 'nodes 1', element: 24, fields: 'all:[24]'} | must be a variable"})
    void stateThatIsNotAsDeclaredIsRefused(String state, String complaint) throws IOException, InterruptedException {
        CommandRun run = CommandRun.of("contract", withState(state));
        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertTrue(run.err().contains(complaint), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
    }

    /** Debug information has the layout of what a variable, or the pointer in one, leads to. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0 -gdwarf-4", "clang -O2", "clang -O1 -gdwarf-4"})
    void stateHasTheTypeOfItsVariable(String compiler) throws IOException, InterruptedException {
        String target = withState("typed", compiler, "{name: flows.cells, at: '*list.cells', count: 64, fields: {next: 0..63 | 0xffffffff, flags.way: 0..5}}, "
                + "{name: flows.head, at: list.head, fields: {value: '0..63 4294967295'}}");
        Contract contract = JsonRun.contract(ExitStatus.DONE, List.of(target));
        assertTrue(contract.complete(), contract.assumptions()::toString);
        assertTrue(contract.assumptions().contains("State flows.cells: 64 elements of 32 bytes, with any content that was declared possible."), contract.assumptions()::toString);
        assertPasses(List.of(target));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{name: flows.cells, at: '*list+0x8', count: 64, fields: {nxt: 0..63}} | struct cell has no field 'nxt'; it has next, from.mac, from.vlan, flags.hops",
        "{name: flows.cells, at: '*list+0x8', count: 64, fields: {next: 0..63}} | next of element 0 is 4294967295 before the first packet, though declared is 0..63",
        "{name: flows.cells, at: '*list+0x8', count: 64, fields: {flags.way: 0..8}} | region flows.cells: not a range of 3 bits: flags.way:u3 0..8",
        "{name: flows.cells, at: '*list', count: 3} | no pointer is there, but uint32_t",
        "{name: flows.cells, at: list+0x2} | nothing begins 2 bytes into uint32_t",
        "{name: flows.cells, at: '*list+0x8', element: 40, fields: {next: 0..63}} | state[0].element: fields that are named have their places from debug information",
        "{name: flows.cells, at: '*list+0x8', fields: 'next:u32'} | the key 'element' is missing",
        "{name: flows.cells, at: '*list+0x8', fields: {next: }} | needs a value",
        "{name: flows.head, at: list.hed} | struct list has no member hed; it has head, cells",
        "{name: flows.head, at: liste.head} | the program has no variable liste.head",
        "{name: flows.cells, at: '*list.head'} | no pointer is there, but uint32_t",
        "{name: main.code, at: __data_start} | there is no debug information (-g) of __data_start; give variable+0xoffset, 'element' and the layout of 'fields'"})
    void whatIsSaidOfTypesAndIsNotSoIsRefused(String state, String complaint) throws IOException, InterruptedException {
        CommandRun run = CommandRun.of("contract", withState("typed", "gcc -O2", state));
        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertTrue(run.err().contains(complaint), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
    }

    // ---- elements that differ

    /** That heads have no weight does not show where cells are divided by, and that cells have one shows. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void elementsOfOneArrayMayDiffer(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("groups", compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertTrue(contract.classes().stream().noneMatch(each -> each.name().startsWith("faults")), contract.classes()::toString);
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.contains("stays within")), contract.assumptions()::toString);
        assertPasses(arguments);
    }

    /** What one group may hold is too much for another: that it is not written there is an assumption, which the CPU refutes where it matters. */
    @Test
    void whatIsWrittenIsHeldAgainstTheElementsThatItMayBe() throws IOException, InterruptedException {
        Contract contract = JsonRun.contract(ExitStatus.DONE, built("groups", "gcc -O2 -DMOST=9"));
        assertTrue(contract.assumptions().toString().contains("lists.cells.weight of elements 2 to 63 stays within 1 to 7"), contract.assumptions()::toString);
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.contains("elements 0 to 1 stays within")), contract.assumptions()::toString);
        Contract faults = JsonRun.contract(ExitStatus.DONE, built("groups", "gcc -O2 -DLEAST=0"));
        assertTrue(faults.classes().stream().anyMatch(each -> each.name().startsWith("faults: division by zero")), faults.classes()::toString);
        Contract wrong = JsonRun.contract(ExitStatus.FAILED, built("groups", "gcc -O2 -DLEAST=0 -DLATER"));
        assertFalse(wrong.complete());
        assertTrue(wrong.trial().refutations().toString().contains("signal 8"), wrong.trial()::toString);
    }

    @Test
    void elementsThatDifferAreDeclaredByName() throws IOException, InterruptedException {
        Contract registered = JsonRun.contract(ExitStatus.DONE, built("groups", "gcc -O2"));
        String target = withState("groups", "gcc -O2 -DUNDECLARED", "{name: lists.cells, at: cells, fields: {'[0..1]': {next: 2..63, weight: 0}, '[2..]': {next: 0..63, weight: 1..7}}}");
        Contract declared = JsonRun.contract(ExitStatus.DONE, List.of(target));
        assertEquals(registered.classes().stream().map(CasesTest::sums).toList(), declared.classes().stream().map(CasesTest::sums).toList());
        assertPasses(List.of(target));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{name: lists.cells, at: cells, fields: {'[0..1]': {weight: 0}, '[2..]': {weight: 2..7}}} | weight of element 2 is 1 before the first packet, though declared is 2..7",
        "{name: lists.cells, at: cells, fields: {'[0..2]': {weight: 0}, '[3..]': {weight: 1..7}}} | weight of element 2 is 1 before the first packet, though declared is 0;",
        "{name: lists.cells, at: cells, fields: {'[0..1]': {weight: 0}, '[3..]': {weight: 1..7}}} | region lists.cells: element 2 comes next, not 3",
        "{name: lists.cells, at: cells, fields: {'[0..1]': {weight: 0}}} | region lists.cells: nothing is said of elements 2 to 63",
        "{name: lists.cells, at: cells, fields: {'[0..1]': {weight: 0}, weight: 1..7}} | state[0].fields.weight: where elements differ each is in one of the groups",
        "{name: lists.cells, at: cells, fields: {'[0..1]': 0}} | must be a mapping"})
    void groupsThatAreNotSoAreRefused(String state, String complaint) throws IOException, InterruptedException {
        CommandRun run = CommandRun.of("contract", withState("groups", "gcc -O2 -DUNDECLARED", state));
        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertTrue(run.err().contains(complaint), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
    }

    // ---- objects behind pointers

    private static final String OBJECTS = "{name: nat.table, at: table, fields: {head: 0..63 | 0xffffffff, limits: {most: 0..9}, 'cells[64]': {next: 0..63 | 0xffffffff}}}, "
            + "{name: nat.ports, at: ports, fields: {stats: {weight: 1..7}}}";

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void objectsBehindPointersAreState(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("objects", compiler);
        Contract contract = JsonRun.contract(ExitStatus.DONE, arguments);
        assertTrue(contract.complete());
        assertTrue(contract.classes().stream().noneMatch(each -> each.name().startsWith("faults")), contract.classes()::toString);
        assertTrue(contract.assumptions().contains("State nat.table.cells: 64 elements of 8 bytes, with any content that was declared possible."), contract.assumptions()::toString);
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.contains("stays within")), contract.assumptions()::toString);
        assertPasses(arguments);
    }

    @Test
    void objectsBehindPointersAreDeclaredByName() throws IOException, InterruptedException {
        Contract registered = JsonRun.contract(ExitStatus.DONE, built("objects", "gcc -O2"));
        String target = withState("objects", "gcc -O2 -DUNDECLARED", OBJECTS);
        Contract declared = JsonRun.contract(ExitStatus.DONE, List.of(target));
        assertEquals(registered.classes().stream().map(CasesTest::sums).toList(), declared.classes().stream().map(CasesTest::sums).toList());
        assertPasses(List.of(target));
    }

    /** The contract is one for all that was declared possible, so it is the same whatever is there. */
    @ParameterizedTest
    @CsvSource({"objects, gcc -O2", "objects, clang -O1", "groups, gcc -O2", "groups, clang -O1"})
    void whatIsThereMakesNoDifference(String name, String compiler) throws IOException, InterruptedException {
        List<Object> seen = new ArrayList<>();
        for (int seed = 1; seed <= 2; seed++) {
            seen.add(complete(name, compiler + " -DSEED=" + seed).classes().stream().map(each -> sums(each).toString()).sorted().toList());
        }
        assertEquals(seen.getFirst(), seen.getLast());
    }

    /** A pointer that packets let lead elsewhere is a thing that the contract does not speak of, and says so. */
    @Test
    void whereElsePointersAreLedIsAnAssumption() throws IOException, InterruptedException {
        CommandRun run = run("contract", built("objects", "gcc -O2 -DSWAPPED"), "--format", "json");
        assertTrue(run.out().contains("nat.ports.stats stays within 0x"), () -> run.out() + run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{name: nat.table, at: table, fields: {limits: {moost: 0..9}}} | struct limits has no field 'moost'; it has most, used",
        "{name: nat.table, at: table, fields: {head: {most: 0..9}}} | field head of struct table is no pointer, and has no fields behind it",
        "{name: nat.table, at: table, fields: {limits: {most: 1..9}}} | region nat.table.limits: most of element 0 is 0 before the first packet, though declared is 1..9",
        "{name: nat.table, at: table, fields: {other: {head: 0}}} | region nat.table: other of element 0 is null before the first packet",
        "{name: nat.table, at: table, fields: {limits: {}}}, {name: nat.limits, at: '*table.limits', count: 1} | overlap",
        "{name: nat.table, at: table, fields: {'cells[65536]': {next: 0..63}}} | is outside memory",
        "{name: nat.ports, at: ports, fields: {'stats[0]': {weight: 1..7}}} | 1 to 2^16 objects, not 0",
        "{name: nat.ports, at: ports, element: 16, fields: 'stats:->{packets:u64, weight:u32 2..7}, -8'} | weight of element 0 is 1 before the first packet"})
    void objectsThatAreNotSoAreRefused(String state, String complaint) throws IOException, InterruptedException {
        CommandRun run = CommandRun.of("contract", withState("objects", "gcc -O2 -DUNDECLARED", state));
        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertTrue(run.err().contains(complaint), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
    }

    @Test
    void memoryAsInTheSnapshotIsNamed() throws IOException, InterruptedException {
        List<String> arguments = built("every_1024", "gcc -O2");
        CommandRun run = run("contract", arguments, "--state", "snapshot");
        assertTrue(run.out().contains("CAUTION: this holds only as long as "), () -> run.out() + run.err());
        assertEquals(2, run("contract", arguments, "--state", "whatever").status());
    }

    // ---- what did not end

    @ParameterizedTest
    @CsvSource({
        "stride, gcc -O3 -march=x86-64-v3", "stride, gcc -O2", "wrap, clang -O2", "wrap, gcc -O3 -march=x86-64-v3", "sort, gcc -O3",
        "sort, clang -O2", "csum, gcc -O2", "memcpy, gcc -O2", "memcpy, clang -O2", "repmovs, gcc -O2", "repstos, gcc -O2", "repstos, gcc -O0",
        "fptr, gcc -O2", "fptr, gcc -O0", "options, gcc -O0", "options, gcc -O3", "options, clang -O2", "states, gcc -O2", "states, gcc -O0", "cipher, clang -O2"})
    void comesToItsEnd(String name, String compiler) throws IOException, InterruptedException {
        complete(name, compiler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O3", "clang -O2"})
    void loopsThatAreEnteredInTheMiddle(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("states", compiler);
        assertTrue(contract.pcvs().stream().allMatch(pcv -> pcv.high().isPresent()), contract.pcvs()::toString);
        assertPasses(built("states", compiler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0"})
    void writesWhatLoopsAreBoundedBy(String compiler) throws IOException, InterruptedException {
        complete("writeback", compiler);
        assertPasses(built("writeback", compiler));
    }

    // ---- ends and bounds

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", V3, "clang -O2"})
    void aDivisionByZero(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("div", compiler);
        InputClass faults = contract.classes().stream().filter(each -> each.name().startsWith(InputClass.FAULTS)).findFirst().orElseThrow();
        assertEquals("faults: division by zero (div.c:8)", faults.name());
        assertTrue(faults.witness().isPresent());
        assertEquals(3, contract.classes().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void anExtensionHeaderOfLengthZero(String compiler) throws IOException, InterruptedException {
        List<String> arguments = built("gtpu", compiler);
        Contract contract = JsonRun.contract(ExitStatus.FAILED, arguments);
        InputClass first = contract.classes().getFirst();
        assertTrue(first.name().startsWith("may never end (gtpu.c:"), first.name());
        assertTrue(first.witness().isPresent());
        assertEquals(1, run("validate", arguments, "--packets", "20").status());
    }

    /** Once it is known that the number that is added is even, nothing is open any more, however often the loop goes round. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void aLoopInWhichNothingIsOpen(String compiler) throws IOException, InterruptedException {
        Contract contract = JsonRun.contract(ExitStatus.FAILED, built("odd", compiler));
        InputClass first = contract.classes().getFirst();
        assertTrue(first.name().startsWith("may never end (odd.c:"), first.name());
        assertTrue(first.witness().isPresent());
        assertTrue(contract.classes().stream().noneMatch(each -> each.reasons().toString().contains("limit")), contract.classes()::toString);
    }

    /** Both ways lead to a node, so that a packet goes down six times at most among 63 of them. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void pointersAreFollowedFromNodeToNodeOfATree(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("tree", compiler);
        assertTrue(contract.pcvs().stream().allMatch(pcv -> pcv.high().orElseThrow() <= 7), contract.pcvs()::toString);
        assertTrue(contract.assumptions().stream().noneMatch(each -> each.contains("found") || each.startsWith("Only as long as")), contract.assumptions()::toString);
        assertPasses(built("tree", compiler));
    }

    /** No prefix has more than 24 bits, so that there is no node after the 25th; the header of the loop is passed once more. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O1", "clang -O2"})
    void whichPointerIsFollowedIsSaidByABit(String compiler) throws IOException, InterruptedException {
        assertBoundedBy(26, complete("bitwise", compiler));
        assertPasses(built("bitwise", compiler));
    }

    /** As many as there are nodes, also where that is more than the rounds in which a loop is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void pointersAreFollowedToTheEndOfAList(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("list", compiler);
        assertTrue(contract.pcvs().stream().allMatch(pcv -> pcv.high().orElseThrow() >= 199 && pcv.high().orElseThrow() <= 201), contract.pcvs()::toString);
        assertPasses(built("list", compiler));
    }

    /** The packet after one that has changed an object may find that in it. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2", "gcc -O0"})
    void oneOfTheObjectsThatLieFarApartIsState(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("far_objects", compiler);
        assertEquals(4, contract.classes().size(), contract.classes()::toString);
        assertTrue(contract.assumptions().stream().anyMatch(each -> each.contains("its 4 bytes are taken to hold 0 to 7")), contract.assumptions()::toString);
        assertPasses(built("far_objects", compiler));
    }

    /** A mask of 32 bits of which the lowest is cleared, and a number of 64 bits that is divided. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void aLoopThatTakesABitEachTimeEndsWhenThereAreNone(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("bits", compiler);
        assertEquals(Set.of(32L, 64L), contract.pcvs().stream().map(pcv -> pcv.high().orElseThrow()).collect(Collectors.toSet()), contract.pcvs()::toString);
        assertPasses(built("bits", compiler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", V3, "clang -O2"})
    void aSearchOfAtMost32Tries(String compiler) throws IOException, InterruptedException {
        Pcv retries = complete("ports", compiler).pcvs().getFirst();
        assertEquals("snat.retries", retries.name());
        assertEquals(0, retries.low());
        assertEquals(32, retries.high().orElseThrow());
    }

    private static void assertBoundedBy(long most, Contract contract) {
        assertTrue(contract.pcvs().stream().allMatch(pcv -> pcv.high().isPresent() && pcv.high().getAsLong() <= most), contract.pcvs()::toString);
    }

    /** From 44 by 2 to -5, from 127 by 9 to -100, and twice from 255 by 1 to 3. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", V3, "clang -O2"})
    void loopsThatCountDown(String compiler) throws IOException, InterruptedException {
        assertBoundedBy(2 * 255, complete("down", compiler));
        assertPasses(built("down", compiler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "clang -O2"})
    void aLoopOverWhatAnotherHasWritten(String compiler) throws IOException, InterruptedException {
        assertBoundedBy(64, complete("prefix", compiler));
        assertPasses(built("prefix", compiler));
    }

    /** Its zero is the 24th byte, or the fifth where libc reads a number. */
    @ParameterizedTest
    @CsvSource({"gcc -O2, 24", "gcc -O0, 24", "clang -O2, 24", "gcc -O2 -DNUMBER, 4"})
    void aTextEndsWhereAZeroIs(String compiler, int most) throws IOException, InterruptedException {
        assertBoundedBy(most, complete("text", compiler));
        assertPasses(built("text", compiler));
    }

    /** Where the next number goes is told by how many there are, and by whether one has begun; the header of the loop may be passed once more. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2", "gcc -O2 -DLIBC"})
    void aPointerGoesOnAsNumbersAreCounted(String compiler) throws IOException, InterruptedException {
        assertBoundedBy(16, complete("dotted", compiler));
        assertPasses(built("dotted", compiler));
    }

    /** Where a name goes on may be anywhere after each of a few pointers, of which the ninth is one too many, and behind a label otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void aNameJumpsNoMoreThanAFewTimes(String compiler) throws IOException, InterruptedException {
        Contract contract = complete("names", compiler);
        assertBoundedBy(22 * 9 * 22, contract);
        assertTrue(contract.pcvs().stream().anyMatch(pcv -> pcv.high().getAsLong() <= 9), contract.pcvs()::toString);
        assertPasses(built("names", compiler));
    }

    /** An index that is cut to the size of the table stays in it, also where what is placed takes turns with what was there. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void aTableIsGoneThroughInACircle(String compiler) throws IOException, InterruptedException {
        assertFound(complete("nearest", compiler), "State slots, found");
        assertPasses(built("nearest", compiler));
    }

    /** At most as many steps as the table has elements; the header of the loop is passed once more. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", V3, "clang -O2"})
    void aSearchByHalves(String compiler) throws IOException, InterruptedException {
        assertBoundedBy(38, complete("middle", compiler));
        assertPasses(built("middle", compiler));
    }

    private static final String SHORT = "{packet: packet, length: {length: packet, bits: 16, range: [0, 16]}}";

    /** The few places of a short packet are followed one by one, until an address is made of more choices than can be told. */
    @Test
    void whatIterationsHaveChosenPilesUp() throws IOException, InterruptedException {
        List<String> arguments = built("chosen", "gcc -O2 -DENDS", SHORT);
        assertTrue(JsonRun.contract(ExitStatus.DONE, arguments).complete());
        assertPasses(arguments);
        InputClass first = JsonRun.contract(ExitStatus.FAILED, built("chosen", "gcc -O2", SHORT)).classes().getFirst();
        assertTrue(first.name().startsWith("may never end (chosen.c:"), first.name());
        assertTrue(first.witness().isPresent());
    }

    @Test
    void aHashAndAChain() throws IOException, InterruptedException {
        Set<String> names = names(complete("djb2", "gcc -O2"));
        assertTrue(names.containsAll(Set.of("dataset.length", "dataset.chain")), names::toString);
    }

    // ---- elements of state

    @ParameterizedTest
    @CsvSource({"18, gcc -O2", "24, gcc -O2", "24, gcc -O0", "24, clang -O2", "40, clang -O2", "48, gcc -O2", "56, gcc -O3 -march=x86-64-v3"})
    void elementsOfAnySize(int size, String compiler) throws IOException, InterruptedException {
        complete("element_size", compiler + " -DSIZE=" + size + " -DREST=" + (size - 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void arraysInElements(String compiler) throws IOException, InterruptedException {
        complete("element_part", compiler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void anIndexThatIsNotTheSentinelIsInBounds(String compiler) throws IOException, InterruptedException {
        assertFalse(instructions(complete("sentinel", compiler)).isEmpty());
        complete("sentinel", compiler + " -DNONE=0xffffffffu '-DRANGE=\"0..4095 4294967295\"'");
        complete("sentinel", compiler + " -DNONE=0xffffffffu '-DRANGE=\"0..0xfff | 0xffffffff\"'");
    }

    // ---- floating-point numbers

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O0", "gcc -O1", "gcc -O2", "gcc -O3", V3, "clang -O2"})
    void aMeterThatCountsInDoubles(String compiler) throws IOException, InterruptedException {
        Set<String> costs = instructions(complete("meter", compiler));
        assertTrue(costs.size() >= 4, costs::toString);
        assertPasses(built("meter", compiler));
    }

    // ---- vectors of 512 bits

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O3 -march=x86-64-v4 -mprefer-vector-width=512", "gcc -O3 -march=x86-64-v4", "clang -O3 -march=x86-64-v4"})
    void lanesUnderMasks(String compiler) throws IOException, InterruptedException {
        assumeTrue(CpuLevel.V4.isHere(), "this machine has no AVX-512");
        List<String> arguments = new ArrayList<>(built("lanes", compiler));
        arguments.addAll(List.of("--isa", CpuLevel.V4.isa()));
        assertTrue(JsonRun.contract(ExitStatus.DONE, arguments).complete());
        assertPasses(arguments);
    }

    // ---- what the processor knows alone

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2", "gcc -O0", "clang -O2"})
    void theProcessorIsAsked(String compiler) throws IOException, InterruptedException {
        assumeTrue((Cpuid.answer(1, 0)[2] >> 30 & 1) == 1, "this machine has no rdrand");
        Contract contract = complete("processor", compiler);
        assertTrue(contract.classes().size() >= 4, contract.classes()::toString);
        assertTrue(contract.assumptions().toString().contains("The processor says of itself what it says on this machine (CPUID, XCR0): processor.c:"),
                contract.assumptions()::toString);
        assertPasses(built("processor", compiler));
    }
}
