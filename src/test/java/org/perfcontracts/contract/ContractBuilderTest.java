package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.perfcontracts.contract.Check.Verdict;
import org.perfcontracts.explore.state.End;
import org.perfcontracts.expr.Term;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.image.FunctionParameters.Values;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

class ContractBuilderTest {
    private static final Contract.Subject SUBJECT = new Contract.Subject(
            "sample", "nf", "nf_process", "ab12", "x86-64-v2", Optional.of("gcc 12"), "Bolt 0.1.0");

    private final Samples samples = new Samples();

    private Contract build(Pcv... pcvs) {
        return build(Resolution.FINEST, Outcomes.UNKNOWN, pcvs);
    }

    private Contract build(Resolution resolution, Outcomes outcomes, Pcv... pcvs) {
        return build(Optional.of(resolution), outcomes, pcvs);
    }

    private Contract build(Optional<Resolution> resolution, Outcomes outcomes, Pcv... pcvs) {
        try (Solver solver = SolverChain.create(samples.terms, new Statistics())) {
            Presentation presentation = new Presentation(resolution, Presentation.Order.LIST);
            return new ContractBuilder(solver, () -> false, ContractBuilderTest::place, outcomes, presentation)
                    .derive(SUBJECT, CostClasses.of(samples.exploration(pcvs), outcomes, ContractBuilderTest::place, presentation), List.of("the packet is in memory"))
                    .contract();
        }
    }

    private static String place(long address) {
        return address == 0x1234 ? "router.c:57" : address == 0x1000 || address == 0x2000 ? "0x" + Long.toHexString(address) : "";
    }

