package org.perfcontracts.image;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Reads the marks that {@code native/bolt.h} leaves in a binary: notes in the section {@code .note.bolt}, owner
 * {@code bolt}, type 1 for a PCV and 2 for a class, whose description is the address of the point, 8 bytes, and then the
 * name, ended by a NUL.
 */
public final class MarkSection {
    private static final String SECTION = ".note.bolt";
    private static final int TYPE_PCV = 1;
    private static final int TYPE_CLASS = 2;
    private static final int ALIGNMENT = 4;

    private MarkSection() {}

    /**
     * The marks of a binary, each once, in the order of the section; a binary without the section has none. A mark whose
     * function the linker removed has no place in the code any more and is left out.
     *
     * @throws FormatException if the section is not as described
     */
    public static List<Mark> read(ElfFile binary) throws FormatException {
        byte[] content = binary.section(SECTION).orElse(new byte[0]);
        ByteReader reader = new ByteReader(binary.name(), "section " + SECTION, content);
        SequencedSet<Mark> marks = new LinkedHashSet<>();
        for (Note note : Note.all(reader, ALIGNMENT)) {
            Mark mark = mark(note);
            if (mark.address() != 0 && binary.isCode(mark.address())) {
                marks.add(mark);
            }
        }
        return List.copyOf(marks);
    }

    private static Mark mark(Note note) throws FormatException {
        ByteReader description = note.description();
        if (!note.owner().equals("bolt")) {
            throw description.fault("a note of another owner; the section belongs to bolt.h");
        }
        Mark.Kind kind = kind(note);
        long address = description.word64();
        String name = description.text();
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw description.fault("a mark whose name is empty or holds control characters");
        }
        return new Mark(kind, name, address);
    }

    private static Mark.Kind kind(Note note) throws FormatException {
        if (note.type() == TYPE_PCV) {
            return Mark.Kind.PCV;
        }
        if (note.type() == TYPE_CLASS) {
            return Mark.Kind.CLASS;
        }
        throw note.description().fault("a mark of type " + note.type() + ", which this version does not know");
    }
}
