package org.perfcontracts.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of a dozen lines as a target, for repositories that tests make. */
final class SmallTarget {
    private static final String PROGRAM = """
            #include <stdint.h>
            __attribute__((noinline)) int nf(uint8_t *packet, uint16_t length)
            {
                if (length < 14)
                    return -1;
            %s    return packet[12];
            }
            int main(void)
            {
                uint8_t packet[64] = {0};
                return nf(packet, 60);
            }
            """;

    private final Path folder;

    /** Makes the folder with its bolt.yaml. */
    SmallTarget(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.writeString(folder.resolve("bolt.yaml"), """
                build: gcc -O1 -g small.c -o small
                binary: small
                levels:
                  nf:
                    entry: nf
                    parameters: {packet: packet, length: {length: packet, bits: 16, range: [0, 64]}}
                """);
    }

    /** Writes the program, with some lines from line 6 on. */
    void write(String lines) throws IOException {
        Files.writeString(folder.resolve("small.c"), PROGRAM.formatted(lines));
    }
}
