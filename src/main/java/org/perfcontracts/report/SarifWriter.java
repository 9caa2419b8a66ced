package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Cause;
import org.perfcontracts.decision.Change;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Judgement;
import org.perfcontracts.formula.Metric;

/** Writes a comparison in SARIF 2.1.0 (OASIS), as what shows the findings of code analyses reads it: limits, what was not explored, and costs that have grown. */
final class SarifWriter {
    private static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final Pattern LINE = Pattern.compile("(.+):([1-9]\\d{0,8})");

    private final Comparison comparison;
    private final Judgement judgement;
    private final ArrayNode results = JsonNodeFactory.instance.arrayNode();

    /** What results are instances of. The identifiers stay as they are: people suppress by them. */
    private enum Rule {
        SOFT_LIMIT("soft-limit", "A class costs more than a soft limit allows.", "error"),
        HARD_LIMIT("hard-limit", "A class costs more than a hard limit allows.", "error"),
        SAME_CLASSES("same-classes", "A class came or went, or has another condition.", "error"),
        NOT_COMPLETE("not-complete", "A contract is not complete: there may be packets that cost more than it says.", "error"),
        COSTS_MORE("costs-more", "A class costs more than before, and no limit speaks of it or all hold.", "note");

        private final String id;
        private final String words;
        private final String level;

        Rule(String id, String words, String level) {
            this.id = id;
            this.words = words;
            this.level = level;
        }

        static Rule of(Judgement.Kind kind) {
            return switch (kind) {
                case SOFT -> SOFT_LIMIT;
                case HARD -> HARD_LIMIT;
                case CLASSES -> SAME_CLASSES;
            };
        }
    }

    private SarifWriter(Comparison comparison, Judgement judgement) {
        this.comparison = comparison;
        this.judgement = judgement;
    }

    static String write(Comparison comparison, Judgement judgement) {
        return new SarifWriter(comparison, judgement).write();
    }

    private String write() {
        incomplete("before", comparison.before());
        incomplete("after", comparison.after());
        judgement.verdicts().stream().filter(verdict -> verdict.breach().isPresent()).forEach(this::verdict);
        comparison.pairs().forEach(this::growth);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("$schema", SCHEMA);
        json.put("version", "2.1.0");
        ObjectNode run = json.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "bolt");
        ArrayNode rules = driver.putArray("rules");
        Arrays.stream(Rule.values()).forEach(rule -> put(rules.addObject(), rule));
        Contract.Subject subject = comparison.after().subject();
        run.putObject("automationDetails").put("id", "bolt diff/" + subject.target() + "/" + subject.level());
        run.set("results", results);
        return ContractFile.pretty(json);
    }

    private static void put(ObjectNode json, Rule rule) {
        json.put("id", rule.id);
        json.putObject("shortDescription").put("text", rule.words);
        json.putObject("defaultConfiguration").put("level", rule.level);
    }

    // ---- results

    private void incomplete(String which, Contract contract) {
        if (!contract.complete()) {
            List<String> missing = ContractReport.missing(contract);
            result(Rule.NOT_COMPLETE, "The contract " + which + " is not complete: " + (missing.isEmpty() ? "refuted by the CPU" : String.join("; ", missing)) + ".", which);
        }
    }

    private void verdict(Judgement.Verdict verdict) {
        String metric = verdict.metric().map(Metric::title).orElse("");
        String words = verdict.inputClass() + (metric.isEmpty() ? "" : ", " + metric) + ": " + verdict.breach().orElseThrow() + "; the limit: " + verdict.limit() + ".";
        ObjectNode result = result(Rule.of(verdict.kind()), words, String.join("/", verdict.inputClass(), metric, verdict.limit()));
        verdict.waiver().ifPresent(reason -> result.putArray("suppressions").addObject().put("kind", "external").put("justification", reason));
        Optional<Comparison.Pair> pair = comparison.pairs().stream().filter(each -> each.after().name().equals(verdict.inputClass())).findFirst();
        locate(result, verdict.inputClass(), pair.map(Comparison.Pair::causes).orElse(List.of()), verdict.metric().orElse(Metric.INSTRUCTIONS));
    }

    /** What has grown, where no broken limit tells it. */
    private void growth(Comparison.Pair pair) {
        InputClass after = pair.after();
        pair.changes().forEach((metric, change) -> {
            boolean told = judgement.verdicts().stream()
                    .anyMatch(verdict -> verdict.breach().isPresent() && verdict.inputClass().equals(after.name()) && verdict.metric().equals(Optional.of(metric)));
            if (!told && (change.direction() == Change.Direction.MORE || change.direction() == Change.Direction.MIXED)) {
                ObjectNode result = result(Rule.COSTS_MORE, after.name() + ", " + metric.title() + ": " + change.before() + " before, " + change.after() + " now.",
                        String.join("/", after.name(), metric.title()));
                locate(result, after.name(), pair.causes(), metric);
            }
        });
    }

    /** @param identity what it is known again by when its figures are others */
    private ObjectNode result(Rule rule, String words, String identity) {
        ObjectNode result = results.addObject();
        result.put("ruleId", rule.id);
        result.put("ruleIndex", rule.ordinal());
        result.put("level", rule.level);
        result.putObject("message").put("text", words);
        result.putObject("partialFingerprints").put("class/v1", identity);
        return result;
    }

    // ---- places

    /** The lines in which the class has become dearer, the worst function first; the class alone where they are not known. */
    private static void locate(ObjectNode result, String inputClass, List<Cause> causes, Metric metric) {
        ArrayNode locations = result.putArray("locations");
        for (Cause cause : causes) {
            for (Cause.Line line : cause.lines()) {
                Optional<Matcher> place = line.after().map(LINE::matcher).filter(Matcher::matches);
                if (place.isPresent() && line.costs().containsKey(metric) && line.costs().get(metric).growth() > 0) {
                    ObjectNode location = locations.addObject();
                    ObjectNode physical = location.putObject("physicalLocation");
                    physical.putObject("artifactLocation").put("uri", uri(place.get().group(1)));
                    physical.putObject("region").put("startLine", Integer.parseInt(place.get().group(2)));
                    put(location, List.of(new Logical(cause.function(), "function"), new Logical(inputClass, "input class")));
                }
            }
        }
        if (locations.isEmpty()) {
            put(locations.addObject(), List.of(new Logical(inputClass, "input class")));
        }
    }

    private record Logical(String name, String kind) {
    }

    private static void put(ObjectNode location, List<Logical> places) {
        ArrayNode logical = location.putArray("logicalLocations");
        places.forEach(place -> logical.addObject().put("fullyQualifiedName", place.name).put("kind", place.kind));
    }

    /** A relative reference: the file's name as debug information has it, which is without folders. */
    private static String uri(String file) {
        List<String> bytes = new ArrayList<>();
        for (byte each : file.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            boolean plain = character < 0x80 && (Character.isLetterOrDigit(character) || "-._~/+".indexOf(character) >= 0);
            bytes.add(plain ? String.valueOf(character) : String.format("%%%02X", (int) character));
        }
        return String.join("", bytes);
    }
}
