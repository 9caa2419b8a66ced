package org.perfcontracts.cli;

import java.util.concurrent.Callable;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.target.InputException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        header = "Print a script by which bash completes commands and options.",
        description = {
            "",
            "zsh reads it as well, after 'autoload -U +X bashcompinit && bashcompinit'.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bolt completion > ~/.local/share/bash-completion/completions/bolt",
            "  source <(bolt completion)"
        })
final class CompletionCommand implements Callable<Integer> {
    @Mixin
    private StandardOptions standardOptions;

    private final Context context;

    CompletionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InputException {
        String script = AutoComplete.bash("bolt", Main.commandLine(context));
        new Output.Standard(context.out()).write(script);
        return ExitStatus.DONE.code();
    }
}
