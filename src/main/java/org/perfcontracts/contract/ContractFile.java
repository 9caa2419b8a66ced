package org.perfcontracts.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Monomial;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/** Contracts as JSON; the format is described by {@code docs/contract.schema.json}. */
public final class ContractFile {
    /** Raised whenever a reader of the format as it was would misunderstand a new file. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ContractFile() {
    }

    /** The contract as JSON text, always the same for equal contracts, with a line break at its end. */
    public static String toText(Contract contract) {
        return pretty(toJson(contract));
    }

    /** Indented JSON with a line break at its end, the same on every system. */
    public static String pretty(JsonNode json) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("").withArrayEmptySeparator(""));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written as JSON", e);
        }
    }

    /**
     * Reads a contract.
     *
     * @throws IOException if the file cannot be read or holds no contract; the message names the file and the key
     */
    public static Contract read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not a contract: it is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        try {
            return fromText(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a contract: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a contract from JSON text.
     *
     * @throws IllegalArgumentException if it is none; the message names the line or the key
     */
    public static Contract fromText(String text) {
        return contract(reader(text));
    }

    static JsonReader reader(String text) {
        try {
            return new JsonReader(MAPPER.readTree(text), "");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new IllegalArgumentException(where + e.getOriginalMessage(), e);
        }
    }

    // ---- writing

    /** The contract as a tree. */
    static ObjectNode toJson(Contract contract) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("formatVersion", FORMAT_VERSION);
        putSubject(json, contract.subject());
        json.put("complete", contract.complete());
        json.set("reasons", strings(contract.reasons()));
        json.put("paths", contract.paths());
        ArrayNode classes = json.putArray("classes");
        Map<String, Pcv> ranges = contract.ranges();
        contract.classes().forEach(inputClass -> classes.add(toJson(inputClass, ranges)));
        ArrayNode pcvs = json.putArray("pcvs");
        contract.pcvs().forEach(pcv -> pcvs.add(toJson(pcv)));
        contract.tree().ifPresent(tree -> json.set("tree", toJson(tree)));
        json.set("assumptions", strings(contract.assumptions()));
        ObjectNode checks = json.putObject("checks");
        checks.set("covering", toJson(contract.checks().covering()));
        checks.set("disjoint", toJson(contract.checks().disjoint()));
        if (contract.trial().extent() != Trial.Extent.NONE) {
            TrialJson.write(contract.trial(), checks.putObject("cpu"));
            ArrayNode refuted = json.putArray("refuted");
            contract.trial().refutations().forEach(each -> refuted.add(toJson(each)));
        }
        contract.cycles().ifPresent(cycles -> CyclesJson.write(cycles, json.putObject("cycles")));
        contract.ways().ifPresent(ways -> json.set("ways", toJson(ways)));
        return json;
    }

    private static ObjectNode toJson(Ways ways) {
        ObjectNode json = MAPPER.createObjectNode();
        json.set("nodes", strings(ways.nodes()));
        json.put("bytes", ways.bytes());
        ObjectNode parameters = json.putObject("parameters");
        ways.parameters().forEach(parameters::put);
        json.put("length", ways.lengthName());
        json.put("assumptions", numbers(ways.assumptions()));
        ArrayNode paths = json.putArray("paths");
        for (Ways.Way way : ways.ways()) {
            ObjectNode path = paths.addObject().put("class", way.inputClass()).put("conditions", numbers(way.conditions()));
            way.returned().ifPresent(node -> path.put("returned", node));
            ObjectNode packet = path.putObject("packet");
            way.packet().forEach((index, node) -> packet.put(index.toString(), node));
        }
        return json;
    }

    /** In one line, for there are many. */
    private static String numbers(List<Integer> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static List<Integer> numbers(JsonReader json, String key) {
        String text = json.text(key);
        try {
            return text.isEmpty() ? List.of() : Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " should be numbers with blanks between, not " + text, e);
        }
    }

    static void putSubject(ObjectNode json, Contract.Subject subject) {
        json.put("tool", subject.tool());
        json.put("target", subject.target());
        json.put("level", subject.level());
        json.put("entry", subject.entry());
        json.put("buildId", subject.buildId());
        json.put("isa", subject.isa());
        subject.compiler().ifPresent(compiler -> json.put("compiler", compiler));
    }

    private static ObjectNode toJson(InputClass inputClass, Map<String, Pcv> ranges) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("name", inputClass.name());
        ObjectNode condition = json.putObject("condition");
        condition.put("text", inputClass.condition().text());
        ArrayNode alternatives = condition.putArray("alternatives");
        inputClass.condition().alternatives().forEach(statements -> alternatives.add(strings(statements)));
        condition.put("exact", inputClass.condition().exact());
        if (!inputClass.condition().grounds().isEmpty()) {
            condition.set("grounds", strings(inputClass.condition().grounds()));
        }
        ObjectNode metrics = json.putObject("metrics");
        inputClass.formulas().forEach((metric, formula) -> metrics.set(metric.key(), toJson(formula)));
        if (!inputClass.together().isEmpty()) {
            ArrayNode together = json.putArray("together");
            inputClass.together().forEach(bound -> together.add(toJson(bound)));
        }
        putFigures(json, inputClass, ranges);
        if (!inputClass.around().isEmpty()) {
            ObjectNode around = json.putObject("around");
            inputClass.around().forEach((metric, span) ->
                    around.putObject(metric.key()).put("least", span.least()).put("most", span.most()));
        }
        if (!inputClass.lines().isEmpty()) {
            ObjectNode lines = json.putObject("cacheLinesIn");
            inputClass.lines().forEach((place, formula) -> lines.set(place, toJson(formula)));
        }
        json.put("paths", inputClass.paths());
        json.put("complete", inputClass.complete());
        json.set("reasons", strings(inputClass.reasons()));
        inputClass.witness().ifPresent(witness -> json.put("witness", witness));
        inputClass.profile().ifPresent(profile -> json.set("profile", toJson(profile)));
        inputClass.merged().ifPresent(merged -> json.putObject("merged").put("classes", merged.classes())
                .put("resolution", merged.resolution()).set("common", strings(merged.common())));
        return json;
    }

    /** What the formulas come to where PCVs are as usual, and at worst. All but the values follows from the rest of the file. */
    private static void putFigures(ObjectNode json, InputClass inputClass, Map<String, Pcv> ranges) {
        if (inputClass.hasUsual()) {
            ObjectNode usual = json.putObject("usual");
            inputClass.usual().forEach(usual::put);
            ObjectNode typical = json.putObject("typical");
            inputClass.formulas().keySet().forEach(metric -> inputClass.typical(metric).ifPresent(cost -> typical.put(metric.key(), cost)));
        }
        ObjectNode worst = json.putObject("worst");
        inputClass.formulas().keySet().forEach(metric -> inputClass.worst(metric, ranges).ifPresent(cost -> worst.put(metric.key(), cost)));
    }

    /** Lines of the same functions stand together. */
    private static ObjectNode toJson(Profile profile) {
        ObjectNode json = MAPPER.createObjectNode();
        ObjectNode at = json.putObject("at");
        profile.at().forEach(at::put);
        ArrayNode stacks = json.putArray("stacks");
        Map<List<String>, List<Profile.Share>> together = new LinkedHashMap<>();
        profile.shares().forEach(share -> together.computeIfAbsent(share.stack(), _ -> new ArrayList<>()).add(share));
        together.forEach((stack, shares) -> {
            ObjectNode node = stacks.addObject();
            node.set("stack", strings(stack));
            ArrayNode lines = node.putArray("lines");
            shares.forEach(share -> {
                ObjectNode line = lines.addObject().put("line", share.line());
                share.costs().forEach((metric, cost) -> line.put(metric.key(), cost));
            });
        });
        return json;
    }

    static ObjectNode toJson(Formula formula) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("formula", formula.toString());
        json.put("exact", formula.exact());
        ArrayNode alternatives = json.putArray("alternatives");
        for (Polynomial polynomial : formula.alternatives()) {
            ArrayNode monomials = alternatives.addArray();
            polynomial.coefficients().forEach((monomial, coefficient) -> {
                ObjectNode term = monomials.addObject();
                term.put("coefficient", coefficient);
                ObjectNode exponents = term.putObject("pcvs");
                monomial.exponents().forEach(exponents::put);
            });
        }
        return json;
    }

    private static ObjectNode toJson(LinearBound bound) {
        ObjectNode json = MAPPER.createObjectNode().put("bound", bound.toString());
        bound.weights().forEach(json.putObject("pcvs")::put);
        return json.put("most", bound.most());
    }

    static ObjectNode toJson(Pcv pcv) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("name", pcv.name());
        json.put("meaning", pcv.meaning());
        json.put("low", pcv.low());
        pcv.high().ifPresent(high -> json.put("high", high));
        pcv.environment().ifPresent(occurrence -> json.putObject("environment").put("polls", occurrence.polls()).put("of", occurrence.of()).put("passages", occurrence.passages()));
        return json;
    }

    private static ObjectNode toJson(DecisionTree tree) {
        ObjectNode json = MAPPER.createObjectNode();
        switch (tree) {
            case DecisionTree.Choice(String statement, DecisionTree then, DecisionTree otherwise) -> {
                json.put("statement", statement);
                json.set("then", toJson(then));
                json.set("otherwise", toJson(otherwise));
            }
            case DecisionTree.Leaf(List<String> classes) -> json.set("classes", strings(classes));
        }
        return json;
    }

    private static ObjectNode toJson(Check check) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("verdict", check.verdict().name().toLowerCase(Locale.ROOT));
        json.put("explanation", check.explanation());
        return json;
    }

    private static ObjectNode toJson(Refutation refutation) {
        ObjectNode json = MAPPER.createObjectNode();
        refutation.inputClass().ifPresent(name -> json.put("class", name));
        json.put("packet", refutation.packet());
        json.put("difference", refutation.difference());
        refutation.figures().ifPresent(figures -> json.put("metric", figures.metric().key())
                .put("predicted", figures.predicted()).put("measured", figures.measured()));
        return json;
    }

    static ArrayNode strings(List<String> strings) {
        ArrayNode json = MAPPER.createArrayNode();
        strings.forEach(json::add);
        return json;
    }

    // ---- reading

    private static Contract contract(JsonReader json) {
        long version = json.integer("formatVersion");
        if (version != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "it has format version " + version + "; this program reads version " + FORMAT_VERSION);
        }
        JsonReader checks = json.object("checks");
        return new Contract(
                subject(json),
                json.list("classes").stream().map(ContractFile::inputClass).toList(),
                json.list("pcvs").stream().map(ContractFile::pcv).toList(),
                json.texts("assumptions"),
                json.truth("complete"),
                json.texts("reasons"),
                new Contract.Checks(check(checks.object("covering")), check(checks.object("disjoint"))),
                checks.has("cpu") ? TrialJson.read(checks.object("cpu"), json.list("refuted").stream().map(ContractFile::refutation).toList()) : Trial.NONE,
                json.has("ways") ? Optional.of(ways(json.object("ways"))) : Optional.empty(),
                json.has("tree") ? Optional.of(tree(json.object("tree"))) : Optional.empty(),
                json.has("cycles") ? Optional.of(CyclesJson.read(json.object("cycles"))) : Optional.empty());
    }

    private static DecisionTree tree(JsonReader json) {
        return json.has("classes") ? new DecisionTree.Leaf(json.texts("classes"))
                : new DecisionTree.Choice(json.text("statement"), tree(json.object("then")), tree(json.object("otherwise")));
    }

    private static Ways ways(JsonReader json) {
        Map<String, Integer> parameters = new TreeMap<>();
        JsonReader widths = json.object("parameters");
        widths.keys().forEach(name -> parameters.put(name, widths.small(name)));
        return new Ways(json.texts("nodes"), json.small("bytes"), parameters, json.text("length"), numbers(json, "assumptions"), json.list("paths").stream().map(path -> {
            Map<Integer, Integer> packet = new TreeMap<>();
            JsonReader bytes = path.object("packet");
            bytes.keys().forEach(index -> packet.put(Integer.valueOf(index), bytes.small(index)));
            return new Ways.Way(path.text("class"), numbers(path, "conditions"),
                    path.has("returned") ? OptionalInt.of(path.small("returned")) : OptionalInt.empty(), packet);
        }).toList());
    }

    private static Refutation refutation(JsonReader json) {
        Optional<Refutation.Figures> figures = json.has("metric") ? Optional.of(new Refutation.Figures(
                metric(json.text("metric")), json.integer("predicted"), json.integer("measured"))) : Optional.empty();
        return new Refutation(json.has("class") ? Optional.of(json.text("class")) : Optional.empty(),
                json.text("packet"), json.text("difference"), figures);
    }

    private static Metric metric(String key) {
        return Arrays.stream(Metric.values()).filter(metric -> metric.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric is called \"" + key + "\""));
    }

    static Contract.Subject subject(JsonReader json) {
        return new Contract.Subject(
                json.text("target"),
                json.text("level"),
                json.text("entry"),
                json.text("buildId"),
                json.text("isa"),
                json.has("compiler") ? Optional.of(json.text("compiler")) : Optional.empty(),
                json.text("tool"));
    }

    private static InputClass inputClass(JsonReader json) {
        JsonReader condition = json.object("condition");
        return new InputClass(
                json.text("name"),
                new Condition(
                        condition.list("alternatives").stream().map(JsonReader::texts).toList(), condition.truth("exact"),
                        condition.has("grounds") ? condition.texts("grounds") : List.of()),
                formulas(json.object("metrics")),
                around(json),
                json.small("paths"),
                json.truth("complete"),
                json.texts("reasons"),
                lines(json),
                json.has("witness") ? Optional.of(json.text("witness")) : Optional.empty(),
                json.has("profile") ? Optional.of(profile(json.object("profile"))) : Optional.empty(),
                json.has("merged") ? Optional.of(merged(json.object("merged"))) : Optional.empty(),
                json.has("usual") ? values(json.object("usual")) : Map.of(),
                json.has("together") ? json.list("together").stream().map(ContractFile::bound).toList() : List.of());
    }

    private static LinearBound bound(JsonReader json) {
        JsonReader pcvs = json.object("pcvs");
        Map<String, Long> weights = new TreeMap<>();
        pcvs.keys().forEach(name -> weights.put(name, pcvs.integer(name)));
        return new LinearBound(weights, json.integer("most"));
    }

    private static Map<String, Long> values(JsonReader json) {
        Map<String, Long> values = new TreeMap<>();
        json.keys().forEach(name -> values.put(name, json.count(name)));
        return values;
    }

    private static InputClass.Merged merged(JsonReader json) {
        return new InputClass.Merged(json.small("classes"), Resolution.of(json.text("resolution")).toString(), json.texts("common"));
    }

    private static Profile profile(JsonReader json) {
        List<Profile.Share> shares = new ArrayList<>();
        for (JsonReader stack : json.list("stacks")) {
            List<String> functions = stack.texts("stack");
            for (JsonReader line : stack.list("lines")) {
                Map<Metric, Long> costs = new EnumMap<>(Metric.class);
                for (Metric metric : Metric.values()) {
                    if (line.has(metric.key())) {
                        costs.put(metric, line.integer(metric.key()));
                    }
                }
                shares.add(new Profile.Share(functions, line.text("line"), costs));
            }
        }
        return new Profile(values(json.object("at")), shares);
    }

    private static Map<String, Formula> lines(JsonReader json) {
        Map<String, Formula> lines = new TreeMap<>();
        if (json.has("cacheLinesIn")) {
            JsonReader places = json.object("cacheLinesIn");
            places.keys().forEach(place -> lines.put(place, formula(places.object(place))));
        }
        return lines;
    }

    private static Map<Metric, InputClass.Span> around(JsonReader json) {
        Map<Metric, InputClass.Span> around = new EnumMap<>(Metric.class);
        if (json.has("around")) {
            for (Metric metric : Metric.sums()) {
                JsonReader span = json.object("around").object(metric.key());
                around.put(metric, new InputClass.Span(span.integer("least"), span.integer("most")));
            }
        }
        return around;
    }

    /** Formulas by metric; those of cache lines may be missing, as in older files. */
    static Map<Metric, Formula> formulas(JsonReader json) {
        Map<Metric, Formula> formulas = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            if (metric.isSum() || json.has(metric.key())) {
                formulas.put(metric, formula(json.object(metric.key())));
            }
        }
        return formulas;
    }

    static Formula formula(JsonReader json) {
        List<Polynomial> alternatives = new ArrayList<>();
        for (JsonReader monomials : json.list("alternatives")) {
            Map<Monomial, Long> coefficients = new TreeMap<>();
            for (JsonReader term : monomials.elements()) {
                coefficients.merge(monomial(term.object("pcvs")), term.integer("coefficient"), Math::addExact);
            }
            alternatives.add(Polynomial.of(coefficients));
        }
        return new Formula(alternatives, json.truth("exact"));
    }

    private static Monomial monomial(JsonReader json) {
        TreeMap<String, Integer> exponents = new TreeMap<>();
        json.keys().forEach(name -> exponents.put(name, json.small(name)));
        return new Monomial(exponents);
    }

    static Pcv pcv(JsonReader json) {
        OptionalLong high = json.has("high") ? OptionalLong.of(json.integer("high")) : OptionalLong.empty();
        Optional<Pcv.Occurrence> environment = json.has("environment")
                ? Optional.of(new Pcv.Occurrence(json.object("environment").integer("polls"), json.object("environment").integer("of"),
                        json.object("environment").integer("passages"))) : Optional.empty();
        return new Pcv(json.text("name"), json.text("meaning"), json.integer("low"), high, environment);
    }

    private static Check check(JsonReader json) {
        return new Check(json.oneOf("verdict", Check.Verdict.values()), json.text("explanation"));
    }
}
