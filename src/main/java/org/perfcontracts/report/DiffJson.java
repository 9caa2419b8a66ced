package org.perfcontracts.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.contract.InputClass;
import org.perfcontracts.decision.Cause;
import org.perfcontracts.decision.Change;
import org.perfcontracts.decision.Comparison;
import org.perfcontracts.decision.Judgement;
import org.perfcontracts.formula.Metric;

/** Writes comparisons as JSON, which {@code docs/diff.schema.json} describes. */
final class DiffJson {
    private DiffJson() {
    }

    static String write(Comparison comparison, Judgement judgement) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", 1);
        PredictionJson.putContract(json.putObject("before"), comparison.before(), comparison.before().complete());
        PredictionJson.putContract(json.putObject("after"), comparison.after(), comparison.after().complete());
        PredictionJson.putValues(json.putObject("pcvs"), comparison.values(), comparison.values().given());
        ArrayNode classes = json.putArray("classes");
        comparison.pairs().forEach(pair -> put(classes.addObject(), pair));
        ArrayNode came = json.putArray("came");
        comparison.came().forEach(each -> put(came.addObject(), each));
        ArrayNode went = json.putArray("went");
        comparison.went().forEach(each -> put(went.addObject(), each));
        json.put("limitBroken", judgement.isBroken());
        ArrayNode limits = json.putArray("limits");
        judgement.verdicts().forEach(verdict -> put(limits.addObject(), verdict));
        ArrayNode unneeded = json.putArray("unneededWaivers");
        judgement.unneeded().forEach(waiver -> unneeded.addObject().put("class", waiver.inputClass()).put("reason", waiver.reason()));
        return ContractFile.pretty(json);
    }

    private static void put(ObjectNode json, Comparison.Pair pair) {
        json.put("name", pair.after().name());
        if (!pair.before().name().equals(pair.after().name())) {
            json.put("nameBefore", pair.before().name());
        }
        json.put("changed", pair.isChanged());
        json.put("boundBefore", ContractReport.bound(pair.before()));
        json.put("boundAfter", ContractReport.bound(pair.after()));
        json.put("conditionBefore", pair.before().condition().text());
        json.put("conditionAfter", pair.after().condition().text());
        PredictionJson.putValues(json.putObject("pcvs"), pair.values(), pair.variables());
        ObjectNode metrics = json.putObject("metrics");
        pair.changes().forEach((metric, change) -> put(metrics.putObject(metric.key()), change));
        ArrayNode causes = json.putArray("causes");
        if (pair.costChanged()) {
            pair.causes().forEach(cause -> put(causes.addObject(), cause));
        }
    }

    private static void put(ObjectNode json, Cause cause) {
        json.put("function", cause.function());
        put(json, cause.costs());
        ArrayNode lines = json.putArray("lines");
        cause.lines().forEach(line -> {
            ObjectNode each = lines.addObject();
            line.before().ifPresent(place -> each.put("before", place));
            line.after().ifPresent(place -> each.put("after", place));
            put(each, line.costs());
        });
    }

    private static void put(ObjectNode json, Map<Metric, Cause.Amount> costs) {
        ObjectNode metrics = json.putObject("metrics");
        costs.forEach((metric, amount) -> metrics.putObject(metric.key()).put("before", amount.before()).put("after", amount.after()));
    }

    private static void put(ObjectNode json, Change change) {
        json.put("direction", change.direction().name().toLowerCase(Locale.ROOT));
        ObjectNode before = json.putObject("before");
        before.put("formula", change.before().toString());
        PredictionJson.put(before, change.costBefore());
        ObjectNode after = json.putObject("after");
        after.put("formula", change.after().toString());
        PredictionJson.put(after, change.costAfter());
        ArrayNode terms = json.putArray("terms");
        for (Change.Term term : change.terms()) {
            ObjectNode each = terms.addObject();
            ObjectNode pcvs = each.putObject("pcvs");
            term.monomial().exponents().forEach(pcvs::put);
            each.put("before", term.before());
            each.put("after", term.after());
        }
    }

    private static void put(ObjectNode json, InputClass inputClass) {
        json.put("name", inputClass.name());
        json.put("condition", inputClass.condition().text());
        json.put("bound", ContractReport.bound(inputClass));
        ObjectNode metrics = json.putObject("metrics");
        inputClass.formulas().forEach((metric, formula) -> metrics.put(metric.key(), formula.toString()));
    }

    private static void put(ObjectNode json, Judgement.Verdict verdict) {
        json.put("class", verdict.inputClass());
        verdict.metric().ifPresent(metric -> json.put("metric", metric.key()));
        json.put("kind", verdict.kind().name().toLowerCase(Locale.ROOT));
        json.put("limit", verdict.limit());
        json.put("verdict", verdict.isBroken() ? "broken" : verdict.isWaived() ? "waived" : "held");
        verdict.breach().ifPresent(breach -> json.put("is", breach));
        verdict.waiver().filter(_ -> verdict.isWaived()).ifPresent(reason -> json.put("reason", reason));
    }
}
