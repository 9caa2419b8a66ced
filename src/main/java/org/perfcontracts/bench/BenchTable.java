package org.perfcontracts.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.engine.Format;
import org.perfcontracts.engine.Statistics;
import org.perfcontracts.target.LevelName;

/** What the analyses took, as a table. */
public record BenchTable(List<Row> rows) {
    private static final List<String> HEADINGS =
            List.of("target", "level", "paths", "instructions", "queries", "seconds", "decisions", "values", "loops", "witnesses", "words",
                    "peak MB", "bar");
    /** What solvers are asked for, in seconds over all threads. */
    private static final List<String> PURPOSES = HEADINGS.subList(6, 11);

    /**
     * One analysis.
     *
     * @param target as the bars name it
     * @param level of the target
     * @param exit status of the analysis
     * @param figures empty where the analysis came to nothing
     * @param said on its error stream
     * @param bar what it may take, if someone said
     */
    public record Row(
            String target,
            LevelName level,
            int exit,
            Optional<Statistics> figures,
            String said,
            Optional<Bars.Bar> bar) {
        /** Whether there are figures above the bar. */
        boolean isOverBar() {
            return bar.isPresent() && figures.isPresent() && !bar.get().holds(figures.get());
        }

        private String verdict() {
            if (figures.isEmpty()) {
                return "failed";
            }
            if (exit != ExitStatus.DONE.code()) {
                return "not complete";
            }
            String limit = bar.map(b -> b.seconds() + " s, " + b.megabytes() + " MB").orElse("none");
            return isOverBar() ? "over " + limit : limit;
        }

        private List<String> cells() {
            String missing = "-";
            var cells = new ArrayList<String>(List.of(target, level.key()));
            cells.add(figures.map(f -> Long.toString(f.paths())).orElse(missing));
            cells.add(figures.map(f -> Long.toString(f.instructions())).orElse(missing));
            cells.add(figures.map(f -> Long.toString(f.queries())).orElse(missing));
            cells.add(figures.map(f -> String.format(Locale.ROOT, "%.2f", f.seconds())).orElse(missing));
            PURPOSES.forEach(purpose -> cells.add(figures.map(f -> f.solverSeconds().get(purpose))
                    .map(seconds -> String.format(Locale.ROOT, "%.2f", seconds)).orElse(missing)));
            cells.add(figures.map(f -> Long.toString(f.peakMemoryBytes() >> 20)).orElse(missing));
            cells.add(verdict());
            return cells;
        }
    }

    /** What the shell learns: a failed analysis weighs more than a broken bar. */
    public ExitStatus status() {
        if (rows.stream().anyMatch(row -> row.exit() != ExitStatus.DONE.code() || row.figures().isEmpty())) {
            return ExitStatus.FAILED;
        }
        return rows.stream().anyMatch(Row::isOverBar) ? ExitStatus.LIMIT_BROKEN : ExitStatus.DONE;
    }

    /** The table in a format. */
    public String render(Format format) {
        return switch (format) {
            case TEXT -> text();
            case MARKDOWN -> markdown();
            case HTML -> html();
            case JSON -> json();
            case TREE, PYTHON -> throw new IllegalArgumentException("only a contract is written as " + format);
        };
    }

    private List<List<String>> lines() {
        var lines = new ArrayList<List<String>>();
        lines.add(HEADINGS);
        rows.forEach(row -> lines.add(row.cells()));
        return lines;
    }

    private String text() {
        List<List<String>> lines = lines();
        int[] widths = new int[HEADINGS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> line : lines) {
            var row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                boolean words = i < 2 || i == widths.length - 1;
                row.append(String.format("%" + (words ? "-" : "") + widths[i] + "s  ", line.get(i)));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        rows.stream().filter(row -> !row.said().isEmpty()).forEach(row ->
                text.append('\n').append(row.target()).append(", level ").append(row.level()).append(": ")
                        .append(row.said()).append('\n'));
        return text.toString();
    }

    private String markdown() {
        var text = new StringBuilder();
        for (List<String> line : lines()) {
            text.append("| ").append(String.join(" | ", line)).append(" |\n");
            if (line == HEADINGS) {
                text.append("|---|---|" + "--:|".repeat(HEADINGS.size() - 3) + "---|\n");
            }
        }
        return text.toString();
    }

    private String html() {
        String body = lines().stream()
                .map(line -> line.stream().map(BenchTable::escaped)
                        .collect(Collectors.joining("</td><td>", "<tr><td>", "</td></tr>")))
                .collect(Collectors.joining("\n"));
        return "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>Bolt: bench</title>\n<table>\n" + body + "\n</table>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private String json() {
        List<Map<String, Object>> objects = rows.stream().map(BenchTable::object).toList();
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(objects) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps of strings and numbers are always JSON", e);
        }
    }

    private static Map<String, Object> object(Row row) {
        var object = new LinkedHashMap<String, Object>();
        object.put("target", row.target());
        object.put("level", row.level().key());
        object.put("status", row.exit());
        row.figures().ifPresent(figures -> {
            object.put("paths", figures.paths());
            object.put("instructions", figures.instructions());
            object.put("queries", figures.queries());
            object.put("seconds", figures.seconds());
            object.put("solverSeconds", figures.solverSeconds());
            object.put("peakMemoryBytes", figures.peakMemoryBytes());
        });
        row.bar().ifPresent(bar -> object.put("bar", Map.of("seconds", bar.seconds(), "megabytes", bar.megabytes())));
        object.put("overBar", row.isOverBar());
        return object;
    }
}
