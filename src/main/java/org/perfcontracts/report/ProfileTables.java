package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.perfcontracts.contract.Profile;
import org.perfcontracts.decision.Cause;
import org.perfcontracts.formula.Metric;

/** Where costs go, and where they have come from, as tables. */
final class ProfileTables {
    private static final int MOST_LINES = 20;

    private ProfileTables() {
    }

    /**
     * The functions and the dearest lines of a profile.
     *
     * @param pcvs those of the class's formulas
     */
    static List<Document.Block> of(Profile profile, Set<String> pcvs) {
        List<Document.Block> blocks = new ArrayList<>();
        String at = pcvs.isEmpty() ? "" : ", where " + pcvs.stream().map(name -> name + " = " + profile.at().getOrDefault(name, 0L)).collect(Collectors.joining(", "));
        blocks.add(new Document.Paragraph("Of the dearest path" + at + ": " + profile.total(Metric.INSTRUCTIONS) + " instructions and "
                + profile.total(Metric.MEMORY_ACCESSES) + " memory accesses." + (pcvs.isEmpty() ? "" : " What further passages of PCVs cost is told above.")));
        Map<String, long[]> functions = new LinkedHashMap<>();
        profile.byFunction().forEach((name, shares) -> shares.forEach(share -> add(functions, name, share)));
        Map<String, long[]> lines = new LinkedHashMap<>();
        profile.shares().forEach(share -> add(lines, share.line() + " in " + share.function(), share));
        blocks.add(table("function", functions, functions.size(), profile));
        blocks.add(table("line", lines, MOST_LINES, profile));
        return blocks;
    }

    private static void add(Map<String, long[]> sums, String name, Profile.Share share) {
        long[] sum = sums.computeIfAbsent(name, _ -> new long[2]);
        sum[0] += share.cost(Metric.INSTRUCTIONS);
        sum[1] += share.cost(Metric.MEMORY_ACCESSES);
    }

    private static Document.Table table(String what, Map<String, long[]> sums, int most, Profile profile) {
        List<Map.Entry<String, long[]>> sorted = new ArrayList<>(sums.entrySet());
        sorted.sort(Comparator.comparingLong(each -> -each.getValue()[0]));
        List<Document.Row> rows = new ArrayList<>();
        long[] rest = new long[2];
        for (int i = 0; i < sorted.size(); i++) {
            long[] sum = sorted.get(i).getValue();
            if (i < most) {
                rows.add(row(sorted.get(i).getKey(), sum, profile));
            } else {
                rest[0] += sum[0];
                rest[1] += sum[1];
            }
        }
        if (sorted.size() > most) {
            rows.add(row(sorted.size() - most + " others", rest, profile));
        }
        return new Document.Table(List.of(what, Metric.INSTRUCTIONS.title(), "of all", Metric.MEMORY_ACCESSES.title()), "", rows);
    }

    private static Document.Row row(String name, long[] sum, Profile profile) {
        return new Document.Row(List.of(name, Long.toString(sum[0]), Numbers.percent(100.0 * sum[0] / profile.total(Metric.INSTRUCTIONS)), Long.toString(sum[1])), List.of());
    }

    /** The functions and lines in which costs have changed, and by how much. */
    static Document.Table of(List<Cause> causes) {
        List<String> columns = new ArrayList<>(List.of("function"));
        for (Metric metric : Metric.sums()) {
            columns.add(metric.title());
        }
        return new Document.Table(columns, "lines", causes.stream().map(cause -> {
            List<String> cells = new ArrayList<>(List.of(cause.function()));
            cause.costs().values().forEach(amount -> cells.add(Numbers.signed(amount.growth())));
            return new Document.Row(cells, lines(cause));
        }).toList());
    }

    private static List<String> lines(Cause cause) {
        List<String> lines = cause.lines().stream().map(ProfileTables::line).toList();
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> some = new ArrayList<>(lines.subList(0, MOST_LINES));
        some.add("and " + (lines.size() - MOST_LINES) + " other lines");
        return some;
    }

    private static String line(Cause.Line line) {
        String where = line.after().isEmpty() ? "gone: " + line.before().orElseThrow() : line.before().isEmpty() ? "new: " + line.after().orElseThrow()
                : line.before().equals(line.after()) ? line.after().orElseThrow() : line.before().orElseThrow() + " → " + line.after().orElseThrow();
        List<String> costs = new ArrayList<>();
        line.costs().forEach((metric, amount) -> {
            if (amount.growth() != 0) {
                costs.add(Numbers.signed(amount.growth()) + " " + metric.title());
            }
        });
        return where + ": " + (costs.isEmpty() ? "the same cost" : String.join(", ", costs));
    }
}
