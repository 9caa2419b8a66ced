package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.perfcontracts.expr.Term;
import org.perfcontracts.smt.Solver;
import org.perfcontracts.smt.SolverChain;
import org.perfcontracts.smt.Statistics;

class TreeBuilderTest {
    private static final Contract.Subject SUBJECT = new Contract.Subject("sample", "nf", "nf_process", "ab12", "x86-64-v2", Optional.empty(), "Bolt 0.1.0");

    private final Samples samples = new Samples();

    private Contract build() {
        try (Solver solver = SolverChain.create(samples.terms, new Statistics())) {
            Presentation presentation = new Presentation(Optional.of(Resolution.FINEST), Presentation.Order.TREE);
            return new ContractBuilder(solver, () -> false, _ -> "", Outcomes.UNKNOWN, presentation)
                    .derive(SUBJECT, CostClasses.of(samples.exploration(), Outcomes.UNKNOWN, _ -> "", presentation), List.of()).contract();
        }
    }

    private static String text(DecisionTree tree) {
        return switch (tree) {
            case DecisionTree.Choice(String statement, DecisionTree then, DecisionTree otherwise) ->
                    statement + " ? (" + text(then) + ") : (" + text(otherwise) + ")";
            case DecisionTree.Leaf(List<String> classes) -> String.join(" | ", classes);
        };
    }

    private static void paths(DecisionTree tree, List<String> before, List<List<String>> into) {
        switch (tree) {
            case DecisionTree.Choice(String statement, DecisionTree then, DecisionTree otherwise) -> {
                List<String> longer = new ArrayList<>(before);
                longer.add(statement);
                paths(then, longer, into);
                paths(otherwise, longer, into);
            }
            case DecisionTree.Leaf _ -> into.add(before);
        }
    }

    @Test
    void classesThatTheInputTellsHaveALeafEach() {
        samples.path("not IPv4", 10, samples.not(samples.isIpv4()))
                .path("options", 20, samples.isIpv4(), samples.hasOptions())
                .path("plain", 15, samples.isIpv4(), samples.not(samples.hasOptions()));
        assertEquals("ethernet.type ≠ IPv4 ? (not IPv4) : (ipv4.ihl < 6 ? (plain) : (options))", text(build().tree().orElseThrow()));
    }

    @Test
    void aQuestionIsAskedOnceOnAWay() {
        samples.firewall();
        List<List<String>> ways = new ArrayList<>();
        paths(build().tree().orElseThrow(), List.of(), ways);
        assertTrue(ways.size() > 4, ways::toString);
        for (List<String> way : ways) {
            assertEquals(way.size(), new TreeSet<>(way).size(), way::toString);
            if (way.stream().anyMatch(statement -> statement.startsWith("ipv4."))) {
                int type = way.indexOf("ethernet.type ≠ IPv4");
                assertTrue(type >= 0 && type < way.indexOf(way.stream().filter(statement -> statement.startsWith("ipv4.")).findFirst().orElseThrow()), way::toString);
            }
        }
    }

    @Test
    void classesThatStateTellsShareALeaf() {
        Term found = samples.terms.eq(samples.terms.symbol("havoc!1", 8), samples.terms.constant(8, 0));
        samples.path("known", 10, samples.isIpv4(), found)
                .path("unknown", 20, samples.isIpv4(), samples.not(found))
                .path("other", 5, samples.not(samples.isIpv4()));
        assertEquals("ethernet.type ≠ IPv4 ? (other) : (known | unknown)", text(build().tree().orElseThrow()));
    }

    @Test
    void aTreeIsReadAndWrittenAgain() {
        samples.firewall();
        Contract contract = build();
        assertEquals(contract, ContractFile.fromText(ContractFile.toText(contract)));
        assertInstanceOf(DecisionTree.Choice.class, contract.tree().orElseThrow());
    }
}
