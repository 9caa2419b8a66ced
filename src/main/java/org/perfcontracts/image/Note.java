package org.perfcontracts.image;

import java.util.ArrayList;
import java.util.List;

/** One note of an ELF note section: who wrote it, its type, and its content. */
record Note(String owner, long type, ByteReader description) {
    private static final int LONGEST_OWNER = 256;

    /**
     * All notes of a section. An owner's name and a description fill up to the alignment, 4 or 8; the last one need not. A note
     * without an owner and a description is padding.
     */
    static List<Note> all(ByteReader reader, int alignment) throws FormatException {
        List<Note> notes = new ArrayList<>();
        while (reader.remaining() > 0) {
            long ownerSize = reader.unsigned32();
            long descriptionSize = reader.unsigned32();
            long type = reader.unsigned32();
            if (ownerSize > LONGEST_OWNER) {
                throw reader.fault("a note whose owner's name has " + ownerSize + " bytes");
            }
            String owner = owner(reader.slice(ownerSize));
            align(reader, alignment);
            ByteReader description = reader.slice(descriptionSize);
            align(reader, alignment);
            notes.add(new Note(owner, type, description));
        }
        return notes;
    }

    private static String owner(ByteReader name) throws FormatException {
        return name.remaining() == 0 ? "" : name.text();
    }

    private static void align(ByteReader reader, int alignment) throws FormatException {
        int padding = -reader.position() & alignment - 1;
        reader.skip(Math.min(padding, reader.remaining()));
    }
}
