package org.perfcontracts.image;

/** A line of a source file, counted from 1; the file is the path that the compiler recorded. */
public record SourceLine(String file, int line) {
    /** The file's name without its folders, and the line: {@code firewall.c:42}. */
    @Override
    public String toString() {
        return file.substring(file.lastIndexOf('/') + 1) + ":" + line;
    }
}
