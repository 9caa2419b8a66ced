package org.perfcontracts.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's help as a manual page, in the macros of man(7). */
final class ManualPage {
    private final CommandSpec spec;
    private final StringBuilder out = new StringBuilder();

    private ManualPage(CommandSpec spec) {
        this.spec = spec;
    }

    static String of(CommandLine command) {
        return new ManualPage(command.getCommandSpec()).write();
    }

    private String write() {
        String name = spec.qualifiedName("-");
        out.append(".TH ").append(name.toUpperCase(Locale.ROOT)).append(" 1 \"\" \"").append(String.join(" ", spec.root().version())).append("\" \"Bolt\"\n");
        section("NAME");
        line(name + " - " + String.join(" ", spec.usageMessage().header()));
        section("SYNOPSIS");
        out.append(".B ").append(escape(spec.qualifiedName())).append('\n');
        List<String> arguments = new ArrayList<>(List.of("[OPTION...]"));
        spec.positionalParameters().forEach(parameter -> arguments.add(parameter.arity().min() == 0 ? "[" + parameter.paramLabel() + "]" : parameter.paramLabel()));
        if (!spec.subcommands().isEmpty()) {
            arguments.add("[COMMAND]");
        }
        line(String.join(" ", arguments));
        if (Arrays.stream(spec.usageMessage().description()).anyMatch(text -> !text.isBlank())) {
            section("DESCRIPTION");
            texts(spec.usageMessage().description());
        }
        if (!spec.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                item(parameter.paramLabel(), parameter.description());
            }
        }
        section("OPTIONS");
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                item(String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : "=" + option.paramLabel()), option.description());
            }
        }
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            spec.subcommands().forEach((each, command) -> item(each, command.getCommandSpec().usageMessage().header()));
        }
        footer();
        return out.toString();
    }

    /** What is below the options: paragraphs, of which one that ends with a colon begins a section of lines to be kept. */
    private void footer() {
        boolean kept = false;
        for (String text : spec.usageMessage().footer()) {
            if (text.endsWith(":") && !text.startsWith(" ")) {
                end(kept);
                section(text.substring(0, text.length() - 1).toUpperCase(Locale.ROOT));
                out.append(".nf\n");
                kept = true;
            } else if (text.startsWith("Exit status: ")) {
                section("EXIT STATUS");
                line(text.substring("Exit status: ".length()));
            } else if (kept && !text.isBlank()) {
                line(text.strip());
            } else if (!text.isBlank() && !text.startsWith(" ")) {
                out.append(".PP\n");
                line(text);
            }
        }
        end(kept);
    }

    private void end(boolean kept) {
        if (kept) {
            out.append(".fi\n");
        }
    }

    private void section(String name) {
        out.append(".SH ").append(name).append('\n');
    }

    private void item(String term, String[] description) {
        out.append(".TP\n.B ").append(escape(term)).append('\n');
        texts(description);
    }

    private void texts(String[] texts) {
        Arrays.stream(texts).filter(text -> !text.isBlank()).forEach(this::line);
    }

    private void line(String text) {
        out.append(escape(text)).append('\n');
    }

    /** Backslashes and hyphens are signs of the language, and so is a dot or an apostrophe that begins a line. */
    private static String escape(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
