package org.perfcontracts.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What a report says, without how it is written.
 *
 * @param title  one line
 * @param blocks in the order of reading
 */
record Document(String title, List<Block> blocks) {
    /**
     * A heading with what stands below it.
     *
     * @param heading empty for what stands above the first heading
     */
    record Section(String heading, List<Block> blocks) {
    }

    /** The blocks by the headings that they stand below; the first section has none. */
    List<Section> sections() {
        List<Section> sections = new ArrayList<>(List.of(new Section("", new ArrayList<>())));
        for (Block block : blocks) {
            if (block instanceof Heading heading) {
                sections.add(new Section(heading.text(), new ArrayList<>()));
            } else {
                sections.getLast().blocks().add(block);
            }
        }
        return sections;
    }

    /** A part of a report. */
    sealed interface Block {
    }

    /** The name of what follows. */
    record Heading(String text) implements Block {
    }

    /** A few sentences. */
    record Paragraph(String text) implements Block {
    }

    /** Names with what they stand for. */
    record Facts(List<Fact> facts) implements Block {
    }

    /** One name with what it stands for. */
    record Fact(String name, String value) {
    }

    /** Lines whose indentation says something. */
    record Lines(List<String> lines) implements Block {
    }

    /** A list of sentences. */
    record Bullets(List<String> items) implements Block {
    }

    /**
     * A table.
     *
     * @param columns their names
     * @param notes   the name of the rows' notes; empty where they have none
     */
    record Table(List<String> columns, String notes, List<Row> rows) implements Block {
    }

    /**
     * A row.
     *
     * @param cells one a column
     * @param notes what is too long for a cell, in lines
     */
    record Row(List<String> cells, List<String> notes) {
    }
}
