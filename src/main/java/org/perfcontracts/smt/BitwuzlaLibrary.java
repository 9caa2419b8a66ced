package org.perfcontracts.smt;

import java.nio.file.Files;
import java.nio.file.Path;

/** The native half of Bitwuzla, loaded at most once a process. */
final class BitwuzlaLibrary {
    private static final String FILE = "javasmt-solver-bitwuzla-libbitwuzlaj-x64.so";

    private BitwuzlaLibrary() {
    }

    /**
     * Sees that the library is loaded.
     *
     * @throws IllegalStateException if it is not where the build puts it, or does not load
     */
    static void load() {
        if (Loaded.FAILURE != null) {
            throw new IllegalStateException(Loaded.FAILURE);
        }
    }

    /** Holds the outcome of the one attempt. */
    private static final class Loaded {
        static final String FAILURE = attempt();

        private static String attempt() {
            String home = System.getProperty("bolt.home");
            if (home == null) {
                return "the system property bolt.home does not name Bolt's folder; start Bolt by its launcher";
            }
            Path file = Path.of(home, "target", "native", FILE).toAbsolutePath();
            if (!Files.exists(file)) {
                return "the solver's library " + file + " is missing; build Bolt with mvn compile";
            }
            try {
                System.load(file.toString());
                return null;
            } catch (UnsatisfiedLinkError e) {
                return "the solver's library " + file + " does not load: " + e.getMessage();
            }
        }
    }
}
