package org.perfcontracts.explore.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what found state is taken to hold. */
public final class FoundWords {
    private FoundWords() {
    }

    /** Such as: its 4 bytes are taken to hold 0 to 4096, and packets keep it so. */
    public static String of(Region region) {
        String what = region.count() == 1 ? "its " + bytes(region.elementSize()) : "each of its " + region.count() + " elements of " + bytes(region.elementSize());
        String verb = region.count() == 1 && region.elementSize() > 1 ? " are taken to hold " : " is taken to hold ";
        List<String> parts = new ArrayList<>();
        for (Region.Chunk chunk : region.chunks()) {
            Region.Field.Number number = (Region.Field.Number) chunk.fields().getFirst();
            if (!number.isAny()) {
                String range = number.ranges().stream().map(each -> words(each, number.bits())).collect(Collectors.joining(" or "));
                parts.add(chunk.bytes() == region.elementSize() ? range : range + " in " + place(chunk));
            }
        }
        if (parts.isEmpty()) {
            return what + verb + "anything";
        }
        boolean isAll = region.chunks().size() == parts.size();
        return what + verb + String.join(", ", parts) + (isAll ? "" : " and anything elsewhere") + ", and packets keep it so";
    }

    private static String bytes(int count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private static String place(Region.Chunk chunk) {
        Region.Slots slots = chunk.slots();
        if (slots.count() > 1 && slots.size() == chunk.bytes()) {
            return "each " + bytes(slots.size()) + " of bytes " + slots.offset() + " to " + (slots.end() - 1);
        }
        return inFirst(chunk) + (slots.count() == 1 ? "" : " and every " + slots.size() + " bytes from there up to byte " + (slots.end() - 1));
    }

    private static String inFirst(Region.Chunk chunk) {
        return chunk.bytes() == 1 ? "byte " + chunk.offset() : "bytes " + chunk.offset() + " to " + (chunk.end() - 1);
    }

    private static String words(Region.Range range, int bits) {
        String low = number(range.low(), bits);
        String steps = range.step() == 1 ? "" : " in steps of " + range.step();
        return range.low() == range.high() ? low : low + " to " + number(range.high(), bits) + steps;
    }

    /** Large numbers are places or patterns more often than counts. */
    private static String number(long value, int bits) {
        boolean isLarge = Long.compareUnsigned(value, 1L << 24) >= 0;
        return isLarge ? "0x" + Long.toHexString(value & -1L >>> 64 - bits) : Long.toString(value);
    }
}
