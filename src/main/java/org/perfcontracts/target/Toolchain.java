package org.perfcontracts.target;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The compiler and flags a target is built with; what is empty is left to the target.
 *
 * @param compiler becomes {@code CC} in the build's environment
 * @param flags become {@code CFLAGS} in the build's environment
 */
public record Toolchain(Optional<String> compiler, Optional<String> flags) {
    /** What the target chooses itself. */
    public static final Toolchain OF_THE_TARGET = new Toolchain(Optional.empty(), Optional.empty());

    /** Where a target's own build goes, below its folder. */
    private static final Path USUAL_OUTPUT = Path.of("build");

    /**
     * The output folder, relative to the target's. A toolchain other than the target's own has one for itself, so that
     * builds live side by side.
     */
    public Path output() {
        if (equals(OF_THE_TARGET)) {
            return USUAL_OUTPUT;
        }
        String words = compiler.orElse("cc") + " " + flags.orElse("");
        String readable = words.strip().replaceAll("[^A-Za-z0-9.=+-]+", "_");
        String start = readable.substring(0, Math.min(readable.length(), 60));
        return USUAL_OUTPUT.resolve(start + "-" + checksum());
    }

    /** What is added to the environment of a build. */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        compiler.ifPresent(value -> environment.put("CC", value));
        flags.ifPresent(value -> environment.put("CFLAGS", value));
        if (!equals(OF_THE_TARGET)) {
            environment.put("BUILD", output().toString());
        }
        return environment;
    }

    /**
     * The binary that this toolchain makes of a target.
     *
     * @throws InputException where the target's binary is not below {@code build/}, so that its place cannot be known
     */
    public Target of(Target target) throws InputException {
        if (equals(OF_THE_TARGET)) {
            return target;
        }
        if (target.build().isEmpty()) {
            throw new InputException(target.name() + " has no build command, so --cc and --cflags have no meaning for it");
        }
        Path usual = target.folder().toAbsolutePath().normalize().resolve(USUAL_OUTPUT);
        if (!target.binary().startsWith(usual)) {
            throw new InputException(target.name() + ": --cc and --cflags need a binary below build/, not "
                    + target.binary() + "; see docs/bolt-yaml.md");
        }
        Path folder = target.folder().toAbsolutePath().normalize();
        return target.withBinary(folder.resolve(output()).resolve(usual.relativize(target.binary())));
    }

    // Different flags may read the same once their punctuation is gone.
    private String checksum() {
        var checksum = new CRC32();
        checksum.update((compiler + "\0" + flags).getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", checksum.getValue());
    }
}
