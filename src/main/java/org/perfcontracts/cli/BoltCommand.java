package org.perfcontracts.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command without a command: help and version. */
@Command(
        name = "bolt",
        header = "Performance contracts of network functions, derived from their machine code.",
        description = "",
        version = BoltCommand.VERSION,
        commandListHeading = "%nCommands:%n",
        footer = {
            "  test      Set up what is missing and run every test.",
            "",
            "'bolt COMMAND --help' tells more about a command.",
            "",
            "Examples:",
            "  bolt contract nf/firewall",
            "  bolt validate nf/firewall"
        })
final class BoltCommand implements Runnable {
    /** The program and its version. */
    static final String VERSION = "bolt 0.1.0";

    @Spec
    private CommandSpec spec;

    @Mixin
    private StandardOptions standardOptions;

    @Option(names = "--version", versionHelp = true, description = "show the version")
    private boolean version;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }
}
