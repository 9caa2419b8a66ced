package org.perfcontracts.target;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** This build of Bolt. */
final class OwnBuild {
    private OwnBuild() {}

    /** A hash of everything that an answer is made by: Bolt's classes and native libraries, and the names and sizes of others' jars. */
    static String hash(Path home) throws IOException {
        MessageDigest digest = KeptAnswers.sha256();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                addAll(digest, path);
            } else if (path.getFileName().toString().equals("bolt.jar")) {
                digest.update(Files.readAllBytes(path));
            } else if (Files.exists(path)) {
                digest.update((path.getFileName() + " " + Files.size(path) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        for (String library : List.of("libboltagent.so", "libboltdecode.so")) {
            digest.update(Files.readAllBytes(home.resolve("native").resolve("build").resolve(library)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addAll(MessageDigest digest, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update((folder.relativize(file) + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
    }
}
