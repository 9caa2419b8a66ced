package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** Programs as they ship, on network cards without hardware: their contracts, held against the CPU, and what goes wrong. */
class CardsTest {
    private static final String EMPTY_POLL = "waiting = 0";

    @TempDir
    private static Path folder;

    private static List<String> eal(int vectorBits) {
        return List.of("-l", "0", "--no-shconf", "--no-huge", "-m", "256", "--no-telemetry", "--log-level=lib.eal:error",
                "--force-max-simd-bitwidth=" + vectorBits);
    }

    private static List<String> bare(Path binary, List<String> options, List<String> arguments) {
        return bare("ixgbe", binary, options, arguments);
    }

    private static List<String> bare(String driver, Path binary, List<String> options, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(binary.toString(), "--level", "stack", "--driver", driver, "--entry", "receive(port 0)"));
        line.addAll(options);
        line.add("--");
        line.addAll(arguments);
        return line;
    }

    private static Path build(String example, String name, String variables) throws IOException, InterruptedException {
        Path build = folder.resolve(name);
        String command = "make -s -C '" + CommandRun.HOME.resolve("examples/" + example) + "' BUILD='" + build + "' " + variables;
        assertEquals(0, new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor());
        return build;
    }

    private static void assertHolds(List<String> line) {
        JsonNode validation = JsonRun.validation(ExitStatus.DONE, line);
        assertEquals(0, validation.get("violations").asInt(), validation::toString);
        assertEquals(validation.at("/paths/total").asInt(), validation.at("/paths/equal").asInt(), validation::toString);
    }

    // ---- contracts

    @ParameterizedTest
    @ValueSource(strings = {"skeleton", "l2fwd"})
    void aPollWithAPacketAndOneWithoutAreExact(String example) {
        List<String> line = JsonRun.on("examples/" + example, "--level", "stack", "--driver", "ixgbe");
        Contract contract = JsonRun.contract(ExitStatus.DONE, line);
        assertTrue(contract.complete());
        assertEquals(List.of(EMPTY_POLL, "waiting = 1"), contract.classes().stream().map(InputClass::name).toList());
        assertTrue(contract.classes().stream().allMatch(InputClass::exact));
        assertTrue(contract.assumptions().contains("The receive function of port 0 is ixgbe_recv_pkts_vec of "
                + (example.equals("skeleton") ? "basicfwd" : example) + "."), contract.assumptions()::toString);
        assertHolds(line);
    }

    /** Without vectors the driver looks at each packet's flags, which the card chooses. */
    @Test
    void whatTheCardTellsOfAPacketIsOpen() {
        Path binary = CommandRun.HOME.resolve("examples/skeleton/build/basicfwd");
        JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/skeleton"));     // builds it
        List<String> line = bare(binary, List.of(), eal(64));
        Contract contract = JsonRun.contract(ExitStatus.DONE, line);
        assertTrue(contract.assumptions().contains("The receive function of port 0 is ixgbe_recv_pkts_bulk_alloc of basicfwd."));
        List<String> names = contract.classes().stream().map(InputClass::name).toList();
        assertTrue(names.contains(EMPTY_POLL) && names.contains("waiting = 1 and rx.l4_error = 0"), names::toString);
        assertHolds(line);
    }

    @Test
    void aDynamicProgramLoadsItsDriver() {
        List<String> arguments = new ArrayList<>(eal(128));
        arguments.set(1, "0,1");
        arguments.addAll(List.of("--", "--stats-period=1", "--no-flush-rx", "--total-num-mbufs=4096"));
        Contract contract = JsonRun.contract(ExitStatus.DONE, bare(Path.of("/usr/bin/dpdk-testpmd"), List.of(), arguments));
        assertEquals(List.of(EMPTY_POLL, "waiting = 1"), contract.classes().stream().map(InputClass::name).toList());
    }

    /** The classes of a network function are those that it has on another driver, and one more. */
    @ParameterizedTest
    @ValueSource(strings = {"nf/firewall", "nf/nat", "nf/bridge"})
    void aNetworkFunctionHasItsClassesAndTheEmptyPoll(String target) {
        Contract ring = JsonRun.contract(ExitStatus.DONE, JsonRun.on(target, "--level", "stack"));
        Contract card = JsonRun.contract(ExitStatus.DONE, JsonRun.on(target, "--level", "stack", "--driver", "ixgbe"));
        assertTrue(card.complete());
        List<String> expected = new ArrayList<>(ring.classes().stream().map(InputClass::name).toList());
        expected.add(EMPTY_POLL);
        assertEquals(expected.stream().sorted().toList(), card.classes().stream().map(InputClass::name).sorted().toList());
        assertTrue(card.classes().stream().allMatch(InputClass::exact));
    }

    @Test
    void theCpuAgreesWithAFirewall() {
        assertHolds(JsonRun.on("nf/firewall", "--level", "stack", "--driver", "ixgbe"));
    }

    /** The first packet that is sent finds out whether the processor has an instruction to write to devices by. */
    @Test
    void packetsComeBeforeTheAnalysedOne() {
        String found = "CPUID";
        Contract first = JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/skeleton", "--driver", "ixgbe", "--arrival", "1"));
        Contract second = JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/skeleton", "--driver", "ixgbe", "--arrival", "2"));
        assertTrue(first.assumptions().stream().anyMatch(each -> each.contains(found)), first.assumptions()::toString);
        assertTrue(second.assumptions().stream().noneMatch(each -> each.contains(found)), second.assumptions()::toString);
        assertEquals(List.of(EMPTY_POLL, "waiting = 1"), second.classes().stream().map(InputClass::name).toList());
    }

    /** A virtio network device chooses by what it offers which of the driver's functions receive and send. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "virtio | virtio_recv_mergeable_pkts",
        "virtio,mrg_rxbuf=off,notify=off | virtio_recv_pkts",
        "virtio,in_order=on,notify=off | virtio_recv_pkts_inorder",
        "virtio,packed=on,notify=on | virtio_recv_mergeable_pkts_packed"})
    void whatAVirtioDeviceOffersIsHowItIsDriven(String driver, String function) {
        List<String> line = JsonRun.on("examples/skeleton", "--level", "stack", "--driver", driver);
        Contract contract = JsonRun.contract(ExitStatus.DONE, line);
        assertTrue(contract.complete());
        assertTrue(contract.classes().stream().allMatch(InputClass::exact));
        assertTrue(contract.assumptions().contains("The receive function of port 0 is " + function + " of basicfwd."), contract.assumptions()::toString);
        assertTrue(contract.assumptions().stream().anyMatch(each -> each.contains("port 0 (virtio network device, guest_csum=on, in_order=")), contract.assumptions()::toString);
        List<String> names = contract.classes().stream().map(InputClass::name).toList();
        assertEquals(EMPTY_POLL, names.getFirst());
        assertEquals(!driver.contains("notify"), names.stream().anyMatch(name -> name.contains("rx0.no_notify")), names::toString);
        assertHolds(line);
    }

    /** Of 256 descriptors 224 may wait to be freed; whether they are at the entry makes no other contract. */
    @Test
    void sentBuffersAreFreedAllAtOnce() {
        Path binary = CommandRun.HOME.resolve("examples/skeleton/build/basicfwd");
        JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/skeleton"));     // builds it
        Contract before = JsonRun.contract(ExitStatus.DONE, bare("virtio,notify=off", binary, List.of("--arrival", "225", "--state", "snapshot"), eal(128)));
        Contract freeing = JsonRun.contract(ExitStatus.DONE, bare("virtio,notify=off", binary, List.of("--arrival", "226", "--state", "snapshot"), eal(128)));
        assertTrue(most(before, 1) > most(before, 0) + 225 * 50, before::toString);
        for (long free = 0; free < 2; free++) {
            assertEquals(most(before, free), most(freeing, free));
        }
    }

    /** Of the costliest class, where the driver frees buffers so often and does nothing else besides. */
    private static long most(Contract contract, long free) {
        Map<String, Long> values = contract.pcvs().stream().collect(Collectors.toMap(Pcv::name, pcv -> pcv.name().equals("tx.free") ? free : 0));
        return contract.classes().stream().mapToLong(each -> each.formulas().get(Metric.INSTRUCTIONS).evaluate(values)).max().orElseThrow();
    }

    @Test
    void vectorsReceiveWhereTheProgramSaysSo() {
        Path binary = CommandRun.HOME.resolve("examples/skeleton/build/basicfwd");
        JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/skeleton"));     // builds it
        List<String> arguments = new ArrayList<>(eal(128));
        arguments.addAll(List.of("-a", "0000:01:00.0,vectorized=1", "-a", "0000:02:00.0,vectorized=1"));
        List<String> line = bare("virtio,mrg_rxbuf=off,notify=off", binary, List.of(), arguments);
        Contract contract = JsonRun.contract(ExitStatus.DONE, line);
        assertTrue(contract.complete());
        assertTrue(contract.assumptions().contains("The receive function of port 0 is virtio_recv_pkts_vec of basicfwd."), contract.assumptions()::toString);
        assertHolds(line);
    }

    /** The driver drops frames without a whole header, which the network function then never sees. */
    @Test
    void aNetworkFunctionHasItsClassesOnAVirtioDeviceToo() {
        Contract ring = JsonRun.contract(ExitStatus.DONE, JsonRun.on("nf/firewall", "--level", "stack"));
        List<String> line = JsonRun.on("nf/firewall", "--level", "stack", "--driver", "virtio,notify=off");
        Contract device = JsonRun.contract(ExitStatus.DONE, line);
        assertTrue(device.complete());
        List<String> expected = new ArrayList<>(ring.classes().stream().map(InputClass::name).toList());
        expected.remove("runt frame");
        expected.addAll(List.of(EMPTY_POLL, "length < 14 and waiting = 1"));
        assertEquals(expected.stream().sorted().toList(), device.classes().stream().map(InputClass::name).sorted().toList());
        assertHolds(line);
    }

    // ---- what goes wrong

    @Test
    void aRegisterThatTheCardDoesNotHaveIsNamed() throws Exception {
        Path source = CommandRun.HOME.resolve("src/test/c/device/timesync.c");
        Path binary = build("skeleton", "timesync", "SOURCES='/usr/share/dpdk/examples/skeleton/basicfwd.c " + source
                + "' LDFLAGS=-Wl,--wrap=rte_eth_dev_start").resolve("basicfwd");
        Contract contract = JsonRun.contract(ExitStatus.DONE, bare(binary, List.of(), eal(128)));
        String named = contract.assumptions().stream().filter(each -> each.startsWith("Registers that the program uses and this card does not have "))
                .findFirst().orElseThrow(() -> new AssertionError(contract.assumptions()));
        assertTrue(named.contains("0x08c00"), named);    // TSYNCTXCTL
    }

    @ParameterizedTest
    @CsvSource({"ixgbe, Intel 82599", "virtio, virtio network device"})
    void aProgramWithoutTheDriverIsRefused(String driver, String card) throws Exception {
        Path binary = build("skeleton", "without-" + driver, "DRIVERS=net_null").resolve("basicfwd");
        refused(bare(driver, binary, List.of(), eal(128)), "no driver of the program takes the " + card + " that Bolt offers: link net_" + driver + ", and leave --no-pci out");
    }

    /** DPDK counts the ports of cards first. */
    @Test
    void aPortOfAnotherDriverIsRefused() {
        JsonRun.contract(ExitStatus.DONE, JsonRun.on("examples/skeleton"));     // builds it
        Path binary = CommandRun.HOME.resolve("examples/skeleton/build/basicfwd");
        List<String> arguments = new ArrayList<>(eal(128));
        arguments.addAll(List.of("--vdev=net_null0", "--vdev=net_null1"));
        List<String> line = new ArrayList<>(bare(binary, List.of(), arguments));
        assertTrue(JsonRun.contract(ExitStatus.DONE, line).assumptions().stream().anyMatch(each -> each.contains("receive ring of port 0")));
        line.set(line.indexOf("receive(port 0)"), "receive(port 2)");
        refused(line, "the Intel 82599 is not what the entry's port receives from");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--level stack --driver e1000 | --driver: unknown: 'e1000'; known: net_ring, ixgbe, virtio, none",
        "--level stack --driver virtio,speed=10 | --driver: virtio has no property 'speed'; it has: guest_csum, in_order, mrg_rxbuf, notify, packed",
        "--level nf --driver ixgbe | --driver is for level stack; firewall is analysed at level nf"})
    void aDriverThatThereIsNotIsRefused(String options, String complaint) {
        refused(JsonRun.on("nf/firewall", options.split(" ")), complaint);
    }

    @Test
    void aPacketThatTheBuffersDoNotHoldIsRefused() throws IOException {
        Path target = Files.createDirectory(folder.resolve("jumbo"));
        Files.writeString(target.resolve("bolt.yaml"), """
                binary: /usr/bin/dpdk-testpmd
                levels:
                  stack:
                    entry: receive(port 0)
                    driver: ixgbe
                    packet: {range: [0, 9000]}
                    arguments: [-l, "0,1", --no-shconf, --no-huge, -m, 256, --no-telemetry, "--",
                                --stats-period=1, --no-flush-rx, --total-num-mbufs=4096]
                """);
        refused(List.of(target.toString()), "a packet of 9000 bytes does not fit the program's packet buffers, which hold 2048");
    }

    private static void refused(List<String> line, String complaint) {
        List<String> command = new ArrayList<>(List.of("contract"));
        command.addAll(line);
        CommandRun run = CommandRun.of(command.toArray(String[]::new));
        assertEquals(ExitStatus.BAD_INPUT.code(), run.status(), run.out());
        assertTrue(run.err().contains(complaint), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }
}
