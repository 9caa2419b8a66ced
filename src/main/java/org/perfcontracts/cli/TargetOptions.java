package org.perfcontracts.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.perfcontracts.cpu.CpuLevel;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.Entry;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Parameter;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.target.Toolchain;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The target and the level of a command, as given on its command line; but for what a bare binary is run with, which stands behind all else. */
final class TargetOptions {
    @Parameters(index = "0", paramLabel = "TARGET", description = "a folder with a bolt.yaml, or a binary")
    private Path target;

    @Option(names = "--level", paramLabel = "LEVEL",
            description = "nf: one call of the packet function; stack: one poll iteration, driver and DPDK included "
                    + "(default: the first the target has)")
    private String level;

    @Option(names = "--isa", paramLabel = "ISA",
            description = "x86-64-v2, x86-64-v3 or x86-64-v4: what libc and DPDK may use (default: the target's)")
    private String isa;

    @Option(names = "--cc", paramLabel = "COMPILER",
            description = "build the target with this compiler, in an output folder of its own")
    private String compiler;

    @Option(names = "--cflags", paramLabel = "FLAGS",
            description = "build the target with these flags, in an output folder of its own")
    private String flags;

    @Option(names = "--entry", paramLabel = "ENTRY", description = "of a bare binary: the function to analyse, by its name or address, "
            + "or 'receive(port 0)'")
    private String entry;

    @Option(names = "--arrival", paramLabel = "N", description = "start when the entry is reached for the N-th time "
            + "(default: what the target's bolt.yaml says, else 1; 1000 with a card)")
    private Integer arrival;

    @Option(names = "--parameters", paramLabel = "YAML",
            description = "of a bare binary: the entry's parameters, as in bolt.yaml, for example "
                    + "'{packet: packet, length: {length: packet, bits: 16}}' (default: those that debug information tells)")
    private String parameters;

    @Option(names = "--burst", paramLabel = "N",
            description = "of a packet function that gets a burst of packets, or at level stack with a card: how many these are at most, 1 to 32 "
                    + "(default: what the target says, else 1 with a card; 4, or as many as there are at the entry if these are fewer)")
    private Integer burst;

    @Option(names = "--followed", paramLabel = "M",
            description = "at level stack with a card and --burst N: follow polls with up to M packets; those with up to N are run, and what they do besides "
                    + "becomes PCVs (default: N)")
    private Integer followed;

    @Option(names = "--driver", paramLabel = "DRIVER",
            description = "at level stack: ixgbe, virtio, net_ring, or none where the driver makes its packets; of a folder, "
                    + "instead of the one that its bolt.yaml names")
    private String driver;

    /** A target and one of its levels. */
    record Choice(Target target, Level level, Toolchain toolchain) {}

    /**
     * What the options say; the target is not built yet.
     *
     * @param arguments what a bare binary is run with
     */
    Choice choose(List<String> arguments) throws InputException {
        Optional<LevelName> name = levelName();
        Toolchain toolchain = new Toolchain(Optional.ofNullable(compiler), Optional.ofNullable(flags));
        Target described = Files.isDirectory(target) ? folder(arguments) : binary(name.orElse(LevelName.NF), arguments);
        Target wanted = toolchain.of(isa == null ? described : described.withCpuLevel(cpuLevel()));
        Level chosen = wanted.level(name);
        Level driven = Files.isDirectory(target) && driver != null ? withDriver(wanted, chosen) : chosen;
        return new Choice(wanted, withFollowed(withBurst(arrival == null ? driven : driven.atArrival(arrival()))), toolchain);
    }

    private Level withDriver(Target of, Level chosen) throws InputException {
        if (chosen.name() != LevelName.STACK) {
            throw new InputException("--driver is for level stack; " + of.name() + " is analysed at level " + chosen.name());
        }
        return chosen.withDriver(driver());
    }

    private Driver driver() throws InputException {
        try {
            return driver == null ? Driver.NONE : Driver.of(driver);
        } catch (IllegalArgumentException e) {
            throw new InputException("--driver: " + e.getMessage(), e);
        }
    }

    private int arrival() throws InputException {
        if (arrival < 1 || arrival > Level.LAST_ARRIVAL) {
            throw new InputException("--arrival: must be a number from 1 to " + Level.LAST_ARRIVAL + ", not " + arrival);
        }
        return arrival;
    }

    private Level withBurst(Level chosen) throws InputException {
        if (burst == null) {
            return chosen;
        }
        if (burst < 1 || burst > Burst.MOST) {
            throw new InputException("--burst: must be a number from 1 to " + Burst.MOST + ", not " + burst);
        }
        if (chosen.name() != LevelName.NF && chosen.device().isEmpty()) {
            throw new InputException("--burst: " + chosen.driver().withoutBursts());
        }
        return chosen.withBurst(burst);
    }

    private Level withFollowed(Level chosen) throws InputException {
        if (followed == null) {
            return chosen;
        }
        if (chosen.name() != LevelName.STACK || followed < 2 || followed > chosen.packetsOfPolls()) {
            throw new InputException("--followed: must be a number from 2 to what --burst says, at level stack with a card, not " + followed);
        }
        return chosen.following(followed);
    }

    private Optional<LevelName> levelName() throws InputException {
        if (level == null) {
            return Optional.empty();
        }
        return Optional.of(LevelName.of(level).orElseThrow(() -> unknown("--level", level, LevelName.keys())));
    }

    private CpuLevel cpuLevel() throws InputException {
        return CpuLevel.named(isa).orElseThrow(() -> unknown("--isa", isa, Target.CPU_LEVELS));
    }

    private Target folder(List<String> arguments) throws InputException {
        if (entry != null || parameters != null || !arguments.isEmpty()) {
            throw new InputException("--entry, --parameters and arguments are for a bare binary; "
                    + target + " is a folder, whose bolt.yaml says it all");
        }
        if (!Files.exists(target.resolve(TargetFile.NAME))) {
            throw new InputException(target + " is a folder without " + TargetFile.NAME
                    + "; docs/analyse-your-own-program.md tells how to write one");
        }
        return TargetFile.read(target);
    }

    private Target binary(LevelName name, List<String> arguments) throws InputException {
        if (!Files.exists(target)) {
            throw new InputException(target + ": no such file or folder");
        }
        if (!Files.isRegularFile(target) || !Files.isReadable(target)) {
            throw new InputException(target + " is not a file that can be read");
        }
        if (entry == null) {
            throw new InputException(target + " is a bare binary: name the function to analyse by --entry");
        }
        try {
            Path file = target.toRealPath();
            var levels = new TreeMap<LevelName, Level>();
            levels.put(name, level(name, arguments));
            return new Target(file.getFileName().toString(), Path.of("").toAbsolutePath(), Optional.empty(), file,
                    CpuLevel.V2, levels, List.of(), List.of(), Optional.empty());
        } catch (IOException e) {
            throw new InputException("cannot read " + Failures.describe(e), e);
        }
    }

    private Level level(LevelName name, List<String> arguments) throws InputException {
        Optional<List<Parameter>> given =
                parameters == null ? Optional.empty() : Optional.of(TargetFile.parameters("--parameters", parameters));
        Driver chosen = driver();
        Entry place = Entry.of(entry).orElseThrow(() ->
                new InputException("--entry: must be " + Entry.FORMS + ", not " + YamlNode.quoted(entry)));
        return new Level(name, place, arguments, given, chosen, Level.ETHERNET_FRAME, chosen.arrival());
    }

    static InputException unknown(String option, String value, String known) {
        return new InputException(option + ": unknown: " + YamlNode.quoted(value) + "; known: " + known);
    }
}
