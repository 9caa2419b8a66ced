package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Polls;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;

/** Polls of level stack in which several packets wait at a card. */
class BurstPollsTest {
    private static Contract contract(String target, String... arguments) {
        Contract contract = JsonRun.contract(ExitStatus.DONE, JsonRun.on(target, arguments));
        assertTrue(contract.complete());
        assertTrue(contract.classes().stream().allMatch(InputClass::exact), () -> contract.classes().toString());
        Polls polls = contract.trial().polls().orElseThrow();
        assertEquals(List.of(), polls.excesses());
        assertEquals(Optional.empty(), polls.end());
        return contract;
    }

    private static InputClass named(Contract contract, String name) {
        return contract.classes().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of " + contract.classes().stream().map(InputClass::name).toList()));
    }

    /** The PCVs that packets bring, with the greatest value of each. */
    private static Map<String, Long> brought(Contract contract) {
        Map<String, Long> brought = new TreeMap<>();
        contract.pcvs().stream().filter(pcv -> pcv.environment().isEmpty()).forEach(pcv -> brought.put(pcv.name(), pcv.high().orElseThrow()));
        return brought;
    }

    private static String meaning(Contract contract, String pcv) {
        return contract.pcvs().stream().filter(each -> each.name().equals(pcv)).map(Pcv::meaning).findFirst().orElseThrow();
    }

    /** One formula for whatever number of packets: what the driver does for four of them together, and what it does for each. */
    @Test
    void aForwardedBurstIsOneClass() {
        Contract contract = contract("examples/skeleton", "--level", "stack", "--driver", "ixgbe", "--burst", "8");
        assertEquals(List.of("waiting = 0", "waiting in 1…8"), contract.classes().stream().map(InputClass::name).sorted().toList());
        assertEquals(List.of(1, 8), contract.classes().stream().map(InputClass::paths).sorted().toList());
        assertTrue(brought(contract).get("burst.n") >= 8, () -> brought(contract).toString());
    }

    @Test
    void packetsAreCountedWhereEachIsHandledByItself() {
        Contract contract = contract("examples/l2fwd", "--level", "stack", "--driver", "ixgbe", "--burst", "4");
        assertTrue(brought(contract).get("burst.n") >= 4, () -> brought(contract).toString());
        assertEquals("packets of the burst", meaning(contract, "burst.n"));
        assertTrue(named(contract, "waiting in 1…4").formulas().get(Metric.INSTRUCTIONS).toString().contains("·burst.n"));
    }

    /** A poll and the sum of what its packets cost, by what each of them is. */
    @ParameterizedTest
    @CsvSource({"ixgbe", "'virtio,notify=off'"})
    void eachPacketCostsWhatItsClassCosts(String driver) {
        Contract contract = contract("nf/firewall", "--level", "stack", "--driver", driver, "--burst", "2");
        Map<String, Long> brought = brought(contract);
        assertTrue(brought.get("burst.forwarded") >= 2, brought::toString);
        assertTrue(brought.get("burst.not_IPv4") >= 2, brought::toString);
        assertEquals("packets of the burst: not IPv4", meaning(contract, "burst.not_IPv4"));
        assertEquals(1, contract.classes().stream().filter(each -> each.formulas().get(Metric.INSTRUCTIONS).variables().stream().noneMatch(brought::containsKey)).count());
    }

    /**
     * Whatever they are, and where the driver stands: those of the witnesses, and those of random polls, in which there may be more packets than are followed.
     *
     * @param above so many polls may meet what none has met by which environment PCVs were found: that the pool's ring begins anew within a refill is met once in some ten thousand packets
     */
    @ParameterizedTest
    @CsvSource({"examples/skeleton, 32, 32, 0", "nf/firewall, 2, 2, 0", "nf/firewall, 32, 3, 3"})
    void theCpuAgrees(String target, String burst, String followed, int above) {
        JsonNode validation = JsonRun.validation(ExitStatus.DONE,
                JsonRun.on(target, "--level", "stack", "--driver", "ixgbe", "--burst", burst, "--followed", followed, "--packets", "3000"));
        assertEquals(0, validation.get("violations").asInt(), validation::toString);
        assertEquals(validation.at("/paths/total").asInt(), validation.at("/paths/equal").asInt(), validation::toString);
        assertEquals(3000, validation.at("/sequence/polls").asInt(), validation::toString);
        assertTrue(validation.at("/sequence/above").asInt() <= above, validation::toString);
    }

    /** Also where loops that were cut go round for some packets only: what every other packet does in them is part of what it costs. */
    @Test
    void loopsCountForEachPacket() {
        JsonNode validation = JsonRun.validation(ExitStatus.DONE,
                JsonRun.on("nf/policer", "--level", "stack", "--driver", "ixgbe", "--burst", "32", "--followed", "2", "--packets", "3000"));
        assertEquals(0, validation.get("violations").asInt(), validation::toString);
        assertEquals(3000, validation.at("/sequence/polls").asInt(), validation::toString);
        assertTrue(validation.at("/sequence/above").asInt() <= 3, validation::toString);
    }

    // ---- bad input

    private static void assertRefused(String expected, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(2, run.status(), () -> run.out() + run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "33"})
    void aBurstHasUpTo32Packets(String burst) {
        assertRefused("--burst: must be a number from 1 to 32, not " + burst, "contract", CommandRun.HOME.resolve("nf/firewall").toString(), "--level", "stack", "--driver", "ixgbe", "--burst", burst);
    }

    @ParameterizedTest
    @CsvSource({"1, 32", "5, 4"})
    void noMorePacketsAreFollowedThanThereAre(String followed, String burst) {
        assertRefused("--followed: must be a number from 2 to what --burst says, at level stack with a card, not " + followed,
                "contract", CommandRun.HOME.resolve("nf/firewall").toString(), "--level", "stack", "--driver", "ixgbe", "--burst", burst, "--followed", followed);
    }

    @Test
    void notEveryDriverHasBursts() {
        String firewall = CommandRun.HOME.resolve("nf/firewall").toString();
        assertRefused("the net_ring delivers one packet at a time, and no bursts", "contract", firewall, "--level", "stack", "--driver", "net_ring", "--burst", "2");
        assertRefused("--burst: the driver none makes its own packets", "contract", firewall, "--level", "stack", "--driver", "none", "--burst", "2");
    }
}
