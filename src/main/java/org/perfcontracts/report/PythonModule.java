package org.perfcontracts.report;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Statement;
import org.perfcontracts.formula.Bracket;
import org.perfcontracts.formula.Derived;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;
import org.perfcontracts.formula.Quotient;

/**
 * A contract as a module of Python 3 that needs no other: {@code cost(fields, state, pcvs)}. What is not known of a packet is taken as
 * possible, and of several classes that are possible the greatest cost is given, so that the answer is a bound as the contract is.
 */
final class PythonModule {
    private static final String RUNTIME = """


            def _among(field, *runs):
                def holds(f, state):
                    value = f.get(field)
                    return None if value is None else any(low <= value <= high for low, high in runs)
                return holds


            def _says(words, fields=None, relation=None):
                def holds(f, state):
                    if words in state:
                        return bool(state[words])
                    subject, _, outcomes = words.rpartition(": ")
                    if subject and subject in state:
                        return state[subject] in outcomes.split(" or ")
                    if relation is None or any(f.get(field) is None for field in fields):
                        return None
                    return bool(relation(f))
                return holds


            def _verdict(alternatives, f, state):
                possible = False
                for statements in alternatives:
                    verdicts = [holds(f, state) for holds in statements]
                    if all(verdict is True for verdict in verdicts):
                        return True
                    possible = possible or all(verdict is not False for verdict in verdicts)
                return None if possible else False


            def classes(fields, state=None):
                \"""The names of all classes that a packet with these fields can be in.

                fields: numbers by the names in FIELDS; those that are missing may be anything.
                state: truth values by the names in PREDICATES and by the names of classes, and outcomes by what stands before
                    the colon of predicates, such as {"map_get on flows": "miss"}; likewise.
                \"""
                state = state or {}
                found = []
                for name, (exact, alternatives, _) in CLASSES.items():
                    verdict = _verdict(alternatives, fields, state)
                    if verdict is False or state.get(name) is False:
                        continue
                    if state.get(name) or verdict is True and exact:
                        return [name]
                    found.append(name)
                return found


            def _broken(name, pcvs):
                for words, weights, most in TOGETHER.get(name, ()):
                    least = [pcvs.get(pcv, PCVS.get(pcv, (0, None))[0 if weight > 0 else 1]) for pcv, weight in weights.items()]
                    if None not in least and sum(weight * value for weight, value in zip(weights.values(), least)) > most:
                        return words
                return None


            def cost_of_class(name, pcvs=None):
                \"""The cost of a class by metric, where PCVs have these values, and all others those that are usual in the class.\"""
                values = {pcv: low for pcv, (low, _) in PCVS.items()} | USUAL.get(name, {})
                for pcv, value in (pcvs or {}).items():
                    if pcv not in PCVS:
                        raise ValueError(f"no PCV is called {pcv!r}")
                    low, high = PCVS[pcv]
                    if value < low or high is not None and value > high:
                        raise ValueError(f"{pcv} is {value}, which is outside of its range")
                    values[pcv] = value
                broken = _broken(name, pcvs or {})
                if broken:
                    raise ValueError(f"no packet of the class {name} has these values: {broken}")
                return {metric: formula(values) for metric, formula in CLASSES[name][2].items()}


            def cost(fields, state=None, pcvs=None):
                \"""The cost of a packet by metric: of all classes that it can be in, with these values of PCVs, the greatest.\"""
                costs = [cost_of_class(name, pcvs) for name in classes(fields, state) if not _broken(name, pcvs or {})]
                if not costs:
                    raise ValueError("no class holds such a packet")
                return {metric: max(each[metric] for each in costs) for metric in METRICS}
            """;

    private final Contract contract;
    private final StringBuilder out = new StringBuilder();
    private final Set<String> fields = new TreeSet<>();
    private final Set<String> predicates = new TreeSet<>();

    PythonModule(Contract contract) {
        this.contract = contract;
    }

    /** The module's text. */
    String text() {
        List<String> classes = contract.classes().stream().map(this::inputClass).toList();
        head();
        line("METRICS = " + tuple(metrics().stream().map(metric -> quoted(metric.key())).toList()));
        line("# Least and greatest value; None where no greatest is known.");
        block("PCVS = {", contract.pcvs().stream().map(PythonModule::pcv).toList(), "}");
        line("# By class, what PCVs are in its cheapest packet; elsewhere they are the least of their ranges.");
        block("USUAL = {", contract.classes().stream().filter(each -> !each.usual().isEmpty()).map(PythonModule::usual).toList(), "}");
        line("# By class, what PCVs share in each of its packets: in words, the weights of a sum, and what that is at most.");
        block("TOGETHER = {", contract.classes().stream().filter(each -> !each.together().isEmpty()).map(PythonModule::together).toList(), "}");
        line("# What cost() and classes() take as fields: numbers, of addresses too.");
        block("FIELDS = (", fields.stream().map(field -> quoted(field) + ",").toList(), ")");
        line("# What they take as state: whether this is so; names of classes say which class it is where the input does not.");
        block("PREDICATES = (", predicates.stream().map(predicate -> quoted(predicate) + ",").toList(), ")");
        out.append(RUNTIME);
        line("");
        line("");
        line("# By name: whether the condition says all; the condition, as alternatives of statements; the cost by metric.");
        block("CLASSES = {", classes, "}");
        return out.toString();
    }

