package org.perfcontracts.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * In which register a parameter is when its function is entered, as its location says (DWARF 5, sections 2.6.2 and 7.7.3;
 * DWARF 4, section 2.6.2).
 */
final class EntryLocation {
    /** The registers for integer arguments in their order, by DWARF's numbers (System V ABI, AMD64 supplement, figure 3.36). */
    private static final int[] ARGUMENTS = {5, 4, 1, 2, 8, 9};
    private static final int OPERATION_REG0 = 0x50;
    private static final int OPERATION_REG31 = 0x6f;
    private static final int OPERATION_PIECE = 0x93;

    private final DebugEntries entries;
    private final DebugUnit unit;
    private final long entry;

    /** Locations of a function's parameters at the function's link-time address. */
    EntryLocation(DebugEntries entries, DebugUnit unit, long entry) {
        this.entries = entries;
        this.unit = unit;
        this.entry = entry;
    }

    /** The argument register, from 0 on, that holds a parameter; empty if the parameter is not there or not in one of them. */
    OptionalInt register(DebugEntry parameter) throws FormatException {
        ByteReader expression = expression(parameter);
        if (expression == null || expression.remaining() != 1) {
            return OptionalInt.empty();
        }
        return argument(expression.unsigned8());
    }

    /** Likewise of a parameter of several words, for each of them (DWARF 5, section 2.6.1.2). */
    List<OptionalInt> registers(DebugEntry parameter, int words) throws FormatException {
        OptionalInt[] registers = new OptionalInt[words];
        Arrays.fill(registers, OptionalInt.empty());
        ByteReader expression = expression(parameter);
        long at = 0;
        OptionalInt last = OptionalInt.empty();
        while (expression != null && expression.remaining() > 0) {
            int operation = expression.unsigned8();
            if (operation >= OPERATION_REG0 && operation <= OPERATION_REG31) {
                last = argument(operation);
                continue;
            }
            if (operation != OPERATION_PIECE) {
                break;      // a value that no register holds as it is
            }
            long size = expression.unsignedLeb();
            if (size == Long.BYTES && at % Long.BYTES == 0 && at / Long.BYTES < words) {
                registers[(int) at / Long.BYTES] = last;
            }
            at += size;
            last = OptionalInt.empty();
        }
        return List.of(registers);
    }

    /** What computes the place; null if there is none. */
    private ByteReader expression(DebugEntry parameter) throws FormatException {
        Optional<DebugValue> location = parameter.attribute(DebugEntry.LOCATION);
        if (location.isEmpty()) {
            return null;
        }
        ByteReader expression = location.get().block();
        Optional<Long> list = entries.locationList(parameter, location.get());
        if (list.isPresent()) {
            expression = unit.version() >= 5 ? version5(list.get()) : version4(list.get());
        }
        if (expression != null) {
            expression.seek(0);
        }
        return expression;
    }

    private static OptionalInt argument(int operation) {
        for (int i = 0; i < ARGUMENTS.length; i++) {
            if (operation <= OPERATION_REG31 && operation - OPERATION_REG0 == ARGUMENTS[i]) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private ByteReader version4(long offset) throws FormatException {
        ByteReader list = entries.section(".debug_loc");
        list.seek(offset);
        long base = unitBase();
        while (true) {
            long start = list.word64();
            long end = list.word64();
            if (start == 0 && end == 0) {
                return null;
            }
            if (start == -1) {
                base = end;
                continue;
            }
            ByteReader expression = list.slice(list.unsigned16());
            if (covers(base + start, base + end)) {
                return expression;
            }
        }
    }

    private ByteReader version5(long offset) throws FormatException {
        ByteReader list = entries.section(".debug_loclists");
        list.seek(offset);
        long base = unitBase();
        while (true) {
            int kind = list.unsigned8();
            long start = 0;
            long end = 0;
            switch (kind) {
                case 0 -> {
                    return null;
                }
                case 1 -> base = entries.address(unit, list.unsignedLeb());
                case 2 -> {
                    start = entries.address(unit, list.unsignedLeb());
                    end = entries.address(unit, list.unsignedLeb());
                }
                case 3 -> {
                    start = entries.address(unit, list.unsignedLeb());
                    end = start + list.unsignedLeb();
                }
                case 4 -> {
                    start = base + list.unsignedLeb();
                    end = base + list.unsignedLeb();
                }
                case 5 -> end = -1;
                case 6 -> base = list.word64();
                case 7 -> {
                    start = list.word64();
                    end = list.word64();
                }
                case 8 -> {
                    start = list.word64();
                    end = start + list.unsignedLeb();
                }
                case 9 -> { // gcc's pair of views, which belongs to the next range
                    list.unsignedLeb();
                    list.unsignedLeb();
                }
                default -> throw list.fault("a location of kind " + kind + ", which Bolt does not read");
            }
            if (kind == 1 || kind == 6 || kind == 9) {
                continue;
            }
            ByteReader expression = list.slice(list.unsignedLeb());
            if (covers(start, end)) {
                return expression;
            }
        }
    }

    private long unitBase() throws FormatException {
        return Math.max(entries.address(entries.head(unit), DebugEntry.LOW_PC), 0);
    }

    private boolean covers(long start, long end) {
        return Long.compareUnsigned(start, entry) <= 0 && Long.compareUnsigned(entry, end) < 0;
    }
}
