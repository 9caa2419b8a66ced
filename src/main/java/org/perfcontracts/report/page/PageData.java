package org.perfcontracts.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.formula.Formula;
import org.perfcontracts.formula.LinearBound;
import org.perfcontracts.formula.Metric;
import org.perfcontracts.formula.Pcv;
import org.perfcontracts.formula.Polynomial;

/**
 * The figures of contracts as a page's script reads them: classes, each on one side or on several, such as before and after.
 *
 * @param sides   their names; empty where there is only one
 * @param pcvs    that the formulas speak of
 * @param values  at which the page begins, by the PCVs' names
 * @param classes in the order in which the page's elements count them
 */
public record PageData(List<String> sides, List<Pcv> pcvs, Map<String, Long> values, List<Entry> classes) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A class.
     *
     * @param sides one for each of the page, empty where that does not have the class
     */
    public record Entry(String name, List<Optional<InputClass>> sides) {
        /** Copies the list. */
        public Entry {
            sides = List.copyOf(sides);
        }
    }

    /** Copies the collections. */
    public PageData {
        sides = List.copyOf(sides);
        pcvs = List.copyOf(pcvs);
        values = Map.copyOf(values);
        classes = List.copyOf(classes);
    }

    /** The attribute by which the script finds an element that shows a cost. */
    public static String figure(int inputClass, int side, Metric metric) {
        return "data-figure=\"" + inputClass + " " + side + " " + metric.key() + "\"";
    }

    /** The attribute by which the script finds an element that shows by how much a cost has changed from the first side to the second. */
    public static String change(int inputClass, Metric metric) {
        return "data-change=\"" + inputClass + " " + metric.key() + "\"";
    }

    /** The attribute by which the script finds an element that describes a PCV, to give it a slider. */
    public static String pcv(String name) {
        return "data-pcv=\"" + Html.escape(name) + "\"";
    }

    // ---- JSON

    /** As JSON that cannot end the element it stands in. Numbers that may have more than 53 bits are texts. */
    String json() {
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode metrics = json.putArray("metrics");
        Set<Metric> occurring = metrics();
        occurring.forEach(metric -> metrics.addObject().put("key", metric.key()).put("title", metric.title()));
        sides.forEach(json.putArray("sides")::add);
        ArrayNode variables = json.putArray("pcvs");
        pcvs.forEach(pcv -> put(pcv, variables.addObject()));
        Words words = new Words();
        ArrayNode list = json.putArray("classes");
        classes.forEach(entry -> put(entry, list.addObject(), occurring, words));
        words.known.keySet().forEach(json.putArray("words")::add);
        try {
            return MAPPER.writeValueAsString(json).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(Pcv pcv, ObjectNode json) {
        json.put("name", pcv.name()).put("low", Long.toString(pcv.low()));
        pcv.high().ifPresent(high -> json.put("high", Long.toString(high)));
        json.put("value", Long.toString(values.getOrDefault(pcv.name(), pcv.low())));
    }

    /** Those of which any class has a formula. */
    private Set<Metric> metrics() {
        Set<Metric> metrics = EnumSet.noneOf(Metric.class);
        classes.stream().flatMap(entry -> entry.sides().stream()).flatMap(Optional::stream).forEach(each -> metrics.addAll(each.formulas().keySet()));
        return metrics;
    }

    private static void put(Entry entry, ObjectNode json, Set<Metric> metrics, Words words) {
        json.put("name", entry.name());
        ArrayNode sides = json.putArray("sides");
        for (Optional<InputClass> side : entry.sides()) {
            if (side.isEmpty()) {
                sides.addNull();
                continue;
            }
            ObjectNode node = sides.addObject();
            ObjectNode formulas = node.putObject("formulas");
            side.get().formulas().forEach((metric, formula) -> formulas.set(metric.key(), alternatives(formula)));
            if (!side.get().together().isEmpty()) {
                ArrayNode together = node.putArray("together");
                side.get().together().forEach(bound -> put(bound, together.addObject()));
            }
            side.get().profile().ifPresent(profile -> put(profile, node.putObject("profile"), metrics, words));
        }
    }

    /** A sum that is bounded, in words and as weights. */
    private static void put(LinearBound bound, ObjectNode json) {
        json.put("words", bound.toString()).put("most", Long.toString(bound.most()));
        ArrayNode weights = json.putArray("weights");
        bound.weights().forEach((name, weight) -> weights.addArray().add(name).add(Long.toString(weight)));
    }

    /** A list of terms for each alternative; a term is its coefficient and the variables with their exponents. */
    private static ArrayNode alternatives(Formula formula) {
        ArrayNode alternatives = MAPPER.createArrayNode();
        for (Polynomial polynomial : formula.alternatives()) {
            ArrayNode terms = alternatives.addArray();
            polynomial.coefficients().forEach((monomial, coefficient) -> {
                ArrayNode powers = terms.addArray().add(Long.toString(coefficient)).addArray();
                monomial.exponents().forEach((name, exponent) -> powers.addArray().add(name).add(exponent));
            });
        }
        return alternatives;
    }

    /** Where the path passes PCVs, and a row for each share: its functions and its line as numbers of words, and its costs. */
    private static void put(Profile profile, ObjectNode json, Set<Metric> metrics, Words words) {
        ArrayNode at = json.putArray("at");
        profile.at().forEach((name, value) -> at.addArray().add(name).add(Long.toString(value)));
        ArrayNode shares = json.putArray("shares");
        for (Profile.Share share : profile.byStack().shares()) {
            ArrayNode row = shares.addArray();
            ArrayNode frames = row.addArray();
            share.stack().forEach(name -> frames.add(words.number(name)));
            frames.add(words.number(share.line()));
            metrics.forEach(metric -> row.add(share.cost(metric)));
        }
    }

    /** Each word once. */
    private static final class Words {
        private final Map<String, Integer> known = new LinkedHashMap<>();

        int number(String word) {
            return known.computeIfAbsent(word, _ -> known.size());
        }
    }

    // ---- values

    /**
     * The values at which a page begins: of each PCV the greatest that is usual in a class, or the low end of its range; those that are not listed are
     * 0 and up.
     *
     * @param classes whose formulas speak of them
     */
    public static Map<String, Long> usual(List<Pcv> pcvs, List<InputClass> classes) {
        Map<String, Long> values = new LinkedHashMap<>();
        pcvs.forEach(pcv -> values.put(pcv.name(), pcv.low()));
        classes.forEach(each -> each.formulas().values().forEach(formula -> formula.variables().forEach(name -> values.putIfAbsent(name, 0L))));
        classes.forEach(each -> each.usual().forEach((name, value) -> values.merge(name, value, Math::max)));
        return values;
    }

    /** The PCVs, and those besides that formulas speak of. */
    public static List<Pcv> all(List<Pcv> pcvs, Map<String, Long> values) {
        List<Pcv> all = new ArrayList<>(pcvs);
        values.keySet().stream().filter(name -> pcvs.stream().noneMatch(pcv -> pcv.name().equals(name))).forEach(name -> all.add(Pcv.unbounded(name)));
        return all;
    }
}
