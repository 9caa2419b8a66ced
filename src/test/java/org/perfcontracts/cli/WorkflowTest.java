package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workflow that the documentation has for pull requests, each of its commands in a shell, in a repository made for it. */
class WorkflowTest {
    @TempDir
    private Path folder;
    private Path checkout;
    private Path summary;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** The steps that are commands, by name, in order. */
    private static Map<String, String> steps() throws IOException {
        JsonNode job = new YAMLMapper().readTree(CommandRun.HOME.resolve("docs/performance.yml").toFile()).path("jobs").path("contract");
        Map<String, String> steps = new LinkedHashMap<>();
        for (JsonNode step : job.path("steps")) {
            if (step.has("run")) {
                steps.put(step.path("name").asText(), step.path("run").asText());
            }
        }
        return steps;
    }

    @BeforeEach
    void makeRepository() throws IOException, InterruptedException {
        Path origin = Files.createDirectories(folder.resolve("origin"));
        environment.putAll(Map.of("HOME", folder.toString(), "GIT_CONFIG_NOSYSTEM", "1", "TARGET", "nf/mine", "GITHUB_BASE_REF", "main",
                "GIT_AUTHOR_NAME", "t", "GIT_AUTHOR_EMAIL", "t@t.invalid", "GIT_COMMITTER_NAME", "t", "GIT_COMMITTER_EMAIL", "t@t.invalid"));
        summary = folder.resolve("summary.md");
        environment.put("GITHUB_STEP_SUMMARY", summary.toString());
        environment.put("BOLT", CommandRun.HOME.toString());
        var small = new SmallTarget(origin.resolve("nf/mine"));
        Files.writeString(origin.resolve("limits.yaml"), "classes: same\nlimits: [{soft: 2 %}]\n");
        small.write("");
        assertEquals(0, shell(origin, "git init --quiet --initial-branch=main && git add --all && git commit --quiet -m one"));
        checkout = folder.resolve("checkout");
        assertEquals(0, shell(folder, "git clone --quiet origin checkout && cd checkout && git checkout --quiet -b change"));
    }

    private int shell(Path where, String command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("/bin/bash", "-e", "-c", command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            System.out.println(output);
        }
        return status;
    }

    private void change(String line) throws IOException, InterruptedException {
        new SmallTarget(checkout.resolve("nf/mine")).write(line);
        assertEquals(0, shell(checkout, "git add --all && git commit --quiet --allow-empty -m change"));
    }

    @Test
    void aChangeThatCostsNothingPasses() throws Exception {
        change("    /* nothing */\n");
        assertEquals(0, shell(checkout, steps().get("Compare")));
        assertEquals(0, shell(checkout, steps().get("Tell")));
        assertTrue(Files.readString(summary).contains("No limit is broken"), Files.readString(summary));
    }

    @Test
    void aChangeThatCostsMoreIsToldOf() throws Exception {
        change("    packet[1] = packet[0] ^ 3;\n");
        assertEquals(3, shell(checkout, steps().get("Compare")));
        assertEquals(0, shell(checkout, steps().get("Tell")));
        String told = Files.readString(summary);
        assertTrue(told.contains("LIMITS BROKEN") && told.contains("new: small.c:6"), told);
    }

    /** What the steps before are for: a machine with git, and Bolt on it. */
    @Test
    void boltIsThere() throws Exception {
        assertEquals(List.of("Install git", "Install Bolt", "Compare", "Tell"), new ArrayList<>(steps().keySet()));
        Path tool = Files.createDirectories(folder.resolve("tool"));
        assertEquals(0, shell(tool, "git init --quiet && printf '#!/bin/sh\n' > bolt && chmod +x bolt && git add bolt && git commit --quiet -m tool"));
        environment.put("BOLT", folder.resolve("bolt").toString());
        assertEquals(0, shell(folder, steps().get("Install Bolt").replace("${{ vars.BOLT_REPOSITORY }}", "file://" + tool)));
        assertTrue(Files.isExecutable(folder.resolve("bolt/bolt")));
    }
}
