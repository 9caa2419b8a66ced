package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions of a target in a git repository, compared as a developer does before a change is merged. */
class RevisionsTest {
    @TempDir
    private Path repository;
    private Path target;
    private SmallTarget small;

    @BeforeEach
    void makeRepository() throws IOException, InterruptedException {
        target = repository.resolve("nf/small");
        small = new SmallTarget(target);
        git("init", "--quiet", "--initial-branch=main");
        commit("", "v1");
        commit("    packet[1] = packet[0] ^ 3;\n", "v2");
        commit("    packet[1] = ;\n", "broken");
        Files.writeString(target.resolve("small.c"), "what nobody has committed");
    }

    private void commit(String line, String tag) throws IOException, InterruptedException {
        small.write(line);
        git("add", "--all");
        git("-c", "user.name=t", "-c", "user.email=t@t.invalid", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", tag);
        git("tag", tag);
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void twoRevisions() throws Exception {
        CommandRun run = CommandRun.of("diff", target.toString(), "--git", "v1..v2");
        assertEquals(0, run.status(), run.err());
        for (String expected : List.of("Classes that changed", "new: small.c:6: +")) {
            assertTrue(run.out().contains(expected), () -> run.out() + "lacks: " + expected);
        }
        assertEquals(1, git("worktree", "list").lines().count(), "a work tree was left behind");
        Path limits = Files.writeString(repository.resolve("limits.yaml"), "limits: [{soft: 2 %}]\n");
        assertEquals(3, CommandRun.of("diff", target.toString(), "--git", "v1..v2", "--limits", limits.toString()).status());
    }

    @Test
    void revisionsThatCannotBeCompared() throws Exception {
        refused("revision broken: small: 'gcc -O1 -g small.c -o small' failed with status 1", "diff", target.toString(), "--git", "v1..broken");
        refused("revision v3: no revision 'v3' in ", "diff", target.toString(), "--git", "v1..v3");
        refused("--git: two revisions with .. between are expected, such as v1.2..HEAD, not 'v1'", "diff", target.toString(), "--git", "v1");
        refused("not 'v1...v2'", "diff", target.toString(), "--git", "v1...v2");
        refused("--git compares revisions of one folder", "diff", target.toString(), target.toString(), "--git", "v1..v2");
        refused("Give NEW, or revisions by --git A..B", "diff", target.toString());
        refused("is in no git repository", "diff", Files.createTempDirectory("bolt-no-repository").toString(), "--git", "v1..v2");
        refused("is no folder, so it has no revisions", "diff", target.resolve("bolt.yaml").toString(), "--git", "v1..v2");
        assertEquals(1, git("worktree", "list").lines().count(), "a work tree was left behind");
    }

    private static void refused(String expected, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }
}
