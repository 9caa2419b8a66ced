package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Writes documents as plain text. */
final class TextWriter {
    static final int COLUMNS = 100;

    private static final int INDENT = 2;
    private static final int GAP = 2;
    private static final int LEAST_COLUMN = 8;
    private static final int MOST_NAME_LINES = 2;
    /** Longer words may be broken. */
    private static final int LONGEST_WORD = 16;
    private static final String GOES_ON = "        ";

    private final StringBuilder out = new StringBuilder();

    private TextWriter() {
    }

    static String write(Document document) {
        TextWriter writer = new TextWriter();
        writer.line(document.title());
        document.blocks().forEach(writer::write);
        return writer.out.toString();
    }

    private void write(Document.Block block) {
        line("");
        switch (block) {
            case Document.Heading heading -> line(heading.text());
            case Document.Paragraph paragraph -> wrap(paragraph.text(), COLUMNS).forEach(this::line);
            case Document.Facts facts -> write(facts);
            case Document.Lines lines -> lines.lines().forEach(this::indented);
            case Document.Bullets bullets -> bullets.items().forEach(item -> hanging("- ", item));
            case Document.Table table -> write(table);
        }
    }

    /** A line that goes on under its own beginning, somewhat to the right. */
    private void indented(String text) {
        String before = text.substring(0, text.length() - text.stripLeading().length());
        String more = before;
        for (String piece : wrap(text.stripLeading(), Math.max(COLUMNS / 2, COLUMNS - before.length() - GOES_ON.length()))) {
            line(more + piece);
            more = before + GOES_ON;
        }
    }

    private void write(Document.Facts facts) {
        int width = facts.facts().stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
        facts.facts().forEach(fact -> hanging(pad(fact.name(), width + GAP), fact.value()));
    }

    /** A text with something before it, under which its further lines leave room. */
    private void hanging(String before, String text) {
        String first = before;
        for (String piece : wrap(text, COLUMNS - INDENT - before.length())) {
            line(" ".repeat(INDENT) + first + piece);
            first = " ".repeat(before.length());
        }
    }

    private void write(Document.Table table) {
        int[] widths = widths(table);
        write(table.columns(), widths);
        line(" ".repeat(INDENT) + "-".repeat(Arrays.stream(widths).sum() + GAP * (widths.length - 1)));
        for (Document.Row row : table.rows()) {
            write(withoutLongName(row.cells(), widths[0]), widths);
            row.notes().forEach(note -> hanging("    ", note));
        }
    }

    /** The cells of a row; if the first is so long that its column would be a pillar of words, it is written above them. */
    private List<String> withoutLongName(List<String> cells, int width) {
        if (wrap(cells.getFirst(), width).size() <= MOST_NAME_LINES) {
            return cells;
        }
        hanging("", cells.getFirst());
        List<String> rest = new ArrayList<>(cells);
        rest.set(0, "");
        return rest;
    }

    private void write(List<String> cells, int[] widths) {
        List<List<String>> pieces = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            pieces.add(wrap(cells.get(i), widths[i]));
        }
        int height = pieces.stream().mapToInt(List::size).max().orElse(0);
        for (int at = 0; at < height; at++) {
            StringBuilder text = new StringBuilder(" ".repeat(INDENT));
            for (int i = 0; i < widths.length; i++) {
                String piece = at < pieces.get(i).size() ? pieces.get(i).get(at) : "";
                text.append(pad(piece, widths[i] + GAP));
            }
            line(text.toString().stripTrailing());
        }
    }

    /** As wide as the widest cell; where that is too much for the page, the widest columns give way. */
    private static int[] widths(Document.Table table) {
        int[] widths = new int[table.columns().size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest = table.rows().stream().mapToInt(row -> row.cells().get(column).length()).max().orElse(0);
            widths[i] = Math.max(widest, table.columns().get(i).length());
        }
        int room = COLUMNS - INDENT - GAP * (widths.length - 1);
        shrink(widths, room, words(table));
        int[] least = new int[widths.length];
        Arrays.fill(least, LEAST_COLUMN);
        shrink(widths, room, least);
        return widths;
    }

    /** Takes from the widest column that is wider than it has to be, until all have room or none is. */
    private static void shrink(int[] widths, int room, int[] least) {
        while (Arrays.stream(widths).sum() > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                widest = widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    /** The longest word of each column, as long as it is not too long for one. */
    private static int[] words(Document.Table table) {
        int[] words = new int[table.columns().size()];
        for (int i = 0; i < words.length; i++) {
            int column = i;
            words[i] = Stream.concat(Stream.of(table.columns().get(i)), table.rows().stream().map(row -> row.cells().get(column)))
                    .flatMap(cell -> Arrays.stream(cell.split("[ \n]"))).mapToInt(String::length).filter(length -> length <= LONGEST_WORD).max().orElse(0);
            words[i] = Math.max(words[i], LEAST_COLUMN);
        }
        return words;
    }

    /** The text in lines of at most the width, broken at blanks; a longer word is broken where it must. At least one line. */
    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : text.replace('\n', ' ').split(" ")) {
            if (!current.isEmpty() && current.length() + 1 + word.length() > width) {
                lines.add(current.toString());
                current.setLength(0);
            }
            current.append(current.isEmpty() ? "" : " ").append(word);
            while (current.length() > width) {
                lines.add(current.substring(0, width));
                current.delete(0, width);
            }
        }
        lines.add(current.toString());
        return lines;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
