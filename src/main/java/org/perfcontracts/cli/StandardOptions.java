package org.perfcontracts.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
final class StandardOptions {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this help")
    private boolean help;

    @Option(names = "--debug", description = "show where in Bolt an error came from")
    private boolean debug;
}
