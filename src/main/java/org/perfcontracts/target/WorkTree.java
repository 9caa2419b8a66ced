package org.perfcontracts.target;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A revision of the git repository that a folder is in, checked out beside it for as long as this is open. */
public final class WorkTree implements AutoCloseable {
    private final Path repository;
    private final Path temporary;
    private final String prefix;

    private WorkTree(Path repository, Path temporary, String prefix) {
        this.repository = repository;
        this.temporary = temporary;
        this.prefix = prefix;
    }

    /**
     * Checks a revision out.
     *
     * @param folder   in a git repository
     * @param revision as git names it: a branch, a tag, a commit
     * @throws InputException where the folder is in no repository, the revision is none of it, or it cannot be checked out
     */
    public static WorkTree of(Path folder, String revision) throws InputException {
        String top = git(folder, folder + " is in no git repository", "rev-parse", "--show-toplevel");
        String prefix = git(folder, folder + " is in no git repository", "rev-parse", "--show-prefix");
        Path repository = Path.of(top);
        String commit = git(repository, "no revision " + YamlNode.quoted(revision) + " in " + top, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        Path temporary;
        try {
            temporary = Files.createTempDirectory("bolt-revision");
        } catch (IOException e) {
            throw new InputException("cannot make a temporary folder: " + Failures.oneLine(e), e);
        }
        var tree = new WorkTree(repository, temporary, prefix);
        try {
            git(repository, "cannot check out " + revision, "worktree", "add", "--quiet", "--force", "--detach", tree.root().toString(), commit);
        } catch (InputException e) {
            tree.close();
            throw e;
        }
        return tree;
    }

    private Path root() {
        return temporary.resolve("tree");
    }

    /** Where the folder is in the revision, whether that has it or not. */
    public Path folder() {
        return root().resolve(prefix);
    }

    /** Takes the revision away, and whatever was built in it. */
    @Override
    public void close() {
        try {
            git(repository, "", "worktree", "remove", "--force", root().toString());
        } catch (InputException e) {
            // What is left is deleted below, and git forgets a work tree that is gone.
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            // A folder for temporary files is cleared by others.
        }
    }

    /** What git prints, without the line break at its end. */
    private static String git(Path folder, String failure, String... arguments) throws InputException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new InputException(output.isEmpty() ? failure : failure + ": " + output.lines().reduce((_, last) -> last).orElse(""));
            }
            return output;
        } catch (IOException e) {
            throw new InputException("cannot run git: " + Failures.oneLine(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("interrupted", e);
        }
    }
}
