package org.perfcontracts.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Contracts of a library's operations as JSON; the format is described by {@code docs/library.schema.json}. */
public final class LibraryFile {
    /** Raised whenever a reader of the format as it was would misunderstand a new file. */
    public static final int FORMAT_VERSION = 1;

    private LibraryFile() {
    }

    /** The contracts as JSON text, always the same for equal contracts, with a line break at its end. */
    public static String toText(LibraryContract library) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", FORMAT_VERSION);
        ContractFile.putSubject(json, library.subject());
        json.put("complete", library.complete());
        json.set("reasons", ContractFile.strings(library.reasons()));
        ArrayNode operations = json.putArray("operations");
        library.operations().forEach(operation -> operations.add(toJson(operation)));
        json.set("notCalled", ContractFile.strings(library.notCalled()));
        ArrayNode pcvs = json.putArray("pcvs");
        library.pcvs().forEach(pcv -> pcvs.add(ContractFile.toJson(pcv)));
        json.set("assumptions", ContractFile.strings(library.assumptions()));
        return ContractFile.pretty(json);
    }

    private static ObjectNode toJson(OperationContract operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("operation", operation.operation());
        json.put("on", operation.on());
        json.put("meaning", operation.meaning());
        ArrayNode outcomes = json.putArray("outcomes");
        for (OperationContract.Outcome outcome : operation.outcomes()) {
            ObjectNode each = outcomes.addObject();
            each.put("name", outcome.name());
            ObjectNode metrics = each.putObject("metrics");
            outcome.formulas().forEach((metric, formula) -> metrics.set(metric.key(), ContractFile.toJson(formula)));
            each.put("ways", outcome.ways());
        }
        return json;
    }

    // ---- reading

    /**
     * Reads the contracts from JSON text.
     *
     * @throws IllegalArgumentException if it holds none; the message names the line or the key
     */
    public static LibraryContract fromText(String text) {
        JsonReader json = ContractFile.reader(text);
        long version = json.integer("formatVersion");
        if (version != FORMAT_VERSION) {
            throw new IllegalArgumentException("it has format version " + version + "; this program reads version " + FORMAT_VERSION);
        }
        return new LibraryContract(
                ContractFile.subject(json),
                json.list("operations").stream().map(LibraryFile::operation).toList(),
                json.texts("notCalled"),
                json.list("pcvs").stream().map(ContractFile::pcv).toList(),
                json.texts("assumptions"),
                json.truth("complete"),
                json.texts("reasons"));
    }

    private static OperationContract operation(JsonReader json) {
        return new OperationContract(json.text("operation"), json.text("on"), json.text("meaning"),
                json.list("outcomes").stream().map(LibraryFile::outcome).toList());
    }

    private static OperationContract.Outcome outcome(JsonReader json) {
        return new OperationContract.Outcome(json.text("name"), ContractFile.formulas(json.object("metrics")), Math.toIntExact(json.integer("ways")));
    }
}
