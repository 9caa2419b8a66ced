package org.perfcontracts.bench.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A random program.
 *
 * @param seed   it was made from
 * @param pieces the names of its pieces
 * @param longest length of a packet, in bytes
 * @param source of its packet function and its setup
 */
public record Program(long seed, List<String> pieces, int longest, String source) {
    /** Its packet function, of a packet and its length. */
    public static final String ENTRY = "nf";

    /** The built program, in its folder. */
    public static final String BINARY = "prog";

    private static final String MAIN = """
            #include <stdint.h>

            int nf(uint8_t *packet, uint16_t length);
            void setup(void);

            static uint8_t buffer[2048] __attribute__((aligned(64)));
            volatile int sink;

            int main(void)
            {
            	setup();
            	for (;;)
            		sink = nf(buffer, 64);
            }
            """;

    /** Copies the list. */
    public Program {
        pieces = List.copyOf(pieces);
    }

    /**
     * Writes it into a folder that exists, as a target that a compiler builds.
     *
     * @param home Bolt's own folder, which has the header with the marks
     */
    public void write(Path folder, Compiler compiler, Path home) throws IOException {
        Files.writeString(folder.resolve("nf.c"), source);
        Files.writeString(folder.resolve("main.c"), MAIN);
        Files.writeString(folder.resolve("bolt.yaml"), """
                build: %s
                binary: %s
                levels:
                  nf:
                    entry: %s
                    parameters: {packet: packet, length: {length: packet, bits: 16, range: [0, %d]}}
                """.formatted(String.join(" ", compiler.command(home, List.of("nf.c", "main.c"), BINARY)), BINARY, ENTRY, longest));
    }
}
