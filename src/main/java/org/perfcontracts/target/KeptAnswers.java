package org.perfcontracts.target;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Complete contracts of earlier runs, a file each. A file is believed if its first line says that it is one of these and gives
 * the hash of the rest; any other is left aside with a warning. It is there complete or not at all, however many runs there are
 * at a time. What cannot be written is not kept, and no run fails for it.
 */
public final class KeptAnswers {
    private static final String FIRST_WORDS = "bolt-kept 1 ";
    private static final String ENDING = ".kept";
    private static final String DRAFT = ".draft";
    private static final int MOST_FILES = 100;
    private static final Duration LONGEST_DRAFT = Duration.ofHours(1);

    private final Optional<Path> folder;
    private final String build;

    private KeptAnswers(Optional<Path> folder, String build) {
        this.folder = folder;
        this.build = build;
    }

    /** Keeps nothing. */
    public static KeptAnswers none() {
        return new KeptAnswers(Optional.empty(), "");
    }

    /** Those in the folder {@code target/cache} of Bolt's own folder; none where Bolt's own files cannot be read. */
    public static KeptAnswers below(Path home) {
        try {
            return in(home.resolve("target").resolve("cache"), OwnBuild.hash(home));
        } catch (IOException unreadable) {
            return none();
        }
    }

    /** Those in a folder, which need not exist, of one build of Bolt. */
    public static KeptAnswers in(Path folder, String build) {
        return new KeptAnswers(Optional.of(folder), build);
    }

    /** The place of the answer to one question; all warnings about it go into a list. */
    public final class Place {
        private final Path file;
        private final List<String> warnings = new ArrayList<>();
        private boolean unreadable;

        private Place(Path file) {
            this.file = file;
        }

        /** The answer that is kept there. */
        public Optional<KeptAnswer> find() {
            try {
                KeptAnswer kept = parse(Files.readString(file));
                touch(file);
                return Optional.of(kept);
            } catch (NoSuchFileException none) {
                return Optional.empty();
            } catch (CharacterCodingException | IllegalArgumentException e) {
                warnings.add(file + " holds no contract of an earlier run (" + Failures.oneLine(e) + "); it is derived anew");
                return Optional.empty();
            } catch (IOException e) {
                unreadable = true;
                warnings.add("the contract is derived anew: cannot read " + reason(e));
                return Optional.empty();
            }
        }

        private String reason(IOException e) {
            String reason = Failures.describe(e);
            return reason.contains(file.toString()) ? reason : file + ": " + reason;
        }

        /** Keeps an answer there, in place of one that was. */
        public void keep(KeptAnswer answer) {
            Path draft = null;
            try {
                Files.createDirectories(file.getParent());
                draft = Files.createTempFile(file.getParent(), "", DRAFT);
                String text = answer.toText();
                Files.writeString(draft, FIRST_WORDS + hash(text) + "\n" + text);
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                tidy(file.getParent());
            } catch (IOException e) {
                // What could not be read was named already; that it cannot be replaced has the same cause.
                if (!unreadable) {
                    warnings.add("the contract is not kept for later runs: cannot write " + Failures.describe(e));
                }
                delete(draft);
            }
        }

        /** What went wrong, a line each. */
        public List<String> warnings() {
            return warnings;
        }
    }

    /**
     * The place of an answer; empty where nothing is kept.
     *
     * @param name tells people what the answer is about; it becomes part of the file's name
     * @param question what was asked for
     */
    public Optional<Place> place(String name, String question) {
        String words = name.replaceAll("[^A-Za-z0-9_-]+", "-");
        String file = words.substring(0, Math.min(words.length(), 80)) + "-" + hash(build + "\n" + question).substring(0, 16) + ENDING;
        return folder.map(place -> new Place(place.resolve(file)));
    }

    private static KeptAnswer parse(String text) {
        int end = text.indexOf('\n');
        if (end < 0 || !text.startsWith(FIRST_WORDS)) {
            throw new IllegalArgumentException("it does not begin as such a file does");
        }
        String rest = text.substring(end + 1);
        if (!text.substring(FIRST_WORDS.length(), end).equals(hash(rest))) {
            throw new IllegalArgumentException("it is damaged");
        }
        return KeptAnswer.fromText(rest);
    }

    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    // ---- order

    /** Deletes what was used longest ago, and drafts that nobody finishes any more. */
    private static void tidy(Path folder) throws IOException {
        List<Path> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(ENDING)) {
                    kept.add(file);
                } else if (file.toString().endsWith(DRAFT) && lastUse(file).isBefore(Instant.now().minus(LONGEST_DRAFT))) {
                    delete(file);
                }
            }
        }
        kept.sort(Comparator.comparing(KeptAnswers::lastUse).reversed());
        kept.stream().skip(MOST_FILES).forEach(KeptAnswers::delete);
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // Another user's: it is as good, only its age is not ours to set.
        }
    }

    private static Instant lastUse(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.now();       // gone, or not ours to delete
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It stays, and does no harm.
        }
    }
}
