package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.contract.ContractFile;
import org.perfcontracts.engine.ExitStatus;

/** Commands with the real engine, whose answers are read from their JSON; at the finest resolution unless another is given. */
final class JsonRun {
    private static final JsonSchema SCHEMA = schema();

    private JsonRun() {}

    /** A contract that must come with the given exit status, and be one that the published schema takes. */
    static Contract contract(ExitStatus expected, List<String> arguments) {
        String json = run(expected, "contract", arguments);
        assertEquals("[]", SCHEMA.validate(json, InputFormat.JSON).toString(), json);
        return ContractFile.fromText(json);
    }

    /** Likewise of arguments one by one, and complete. */
    static Contract contract(String... arguments) {
        return contract(ExitStatus.DONE, List.of(arguments));
    }

    /** A validation that must come with the given exit status. */
    static JsonNode validation(ExitStatus expected, List<String> arguments) {
        String json = run(expected, "validate", arguments);
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String run(ExitStatus expected, String command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(command, "--format", "json"));
        if (!arguments.contains("--resolution")) {
            line.addAll(List.of("--resolution", "0"));
        }
        line.addAll(arguments);
        CommandRun run = CommandRun.of(line.toArray(String[]::new));
        assertEquals(expected.code(), run.status(), () -> line + "\n" + run.err() + run.out());
        assertEquals("", run.err());
        return run.out();
    }

    private static JsonSchema schema() {
        try {
            String text = Files.readString(CommandRun.HOME.resolve("docs/contract.schema.json"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The arguments that name a target of this repository, and more. */
    static List<String> on(String target, String... more) {
        List<String> arguments = new ArrayList<>(List.of(CommandRun.HOME.resolve(target).toString()));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }
}
