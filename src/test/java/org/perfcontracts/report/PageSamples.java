package org.perfcontracts.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.perfcontracts.contract.Check;
import org.perfcontracts.contract.Condition;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Judgement;
import org.perfcontracts.decision.Limits;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** Contracts and comparisons whose pages are looked at, and what they should show. */
final class PageSamples {
    static final Path CONTRACTS = Path.of(System.getProperty("bolt.home", "."), "src/test/resources/decision");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PageSamples() {
    }

    static Contract contract(String name) throws IOException {
        return ContractFile.read(CONTRACTS.resolve(name + ".json"));
    }

    static Comparison comparison(String before, String after) throws IOException {
        return Comparison.of(contract(before), contract(after), Map.of());
    }

    static String page(Comparison comparison) {
        return new DiffReport(comparison, Judgement.of(comparison, Limits.NONE)).html();
    }

    /** Names that would be something else if they were read as HTML or as a script; squares, a maximum, figures above 53 bits. */
    static final String PCV = "a</script><b>\"'&amp;.t";
    static final String CLASS = "</script><script>document.title = 'broken'</script><img src=x onerror=\"document.title='broken'\">&lt; '\"";

    static Contract wild() {
        Polynomial square = Polynomial.of(Map.of(new Monomial(new TreeMap<>(Map.of(PCV, 2))), 1_000_003L, Monomial.of("__proto__"), 7L, Monomial.ONE, 9L));
        Polynomial product = Polynomial.of(Map.of(new Monomial(new TreeMap<>(Map.of(PCV, 1, "__proto__", 2))), 3L, Monomial.ONE, 5_000L));
        Formula most = Formula.max(List.of(Formula.exactly(square), Formula.exactly(product)), Map.of());
        Map<Metric, Formula> formulas = new LinkedHashMap<>();
        Map<Metric, Long> costs = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            formulas.put(metric, most);
            costs.put(metric, 5L);
        }
        Profile profile = new Profile(Map.of(PCV, 1L), List.of(
                new Profile.Share(List.of("main<i>", "</script>f&"), "x.c:1", costs), new Profile.Share(List.of("main<i>"), "x.c:2", costs),
                new Profile.Share(List.of("main<i>", "</script>f&"), "x.c:3", costs)));
        Check yes = new Check(Check.Verdict.YES, "");
        return new Contract(
                new Contract.Subject("wild & <b>", "nf", "nf_process", "00ff".repeat(10), "x86-64-v2", Optional.empty(), "bolt"),
                List.of(new InputClass(CLASS, new Condition(List.of(List.of("length < 14 & more")), true), formulas, Map.of(), 2, true, List.of(), Map.of(), Optional.empty(), Optional.of(profile), Optional.empty(), Map.of(), List.of())),
                List.of(new Pcv(PCV, "its <meaning> & \"more\"", 2, OptionalLong.of(90_000)), new Pcv("__proto__", "", 0, OptionalLong.empty())),
                List.of("nothing </script> is & assumed"), true, List.of(), new Contract.Checks(yes, yes));
    }

    /** A value as JavaScript has it. */
    static String text(Object value) {
        return MAPPER.valueToTree(value).toString();
    }

    /** What a contract's page shows at values of PCVs, by the attributes of the places. */
    static Map<String, String> expected(Contract contract, Map<String, Long> values) {
        Map<String, String> figures = new TreeMap<>();
        for (int i = 0; i < contract.classes().size(); i++) {
            for (Map.Entry<Metric, Formula> each : contract.classes().get(i).formulas().entrySet()) {
                figures.put(i + " 0 " + each.getKey().key(), Long.toString(each.getValue().evaluate(values)));
            }
        }
        return figures;
    }
}
