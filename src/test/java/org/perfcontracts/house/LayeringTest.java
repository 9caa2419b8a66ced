package org.perfcontracts.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A room imports only rooms above it in {@link #ROOMS}. A room inside another has a place of its own. Read from the compiled
 * classes, so that a name written in full counts like an import.
 */
class LayeringTest {
    private static final List<String> ROOMS = List.of(
            "image", "expr", "smt", "x86", "timing", "formula",
            "explore.memory", "explore.code", "explore.lines", "explore.state", "explore.loop", "explore.input", "explore",
            "contract", "chain", "decision", "traffic", "cpu", "search", "report.page", "report", "target", "decision.input", "engine", "bench", "bench.random", "cli");
    /** The room of a class: all of its name in lower case. */
    private static final Pattern NAME_OF_OURS = Pattern.compile("org/perfcontracts/((?:[a-z]\\w*/)+)");
    private static final Path CLASSES = Repository.HOME.resolve("target/classes/org/perfcontracts");
    private static final Path SOURCES = Repository.HOME.resolve("src/main/java/org/perfcontracts");

    @Test
    void everyRoomImportsOnlyRoomsAbove() throws IOException {
        var wrong = new ArrayList<String>();
        for (var room : imports().entrySet()) {
            for (String imported : room.getValue()) {
                if (ROOMS.indexOf(imported) > ROOMS.indexOf(room.getKey())) {
                    wrong.add(room.getKey() + " imports " + imported);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void roomsHaveNoCycles() throws IOException {
        Map<String, Set<String>> left = imports();
        boolean shrunk = true;
        while (shrunk) {
            shrunk = left.entrySet().removeIf(room -> room.getValue().stream().noneMatch(left::containsKey));
        }
        assertEquals(Map.of(), left, "each of these rooms imports another of them");
    }

    /** The reading itself: target surely imports image, and a room does not import itself. */
    @Test
    void importsAreFound() throws IOException {
        Map<String, Set<String>> imports = imports();
        assertTrue(imports.get("target").contains("image"), imports.toString());
        assertTrue(imports.get("smt").contains("expr"), imports.toString());
        assertTrue(imports.get("explore.state").contains("explore.memory"), imports.toString());
        assertFalse(imports.get("cli").contains("cli"), imports.toString());
    }

    @Test
    void everyRoomIsKnownAndSaysWhatItIsFor() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES).filter(Files::isDirectory).skip(1)) {
            for (Path folder : folders.toList()) {
                String name = room(SOURCES.relativize(folder).toString());
                assertTrue(ROOMS.contains(name), name + " is not in the list of rooms");
                Path words = folder.resolve("package-info.java");
                assertTrue(Files.exists(words), name + " has no package-info.java");
                assertTrue(Files.readString(words).contains("/**"), words + " says nothing");
            }
        }
    }

    private static Map<String, Set<String>> imports() throws IOException {
        var imports = new TreeMap<String, Set<String>>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String room = room(CLASSES.relativize(file).getParent().toString());
                Set<String> found = imports.computeIfAbsent(room, key -> new TreeSet<>());
                found.addAll(roomsNamedBy(ClassFile.of().parse(file)));
                found.remove(room);
            }
        }
        return imports;
    }

    // Classes referred to by code are class entries; those of fields and parameters stand in descriptors, which are plain text.
    private static Set<String> roomsNamedBy(ClassModel model) {
        var rooms = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            String text = switch (entry) {
                case ClassEntry type -> type.asInternalName();
                case Utf8Entry words -> words.stringValue();
                default -> "";
            };
            Matcher names = NAME_OF_OURS.matcher(text);
            while (names.find()) {
                rooms.add(room(names.group(1)));
            }
        }
        return rooms;
    }

    /** The name of the room in a folder: a room inside another has a dot in it. */
    private static String room(String folder) {
        return folder.replaceFirst("/$", "").replace('/', '.');
    }
}
