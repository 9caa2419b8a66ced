package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolchainTest {
    @TempDir
    private Path folder;

    private static Toolchain of(String compiler, String flags) {
        return new Toolchain(Optional.of(compiler), Optional.of(flags));
    }

    private Target target(String yaml) throws InputException {
        return TargetFile.parse(folder, yaml + "\nlevels: {nf: {entry: main}}\n");
    }

    @Test
    void theTargetsOwnChangesNothing() throws InputException {
        Target target = target("build: make\nbinary: build/t");
        assertEquals(target, Toolchain.OF_THE_TARGET.of(target));
        assertEquals(Map.of(), Toolchain.OF_THE_TARGET.environment());
    }

    @Test
    void anotherCompilerHasAnOutputFolderOfItsOwn() throws InputException {
        Toolchain clang = of("clang", "-O2 -g");
        Path output = clang.output();
        assertTrue(output.toString().startsWith("build/clang_-O2_-g-"), output.toString());
        Target built = clang.of(target("build: make\nbinary: build/sub/t"));
        assertEquals(folder.resolve(output).resolve("sub/t"), built.binary());
        assertEquals(Map.of("CC", "clang", "CFLAGS", "-O2 -g", "BUILD", output.toString()), clang.environment());
    }

    @Test
    void flagsThatReadTheSameWithoutPunctuationDoNotShareAFolder() {
        assertNotEquals(of("gcc", "-DA='x'").output(), of("gcc", "-DA=\"x\"").output());
        assertNotEquals(of("gcc", "").output(), new Toolchain(Optional.of("gcc"), Optional.empty()).output());
        String wild = of("/usr/bin/gcc", "-I../../x " + "-f ".repeat(200)).output().toString();
        assertTrue(wild.length() < 100, wild);
        assertEquals(2, Path.of(wild).normalize().getNameCount(), wild);
    }

    @Test
    void aBinaryElsewhereIsRefused() {
        assertThrows(InputException.class, () -> of("clang", "").of(target("build: make\nbinary: out/t")));
        assertThrows(InputException.class, () -> of("clang", "").of(target("binary: build/t")));
    }

    @Test
    void theEnvironmentReachesTheBuild() throws IOException, InputException {
        Files.writeString(folder.resolve("bolt.yaml"), """
                build: 'mkdir -p "$BUILD" && echo "$CC $CFLAGS" > "$BUILD/t"'
                binary: build/t
                levels: {nf: {entry: main}}
                """);
        Toolchain clang = of("clang", "-O1 'a b'");
        Target target = clang.of(TargetFile.read(folder));
        new Builder(new StopSignal()).build(target, clang.environment());
        assertEquals("clang -O1 'a b'\n", Files.readString(target.binary()));
    }

    @Test
    void aBuildEndsWhenItsUserWantsToStop() throws IOException {
        Files.writeString(folder.resolve("bolt.yaml"), """
                build: sleep 100
                binary: build/t
                levels: {nf: {entry: main}}
                """);
        var stop = new StopSignal();
        stop.request();
        InputException ended = assertThrows(
                InputException.class, () -> new Builder(stop).build(TargetFile.read(folder), Map.of()));
        assertTrue(ended.getMessage().endsWith("the build was stopped"), ended.getMessage());
    }
}
