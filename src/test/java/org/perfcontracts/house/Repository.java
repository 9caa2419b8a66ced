package org.perfcontracts.house;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of this repository, as its tests see them. */
final class Repository {
    /** The folder that holds everything. */
    static final Path HOME = Path.of(System.getProperty("bolt.home", "")).toAbsolutePath().normalize();

    private static final Set<String> MADE = Set.of("build", ".git");
    private static final Path CLASSES = HOME.resolve("target");

    private Repository() {}

    /** Every file that people wrote. */
    static List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(HOME, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(CLASSES) || MADE.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