    private void head() {
        Contract.Subject subject = contract.subject();
        line("# Performance contract of " + subject.target() + ", level " + subject.level() + ": what a packet costs. Made by " + subject.tool() + ".");
        line("# Entry " + subject.entry() + ", build id " + subject.buildId() + ", CPU level " + subject.isa() + ".");
        for (Document.Block block : ContractReport.reservations(contract)) {
            switch (block) {
                case Document.Paragraph paragraph -> line("# " + comment(paragraph.text()));
                case Document.Bullets bullets -> bullets.items().forEach(item -> line("# - " + comment(item)));
                default -> { }
            }
        }
        contract.assumptions().forEach(assumption -> line("# Assumed: " + comment(assumption)));
        line("COMPLETE = " + (contract.complete() ? "True" : "False"));
    }

    /** Those of which all classes tell the cost: contracts of earlier versions have fewer. */
    private List<Metric> metrics() {
        return List.of(Metric.values()).stream().filter(metric -> contract.classes().stream().allMatch(each -> each.formulas().containsKey(metric))).toList();
    }

    private static String comment(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    }

    private static String pcv(Pcv pcv) {
        String high = pcv.high().isPresent() ? Long.toString(pcv.high().getAsLong()) : "None";
        return quoted(pcv.name()) + ": (" + pcv.low() + ", " + high + "),  # " + comment(pcv.meaning());
    }

    private static String usual(InputClass inputClass) {
        return quoted(inputClass.name()) + inputClass.usual().entrySet().stream().map(each -> quoted(each.getKey()) + ": " + each.getValue())
                .collect(Collectors.joining(", ", ": {", "},"));
    }

    private static String together(InputClass inputClass) {
        return quoted(inputClass.name()) + ": " + tuple(inputClass.together().stream().map(PythonModule::bound).toList()) + ",";
    }

    private static String bound(LinearBound bound) {
        return "(" + quoted(bound.toString()) + ", " + bound.weights().entrySet().stream().map(each -> quoted(each.getKey()) + ": " + each.getValue())
                .collect(Collectors.joining(", ", "{", "}")) + ", " + bound.most() + ")";
    }

    // ---- classes

    private String inputClass(InputClass inputClass) {
        List<String> alternatives = inputClass.condition().alternatives().stream()
                .map(statements -> tuple(statements.stream().map(this::statement).toList())).toList();
        String costs = inputClass.formulas().entrySet().stream()
                .map(entry -> quoted(entry.getKey().key()) + ": lambda p: " + formula(inputClass, entry.getValue()))
                .collect(Collectors.joining(",\n         ", "{", "}"));
        return quoted(inputClass.name()) + ": (" + (inputClass.condition().exact() ? "True" : "False") + ",\n        ("
                + alternatives.stream().map(each -> each + ",").collect(Collectors.joining("\n         ")) + "),\n        " + costs + "),";
    }

    private String statement(String words) {
        if (Statement.of(words) instanceof Statement.Among(String _, String field, List<Statement.Run> runs)) {
            fields.add(field);
            return "_among(" + quoted(field) + runs.stream().map(run -> ", (" + number(run.low()) + ", " + number(run.high()) + ")").collect(Collectors.joining()) + ")";
        }
        predicates.add(words);
        Optional<PythonExpression.Relation> relation = PythonExpression.of(words);
        if (relation.isEmpty()) {
            return "_says(" + quoted(words) + ")";
        }
        fields.addAll(relation.get().fields());
        return "_says(" + quoted(words) + ", " + tuple(relation.get().fields().stream().map(PythonModule::quoted).toList())
                + ", lambda f: " + relation.get().text() + ")";
    }

    private static String number(BigInteger value) {
        return value.bitLength() > 32 ? "0x" + value.toString(16) : value.toString();
    }

    /** Nothing bounds what was not explored, or may never end. */
    private static String formula(InputClass inputClass, Formula formula) {
        if (!inputClass.complete() || inputClass.endless()) {
            return "float(\"inf\")";
        }
        List<String> polynomials = formula.alternatives().stream().map(PythonModule::polynomial).toList();
        return polynomials.size() == 1 ? polynomials.getFirst() : "max(" + String.join(", ", polynomials) + ")";
    }

    private static String polynomial(Polynomial polynomial) {
        List<String> terms = new ArrayList<>();
        polynomial.coefficients().forEach((monomial, coefficient) -> {
            StringBuilder term = new StringBuilder(coefficient.toString());
            for (Map.Entry<String, Integer> power : monomial.exponents().entrySet()) {
                term.append(" * ").append(variable(power.getKey())).append(power.getValue() == 1 ? "" : " ** " + power.getValue());
            }
            terms.add(term.toString());
        });
        return terms.isEmpty() ? "0" : String.join(" + ", terms);
    }

    private static String variable(String name) {
        if (!Derived.is(name)) {
            return "p[" + quoted(name) + "]";
        }
        return switch (Derived.of(name)) {
            case Bracket(String pcv, long above) -> "int(p[" + quoted(pcv) + "] > " + above + ")";
            case Quotient(String pcv, long times, long minus, long by) ->
                    "max(0, -((" + minus + " - " + times + " * p[" + quoted(pcv) + "]) // " + by + "))";
        };
    }

    // ---- writing

    /** A text as a literal of Python. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"', '\\' -> out.append('\\').appendCodePoint(point);
                default -> {
                    if (Character.isISOControl(point)) {
                        out.append(String.format("\\x%02x", point));
                    } else {
                        out.appendCodePoint(point);
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    private static String tuple(List<String> elements) {
        return elements.size() == 1 ? "(" + elements.getFirst() + ",)" : "(" + String.join(", ", elements) + ")";
    }

    private void block(String first, List<String> entries, String last) {
        line(first);
        entries.forEach(entry -> line("    " + entry));
        line(last);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
