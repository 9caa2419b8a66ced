package org.perfcontracts.bench.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A random program.
 *
 * @param seed       it was made from
 * @param pieces     the names of what it was put together from
 * @param sources    its files of C, by name
 * @param options    that a compiler needs for it
 * @param entry      the function to analyse
 * @param parameters of the entry, as in {@code bolt.yaml}
 * @param mayNotEnd  whether some packets are meant to keep it going for ever
 */
public record Program(long seed, List<String> pieces, Map<String, String> sources, List<String> options, String entry, String parameters,
                      boolean mayNotEnd) {
    /** The built program, in its folder. */
    public static final String BINARY = "prog";

    /** Copies the collections. */
    public Program {
        pieces = List.copyOf(pieces);
        sources = Map.copyOf(sources);
        options = List.copyOf(options);
    }

    /** Where programs come from; the same seed gives the same program. */
    public interface Source {
        /**
         * The program of a seed.
         *
         * @param folder of its own, which exists: what makes it may leave files there
         */
        Program program(long seed, Path folder) throws IOException, InterruptedException;
    }

    /**
     * The command that builds it in its folder, a word each.
     *
     * @param home Bolt's own folder, which has the header with the marks
     */
    List<String> command(Compiler compiler, Path home) {
        List<String> more = new ArrayList<>(options);
        more.addAll(sources.keySet().stream().sorted().toList());
        return compiler.command(home, more, BINARY);
    }

    /** Writes it into a folder that exists, as a target that a compiler builds. */
    public void write(Path folder, Compiler compiler, Path home) throws IOException {
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Files.writeString(folder.resolve(source.getKey()), source.getValue());
        }
        Files.writeString(folder.resolve("bolt.yaml"), """
                build: %s
                binary: %s
                levels:
                  nf:
                    entry: %s
                    parameters: {%s}
                """.formatted(String.join(" ", command(compiler, home)), BINARY, entry, parameters));
    }
}
