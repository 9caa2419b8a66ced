package org.perfcontracts.image;

/**
 * One line of {@code /proc/PID/maps}: a range of addresses with one protection and one origin.
 *
 * @param start  first address
 * @param end    the address after the last
 * @param offset where in the file the range begins; 0 without a file
 * @param name   the file's path, or a name in brackets such as {@code [heap]}, or empty
 */
public record Mapping(long start, long end, boolean readable, boolean writable, boolean executable,
                      long offset, String name) {

    /** Whether the address is in this range. */
    public boolean contains(long address) {
        return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }

    /** Reads one line of {@code /proc/PID/maps}; an {@link IllegalArgumentException} shows a line that is none. */
    public static Mapping parse(String line) {
        String[] fields = line.split(" +", 6);
        int dash = fields[0].indexOf('-');
        if (fields.length < 5 || dash < 0 || fields[1].length() < 4) {
            throw new IllegalArgumentException("not a line of /proc/PID/maps: " + line);
        }
        return new Mapping(
                Long.parseUnsignedLong(fields[0].substring(0, dash), 16),
                Long.parseUnsignedLong(fields[0].substring(dash + 1), 16),
                fields[1].charAt(0) == 'r',
                fields[1].charAt(1) == 'w',
                fields[1].charAt(2) == 'x',
                Long.parseUnsignedLong(fields[2], 16),
                fields.length == 6 ? fields[5] : "");
    }
}
