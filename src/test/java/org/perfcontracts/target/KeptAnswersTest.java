package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.perfcontracts.image.SnapshotParts;

class KeptAnswersTest {
    @TempDir
    private Path folder;

    private static KeptAnswer answer(String text) {
        return new KeptAnswer(new SnapshotParts(Map.of("rip", "1000"), List.of(new SnapshotParts.Bytes(0x1000, "90c3")), List.of(),
                new TreeMap<>(Map.of(0x1000L, true, 0x2000L, false))),
                new TreeMap<>(Map.of(0x1000L, "a.c:1")), List.of("all is well"), text);
    }

    private KeptAnswers.Place place(String build, String question) {
        return KeptAnswers.in(folder.resolve("cache"), build).place("a target, level nf", question).orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatIsKeptIsFoundByTheSameBuildAndQuestion() {
        place("1", "q").keep(answer("x"));
        assertEquals(Optional.of(answer("x")), place("1", "q").find());
        place("1", "q").keep(answer("y"));
        assertEquals(Optional.of(answer("y")), place("1", "q").find());
        assertEquals(Optional.empty(), place("2", "q").find());
        assertEquals(Optional.empty(), place("1", "r").find());
        assertEquals(Optional.empty(), KeptAnswers.none().place("a target, level nf", "q"));
    }

    /** Each single byte may be damaged, and the file may end anywhere. */
    @Test
    void nothingDamagedOrForeignIsBelieved() throws IOException {
        place("1", "q").keep(answer("x"));
        Path file = files().getFirst();
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(file, bad);
            KeptAnswers.Place place = place("1", "q");
            assertEquals(Optional.empty(), place.find(), "byte " + at);
            assertTrue(place.warnings().getFirst().startsWith(file + " holds no contract of an earlier run"), place.warnings()::toString);
            Files.write(file, java.util.Arrays.copyOf(good, at));
            assertEquals(Optional.empty(), place("1", "q").find(), at + " bytes");
        }
        for (String foreign : List.of("", "{}", "bolt-kept 1 " + KeptAnswers.hash("{}") + "\n{}", "bolt-kept 2 " + KeptAnswers.hash("") + "\n")) {
            Files.writeString(file, foreign);
            assertEquals(Optional.empty(), place("1", "q").find(), foreign);
        }
        place("1", "q").keep(answer("z"));
        assertEquals(Optional.of(answer("z")), place("1", "q").find());
    }

    /** As another user's is. A folder in place of the file can neither be read nor replaced, whoever tries. */
    @Test
    void whatCannotBeReadIsAWarningWithTheCause() throws IOException {
        place("1", "q").keep(answer("x"));
        Path file = files().getFirst();
        Files.delete(file);
        Files.createDirectories(file.resolve("inside"));
        KeptAnswers.Place place = place("1", "q");
        assertEquals(Optional.empty(), place.find());
        place.keep(answer("y"));
        assertEquals(List.of("the contract is derived anew: cannot read " + file + ": Is a directory"), place.warnings());
    }

    @Test
    void aLackOfPermissionIsSaidInWords() {
        assertEquals("kept.json: permission denied", Failures.describe(new AccessDeniedException("kept.json")));
    }

    @Test
    void whatCannotBeWrittenIsAWarning() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");
        KeptAnswers.Place place = place("1", "q");
        place.keep(answer("x"));
        assertEquals(1, place.warnings().size());
        assertTrue(place.warnings().getFirst().startsWith("the contract is not kept for later runs"), place.warnings()::toString);
    }

    /** A reader finds a whole answer at all times, and no draft is left. */
    @Test
    void severalRunsAtATime() throws Exception {
        place("1", "q").keep(answer("0"));
        List<Thread> writers = Stream.of("1", "2").map(text -> Thread.startVirtualThread(() -> {
            for (int i = 0; i < 50; i++) {
                place("1", "q").keep(answer(text.repeat(20_000)));
            }
        })).toList();
        while (writers.stream().anyMatch(Thread::isAlive)) {
            KeptAnswers.Place place = place("1", "q");
            assertTrue(place.find().isPresent(), place.warnings()::toString);
        }
        assertEquals(1, files().size());
    }

    @Test
    void theOldestGoWhenThereAreMany() throws IOException {
        place("1", "first").keep(answer("x"));
        Path first = files().getFirst();
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minusSeconds(1000)));
        Path draft = Files.writeString(folder.resolve("cache/1.draft"), "of a run that was killed");
        Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minusSeconds(10_000)));
        Path other = Files.writeString(folder.resolve("cache/mine.txt"), "not Bolt's");
        for (int i = 0; i < 100; i++) {
            place("1", "q" + i).keep(answer("x"));
        }
        assertEquals(101, files().size(), "a hundred answers and the other file");
        assertTrue(!Files.exists(first) && !Files.exists(draft) && Files.exists(other));
    }
}
