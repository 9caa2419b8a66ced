package org.perfcontracts.target;

/**
 * A mark that is not in the binary but in the target's file.
 *
 * @param kind what is marked
 * @param name the name of the PCV or of the input class
 * @param place the marked program point; every copy that inlining made of it is marked
 */
public record SideMark(Kind kind, String name, Place place) {
    /** What a mark stands for. */
    public enum Kind {
        /** Passages are counted by a performance-critical variable. */
        PCV,
        /** A passage puts the packet into an input class. */
        CLASS
    }

    /** A program point in the words of its author. */
    public sealed interface Place {
        /**
         * The code of a source line.
         *
         * @param file the end of the file's name, such as {@code router.c}
         * @param line counted from 1
         */
        record Source(String file, int line) implements Place {
            @Override
            public String toString() {
                return file + ":" + line;
            }
        }

        /**
         * An instruction.
         *
         * @param symbol the function
         * @param offset of the instruction's first byte from the function's
         */
        record Symbol(String symbol, long offset) implements Place {
            @Override
            public String toString() {
                return offset == 0 ? symbol : symbol + "+0x" + Long.toHexString(offset);
            }
        }
    }
}
