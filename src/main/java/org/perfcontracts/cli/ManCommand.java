package org.perfcontracts.cli;

import java.util.concurrent.Callable;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the page of a command for man. */
@Command(
        name = "man",
        header = "Print the manual page of a command.",
        description = {
            "",
            "In the language of man, which shows it: 'bolt man contract | man -l -'.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bolt man contract | man -l -",
            "  bolt man > ~/.local/share/man/man1/bolt.1",
            "  bolt man bench random | man -l -"
        })
final class ManCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "which command, and which command of that (default: bolt as a whole)")
    private String[] names = {};

    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    ManCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        CommandLine command = Main.commandLine(context);
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new InputException(command.getCommandSpec().qualifiedName() + " has no command " + YamlNode.quoted(name)
                        + (command.getSubcommands().isEmpty() ? "" : "; known: " + String.join(", ", command.getSubcommands().keySet())));
            }
            command = next;
        }
        new Output.Standard(context.out()).write(ManualPage.of(command));
        return ExitStatus.DONE.code();
    }
}
