package org.perfcontracts.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares texts with files in {@code src/test/resources}. With {@code -Dbolt.golden=write} the files are written
 * anew instead; what changed is then for the reviewer of the change to judge.
 */
public final class Golden {
    private Golden() {
    }

    /** Compares a text with a file, named by its path below that folder. */
    public static void check(String name, String text) throws IOException {
        Path file = Path.of(System.getProperty("bolt.home", "."), "src", "test", "resources").resolve(name);
        if (System.getProperty("bolt.golden", "").equals("write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text, file.toString());
    }
}