    private static InputClass find(Contract contract, String name) {
        return contract.classes().stream()
                .filter(inputClass -> inputClass.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no class " + name + " in " + names(contract)));
    }

    private static List<String> names(Contract contract) {
        return contract.classes().stream().map(InputClass::name).toList();
    }

    private static String condition(Contract contract, String name) {
        return find(contract, name).condition().text();
    }

    // ---- classes by marks

    @Test
    void classesAreTheMarks() {
        samples.firewall();
        Contract contract = build();
        assertEquals(List.of("not IPv4", "IPv4 with options", "malformed", "forwarded"), names(contract));
        assertEquals(
                Map.of("not IPv4", 1, "IPv4 with options", 1, "malformed", 5, "forwarded", 2),
                contract.classes().stream().collect(Collectors.toMap(InputClass::name, InputClass::paths)));
        assertEquals("33", find(contract, "malformed").formulas().get(Metric.INSTRUCTIONS).toString());
        assertFalse(find(contract, "malformed").exact());
        assertEquals("30", find(contract, "forwarded").formulas().get(Metric.MEMORY_ACCESSES).toString());
        assertTrue(find(contract, "forwarded").exact());
        assertTrue(contract.complete());
        assertEquals(9, contract.paths());
    }

    @Test
    void conditionsAreThoseOfANetworkEngineer() {
        samples.firewall();
        Contract contract = build();
        assertEquals("ethernet.type ≠ IPv4 and length > 33", condition(contract, "not IPv4"));
        assertEquals(
                "ethernet.type = IPv4 and ipv4.version = 4 and ipv4.ihl > 5 and length > 33", condition(contract, "IPv4 with options"));
        assertEquals(
                "ethernet.type = IPv4 and ipv4.version = 4 and ipv4.ihl = 5 and ipv4.totalLength > 19 "
                        + "and ipv4.totalLength ≤ length - 14",
                condition(contract, "forwarded"));
        assertEquals(
                "length < 34"
                        + ", or ethernet.type = IPv4 and ipv4.version ≠ 4"
                        + ", or ethernet.type = IPv4 and ipv4.ihl < 5"
                        + ", or ethernet.type = IPv4 and ipv4.ihl = 5 and ipv4.totalLength < 20"
                        + ", or ethernet.type = IPv4 and ipv4.ihl = 5 and ipv4.totalLength > length - 14",
                condition(contract, "malformed"));
    }

    @Test
    void lengthIsNotNamedWhereItDoesNotMatter() {
        samples.path("not IPv4", 10, samples.tooShort())
                .path("not IPv4", 12, samples.not(samples.tooShort()), samples.not(samples.isIpv4()))
                .path("IPv4", 14, samples.not(samples.tooShort()), samples.isIpv4());
        Contract contract = build();
        assertEquals("ethernet.type ≠ IPv4, or length < 34", condition(contract, "not IPv4"));
        assertEquals("ethernet.type = IPv4 and length > 33", condition(contract, "IPv4"));
    }

    @Test
    void valuesOfUnrolledPathsAreMerged() {
        for (int ihl = 6; ihl < 16; ihl++) {
            samples.path("options", 50 + ihl, samples.isIpv4(), samples.hasIhl(ihl));
        }
        samples.path("rest", 20, samples.not(samples.isIpv4()))
                .path("rest", 20, samples.isIpv4(), samples.not(samples.hasOptions()));
        Contract contract = build();
        assertEquals("ethernet.type = IPv4 and ipv4.ihl > 5", condition(contract, "options"));
        assertEquals("ethernet.type ≠ IPv4, or ethernet.type = IPv4 and ipv4.ihl < 6", condition(contract, "rest"));
    }

    @Test
    void oneByteOfTwoFieldsIsTakenApart() {
        Term isPlain = samples.terms.eq(samples.octet(14), samples.terms.constant(8, 0x45));
        Term inRange = samples.terms.ult(
                samples.terms.add(samples.octet(14), -0x46), samples.terms.constant(8, 10));
        samples.path("plain", 10, samples.isIpv4(), isPlain)
                .path("options", 11, samples.isIpv4(), samples.not(isPlain), inRange)
                .path("bad", 12, samples.isIpv4(), samples.not(isPlain), samples.not(inRange))
                .path("other", 9, samples.not(samples.isIpv4()));
        Contract contract = build();
        assertEquals("ethernet.type = IPv4 and ipv4.version = 4 and ipv4.ihl = 5", condition(contract, "plain"));
        assertEquals("ethernet.type = IPv4 and ipv4.version = 4 and ipv4.ihl > 5", condition(contract, "options"));
        assertEquals(
                "ethernet.type = IPv4 and ipv4.version ≠ 4, or ethernet.type = IPv4 and ipv4.ihl < 5", condition(contract, "bad"));
        assertEquals(Verdict.YES, contract.checks().covering().verdict());
        assertEquals(Verdict.YES, contract.checks().disjoint().verdict());
    }

    @Test
    void bytesComparedOneByOneAreOneField() {
        Term first = samples.terms.eq(samples.octet(12), samples.terms.constant(8, 8));
        Term second = samples.terms.eq(samples.octet(13), samples.terms.constant(8, 0));
        samples.path("not IPv4", 10, samples.not(first))
                .path("not IPv4", 11, first, samples.not(second))
                .path("IPv4", 12, first, second);
        Contract contract = build();
        assertEquals("ethernet.type = IPv4", condition(contract, "IPv4"));
        assertEquals("ethernet.type ≠ IPv4", condition(contract, "not IPv4"));
    }

    @Test
    void addressesAndPortsHaveTheirNotation() {
        Term tcp = samples.terms.eq(samples.octet(23), samples.terms.constant(8, 6));
        Term ten = samples.terms.eq(samples.octet(30), samples.terms.constant(8, 10));
        Term web = samples.terms.eq(samples.load16(36), samples.word(0x5000));
        Term base = samples.terms.all(List.of(samples.isIpv4(), samples.hasIhl(5)));
        samples.path("web", 10, base, tcp, ten, web)
                .path("tcp", 11, base, tcp, ten, samples.not(web))
                .path("other", 12, samples.not(samples.terms.all(List.of(base, tcp, ten))));
        Contract contract = build();
        assertEquals(
                "ethernet.type = IPv4 and ipv4.ihl = 5 and ipv4.protocol = TCP and ipv4.dst = 10.0.0.0/8 and tcp.dstPort = 80",
                condition(contract, "web"));
        assertEquals(
                "ethernet.type = IPv4 and ipv4.ihl = 5 and ipv4.protocol = TCP and ipv4.dst = 10.0.0.0/8 and tcp.dstPort ≠ 80",
                condition(contract, "tcp"));
        assertEquals(
                "ethernet.type ≠ IPv4, or ipv4.ihl ≠ 5, or ipv4.protocol ≠ TCP, or ipv4.dst ≠ 10.0.0.0/8",
                condition(contract, "other"));
    }

    @Test
    void arithmeticThatWrapsIsNotWrittenAsIfItDidNot() {
        Term wraps = samples.terms.ult(samples.terms.add(samples.length, -14), samples.big16(16));
        samples.path("long", 10, wraps).path("other", 11, samples.not(wraps));
        Contract contract = build();
        assertTrue(condition(contract, "long").contains("length - 14 (modulo 2^16)"), condition(contract, "long"));
    }

    @Test
    void stateMakesAConditionNecessaryOnly() {
        Term found = samples.terms.eq(samples.terms.symbol("havoc!1", 8), samples.terms.constant(8, 0));
        samples.path("known", 10, samples.isIpv4(), found)
                .path("unknown", 20, samples.isIpv4(), samples.not(found))
                .path("other", 5, samples.not(samples.isIpv4()));
        Contract contract = build();
        assertEquals("ethernet.type = IPv4 (also depends on what has no words)", condition(contract, "known"));
        assertFalse(find(contract, "known").condition().exact());
        assertEquals("ethernet.type ≠ IPv4", condition(contract, "other"));
        assertEquals(Verdict.YES, contract.checks().covering().verdict());
        assertTrue(contract.checks().covering().explanation().contains("2 of 3 paths"), contract.checks().toString());
        assertEquals(Verdict.YES, contract.checks().disjoint().verdict());
        assertTrue(contract.checks().disjoint().explanation().contains("unknown"), contract.checks().toString());
    }

    /** What tells it from the class that the same words are true of, and not what all have. */
    @Test
    void whatAConditionAlsoDependsOnIsSaid() {
        Term first = samples.terms.eq(samples.terms.symbol("state#1.flows.entries.tag", 8), samples.terms.constant(8, 0));
        Term found = samples.terms.eq(samples.terms.symbol("state#2.flows.entries.port", 8), samples.terms.constant(8, 3));
        samples.path("same port", 10, samples.isIpv4(), first, found)
                .path("other port", 20, samples.isIpv4(), first, samples.not(found))
                .path("other", 5, samples.not(samples.isIpv4()));
        Contract contract = build();
        assertEquals("ethernet.type = IPv4 (also depends on flows.entries.port)", condition(contract, "same port"));
        assertEquals(List.of("flows.entries.port"), find(contract, "other port").condition().grounds());
        assertEquals(List.of(), find(contract, "other").condition().grounds());
        assertEquals(contract, ContractFile.fromText(ContractFile.toText(contract)));
        assertEquals("ethernet.type = IPv4 (also depends on flows.entries.port)", condition(ContractFile.fromText(ContractFile.toText(contract)), "same port"));
    }

    // ---- state

    private static final LibraryDescription LIBRARY = new LibraryDescription(List.of(
            new DeclaredOperation("map_get", "looks a key up", 8, outcomes("miss", "hit")),
            new DeclaredOperation("table_learn", "notes an address", 32, outcomes("known", "new", "full"))), Map.of());

    private static Map<Long, String> outcomes(String... names) {
        Map<Long, String> outcomes = new LinkedHashMap<>();
        for (String name : names) {
            outcomes.put((long) outcomes.size(), name);
        }
        return outcomes;
    }

    private Term isFound(long value) {
        return samples.terms.eq(samples.terms.symbol("havoc!1", 8), samples.terms.constant(8, value));
    }

    @Test
    void conditionsSayWhatOperationsComeTo() {
        samples.calls("map_get", "flows.cells", 1).path("known", 10, samples.isIpv4(), isFound(0))
                .calls("map_get", "flows.cells", 0).path("unknown", 20, samples.isIpv4(), samples.not(isFound(0)))
                .path("other", 5, samples.not(samples.isIpv4()));
        Contract contract = build(Resolution.FINEST, Outcomes.UNKNOWN.with(Optional.of(LIBRARY)));
        assertEquals("ethernet.type = IPv4 and map_get on flows: hit", condition(contract, "known"));
        assertEquals("ethernet.type = IPv4 and map_get on flows: miss", condition(contract, "unknown"));
        assertTrue(contract.classes().stream().allMatch(each -> each.condition().exact()));
    }

    @Test
    void whatIsOfOneOutcomeOrOfUnsettledOnesIsNotSaid() {
        samples.calls("map_get", "flows.cells", 1).path("first", 10, samples.isIpv4(), isFound(0))
                .calls("map_get", "flows.cells", 1).path("second", 20, samples.isIpv4(), samples.not(isFound(0)))
                .path("other", 5, samples.not(samples.isIpv4()));
        Contract contract = build(Resolution.FINEST, Outcomes.UNKNOWN.with(Optional.of(LIBRARY)));
        assertEquals("ethernet.type = IPv4 (also depends on what has no words)", condition(contract, "first"));
        assertFalse(find(contract, "second").condition().exact());
    }

    @Test
    void callsOfOneOperationAreToldApart() {
        samples.calls("table_learn", "a.map", 0).calls("table_learn", "a.map", 1).path("one", 10, isFound(0))
                .calls("table_learn", "a.map", 0).calls("table_learn", "a.map", 2).path("two", 20, isFound(1))
                .calls("table_learn", "a.map", 1).calls("table_learn", "b.map", 2).path("three", 30, samples.not(isFound(0)), samples.not(isFound(1)));
        Contract contract = build(Resolution.FINEST, Outcomes.UNKNOWN.with(Optional.of(LIBRARY)));
        assertEquals("table_learn on a: known and table_learn on a, call 2: new", condition(contract, "one"));
        assertEquals("table_learn on a: new", condition(contract, "three").replace(" and table_learn on b: full", ""));
    }

    @Test
    void aParameterThatStateSettlesIsSaid() {
        Term mixed = samples.terms.ult(samples.terms.constant(16, 0), samples.terms.and(samples.port, samples.terms.zext(samples.terms.symbol("havoc!2", 1), 16)));
        samples.path("outside", 10, mixed).path("rest", 20, samples.not(mixed));
        Contract contract = build();
        assertEquals("port = 1 (also depends on what has no words)", condition(contract, "outside"));
    }

    @Test
    void waysOutOfALoopAreSaid() {
        samples.leaves(0x1234, 0x1000).path("good", 10, samples.isIpv4(), isFound(0))
                .leaves(0x1234, 0x2000).path("bad", 20, samples.isIpv4(), samples.not(isFound(0)))
                .path("other", 5, samples.not(samples.isIpv4()));
        Contract contract = build();
        assertEquals("ethernet.type = IPv4 and loop at router.c:57 left at: 0x1000", condition(contract, "good"));
        assertEquals("ethernet.type = IPv4 and loop at router.c:57 left at: 0x2000", condition(contract, "bad"));
        assertTrue(contract.classes().stream().allMatch(each -> each.condition().exact()));
    }

    @Test
    void whatOperationsSayIsNotSaidOfTheirLoops() {
        samples.calls("map_get", "flows.cells", 1).leaves(0x1234, 0x1000).path("known", 10, samples.isIpv4(), isFound(0))
                .calls("map_get", "flows.cells", 0).leaves(0x1234, 0x2000).path("unknown", 20, samples.isIpv4(), samples.not(isFound(0)))
                .path("other", 5, samples.not(samples.isIpv4()));
        Contract contract = build(Resolution.FINEST, Outcomes.UNKNOWN.with(Optional.of(LIBRARY)));
        assertEquals("ethernet.type = IPv4 and map_get on flows: hit", condition(contract, "known"));
    }

    // ---- bits

    @Test
    void bitsOfFieldsHaveTheirNames() {
        Term group = samples.terms.extract(samples.octet(6), 0, 0);
        Term plain = samples.terms.all(List.of(samples.isIpv4(), samples.hasIhl(5), samples.terms.eq(samples.octet(23), samples.terms.constant(8, 6))));
        Term syn = samples.terms.extract(samples.octet(47), 1, 1);
        Term ack = samples.terms.extract(samples.octet(47), 4, 4);
        samples.path("group", 10, group)
                .path("other", 11, samples.not(group), samples.not(plain))
                .path("opens", 12, samples.not(group), plain, syn, samples.not(ack))
                .path("goes on", 13, samples.not(group), plain, samples.terms.or(samples.not(syn), ack));
        Contract contract = build();
        assertEquals("ethernet.src is a group address", condition(contract, "group"));
        assertTrue(condition(contract, "opens").endsWith(" and tcp.flags has no ACK and tcp.flags has SYN"), condition(contract, "opens"));
        assertTrue(condition(contract, "goes on").contains("tcp.flags has ACK, or "), condition(contract, "goes on"));
    }

    @Test
    void fewBitsOfANumberAreToldOneByOne() {
        Term first = samples.terms.extract(samples.octet(52), 0, 0);
        Term second = samples.terms.extract(samples.octet(52), 1, 1);
        samples.path("odd", 10, first).path("marked", 11, samples.not(first), second).path("plain", 12, samples.not(first), samples.not(second));
        Contract contract = build();
        assertEquals("bit 0 of packet[52] is set", condition(contract, "odd"));
        assertEquals("bit 1 of packet[52] is set and bit 0 of packet[52] is clear", condition(contract, "marked"));
        assertEquals("bit 1 of packet[52] is clear and bit 0 of packet[52] is clear", condition(contract, "plain"));
    }

    @Test
    void theHighestBitsOfANumberAreRanges() {
        Term high = samples.terms.extract(samples.octet(52), 7, 7);
        samples.path("high", 10, high).path("low", 11, samples.not(high));
        Contract contract = build();
        assertEquals("packet[52] > 127", condition(contract, "high"));
        assertEquals("packet[52] < 128", condition(contract, "low"));
    }

    @Test
    void typesOfMessagesHaveTheirNames() {
        Term arp = samples.terms.eq(samples.load16(12), samples.word(0x0608));
        Term request = samples.terms.eq(samples.load16(20), samples.word(0x0100));
        samples.path("asks", 10, arp, request).path("answers", 11, arp, samples.not(request)).path("other", 12, samples.not(arp));
        Contract contract = build();
        assertEquals("ethernet.type = ARP and arp.operation = request", condition(contract, "asks"));
        assertEquals("ethernet.type = ARP and arp.operation ≠ request", condition(contract, "answers"));
    }

    // ---- formulas

    @Test
    void aClassHasTheMaximumOfItsPaths() {
        Polynomial perOption = Polynomial.variable("options.nop").times(12);
        samples.path("all", perOption.plus(50), samples.isIpv4())
                .path("all", Polynomial.constant(70), samples.not(samples.isIpv4()), samples.tooShort())
                .path("all", Polynomial.constant(49), samples.not(samples.isIpv4()), samples.not(samples.tooShort()));
        Contract contract = build(new Pcv("options.nop", "no-operation options", 0, OptionalLong.of(40)));
        assertEquals("max(12·options.nop + 50, 70)", find(contract, "all").formulas().get(Metric.INSTRUCTIONS).toString());
        assertEquals("every input", condition(contract, "all"));
    }

    @Test
    void aStoppedPathMarksItsClassAndTheContract() {
        End stop = new End.Stopped(End.Kind.SYSTEM_CALL, "a system call", 0x1234);
        samples.path("slow", Polynomial.constant(900), stop, samples.isIpv4(), samples.tooShort())
                .path("slow", 50, samples.isIpv4(), samples.not(samples.tooShort()))
                .path("", Polynomial.constant(3), stop, samples.not(samples.isIpv4()));
        Contract contract = build();
        assertFalse(contract.complete());
        assertEquals(List.of("a path stops"), contract.reasons());
        InputClass slow = find(contract, "slow");
        assertFalse(slow.complete());
        assertFalse(slow.exact());
        assertEquals(List.of("a system call at 0x1234 (router.c:57)"), slow.reasons());
        assertEquals("50", slow.formulas().get(Metric.INSTRUCTIONS).toString());
        InputClass lost = find(contract, "not explored");
        assertFalse(lost.complete());
        assertFalse(lost.formulas().get(Metric.INSTRUCTIONS).exact());
    }

    // ---- classes without marks

    @Test
    void withoutMarksPathsOfEqualCostAreOneClass() {
        samples.path("", 10, samples.tooShort())
                .path("", 30, samples.not(samples.tooShort()), samples.isIpv4())
                .path("", 10, samples.not(samples.tooShort()), samples.not(samples.isIpv4()));
        Contract contract = build();
        assertEquals(List.of("ethernet.type ≠ IPv4, or length < 34", "ethernet.type = IPv4 and length > 33"), names(contract));
        assertTrue(contract.classes().stream().allMatch(InputClass::exact));
    }

    @Test
    void aResolutionMergesWhatDiffersByLess() {
        Term isSmall = samples.terms.ult(samples.length, samples.word(100));
        samples.path("", 10, samples.isIpv4(), isSmall)
                .path("", 14, samples.isIpv4(), samples.not(isSmall))
                .path("", 25, samples.not(samples.isIpv4()));
        assertEquals(3, build(new Resolution(0, 4), Outcomes.UNKNOWN).classes().size());
        Contract merged = build(new Resolution(0, 5), Outcomes.UNKNOWN);
        assertEquals(List.of("ethernet.type = IPv4", "ethernet.type ≠ IPv4"), names(merged));
        assertEquals("14", merged.classes().getFirst().formulas().get(Metric.INSTRUCTIONS).toString());
        assertFalse(merged.classes().getFirst().exact());
        assertEquals(Optional.of(new InputClass.Merged(2, "5 instructions", List.of("ethernet.type = IPv4"))), merged.classes().getFirst().merged());
        assertEquals(Optional.empty(), merged.classes().getLast().merged());
        assertEquals(1, build(new Resolution(0, 16), Outcomes.UNKNOWN).classes().size());
        assertEquals(3, build(new Resolution(100, 0), Outcomes.UNKNOWN).classes().size());
    }

    @Test
    void classesOfDifferentOutcomesStayApart() {
        Term isSmall = samples.terms.ult(samples.length, samples.word(100));
        samples.path("", Polynomial.constant(30), returns(0), samples.isIpv4(), samples.isVersion4(), isSmall)
                .path("", Polynomial.constant(31), returns(0), samples.isIpv4(), samples.isVersion4(), samples.not(isSmall))
                .path("", Polynomial.constant(30), returns(0xffffffffL), samples.not(samples.isIpv4()))
                .path("", Polynomial.constant(75), returns(0xffffffffL), samples.isIpv4(), samples.not(samples.isVersion4()));
        Contract contract = build(Optional.empty(), Outcomes.of(32, Values.SIGNED));
        assertEquals(List.of("returns -1: ethernet.type ≠ IPv4", "returns 0", "returns -1: ethernet.type = IPv4"), names(contract));
        assertEquals("31", find(contract, "returns 0").formulas().get(Metric.INSTRUCTIONS).toString());
        assertEquals("ethernet.type = IPv4 and ipv4.version = 4", condition(contract, "returns 0"));
        assertEquals(4, build(Resolution.FINEST, Outcomes.of(32, Values.SIGNED)).classes().size());
    }

    @Test
    void nothingIsSaidOfOneOutcomeOrOfMany() {
        for (int i = 0; i < 9; i++) {
            samples.path("", Polynomial.constant(100 * i), returns(i), samples.terms.eq(samples.octet(0), samples.terms.constant(8, i)));
        }
        samples.path("", Polynomial.constant(1000), returns(9), samples.terms.ult(samples.terms.constant(8, 8), samples.octet(0)));
        assertTrue(names(build(Resolution.FINEST, Outcomes.of(32, Values.SIGNED))).stream().noneMatch(name -> name.contains("returns")));
    }

    @Test
    void marksKeepTheirClassesUnlessAResolutionIsAskedFor() {
        samples.firewall();
        assertEquals(4, build(Optional.empty(), Outcomes.of(32, Values.SIGNED)).classes().size());
        Contract merged = build(new Resolution(0, 7), Outcomes.UNKNOWN);
        assertEquals(List.of("not IPv4 or IPv4 with options", "malformed", "forwarded"), names(merged));
        assertEquals(9, merged.paths());
    }

    private End returns(long value) {
        return new End.Returned(samples.terms.constant(64, value));
    }

    // ---- checks

    @Test
    void aGapInTheCoverIsFound() {
        samples.path("IPv4", 10, samples.isIpv4()).path("short", 12, samples.not(samples.isIpv4()), samples.tooShort());
        Contract contract = build();
        assertEquals(Verdict.NO, contract.checks().covering().verdict());
        assertTrue(contract.checks().covering().explanation().startsWith("no path takes length = "), contract.checks().toString());
        assertEquals(Verdict.YES, contract.checks().disjoint().verdict());
    }

    @Test
    void anOverlapIsFound() {
        samples.path("IPv4", 10, samples.isIpv4())
                .path("other", 11, samples.not(samples.isIpv4()))
                .path("short", 12, samples.tooShort());
        Contract contract = build();
        assertEquals(Verdict.YES, contract.checks().covering().verdict());
        assertEquals(Verdict.NO, contract.checks().disjoint().verdict());
        assertTrue(contract.checks().disjoint().explanation().contains("and short hold"), contract.checks().toString());
    }

    @Test
    void assumptionsCountForTheCover() {
        samples.path("all", 10, samples.terms.ult(samples.length, samples.word(1519)));
        Contract contract = build();
        assertEquals(Verdict.YES, contract.checks().covering().verdict());
        assertEquals("every input", condition(contract, "all"));
        assertTrue(find(contract, "all").condition().exact());
    }
}
