package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Strides;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Linear;
import org.perfcontracts.expr.Term;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * Memory that packets change and later packets read although nobody has registered it: what it held in the snapshot is but one of
 * the contents that it can have. Collects accesses while the exploration goes on; safe for several threads.
 */
final class Remembered {
    private static final int STACK_POINTER = 4;
    private static final int WORD = 8;
    /** Elements of more bytes than this are no element that was understood. */
    private static final int LARGEST_ELEMENT = 4096;
    /** Of larger variables only the beginning is looked at for pointers. */
    private static final int MOST_LOOKED_AT = 1 << 16;

    private final Snapshot snapshot;
    private final LongFunction<Optional<Explorer.Variable>> variables;
    private final Mapping stack;
    private final Map<Access, Long> accesses = new ConcurrentHashMap<>();

    private record Access(Term address, int bytes, boolean store) {
    }

    /**
     * What was found.
     *
     * @param regions variables of which a region could be made, holding anything
     * @param others names of the variables of which none could
     */
    record Found(List<Region> regions, List<String> others) {
        boolean isEmpty() {
            return regions.isEmpty() && others.isEmpty();
        }

        List<String> names() {
            TreeSet<String> names = new TreeSet<>(others);
            regions.forEach(region -> names.add(region.name()));
            return List.copyOf(names);
        }
    }

    Remembered(Snapshot snapshot, LongFunction<Optional<Explorer.Variable>> variables) {
        this.snapshot = snapshot;
        this.variables = variables;
        long top = snapshot.general(STACK_POINTER);
        this.stack = snapshot.mappings().stream().filter(mapping -> mapping.contains(top)).findFirst().orElse(null);
    }

    /**
     * Notes an access outside of regions.
     *
     * @param sample one value of the address
     */
    void note(Term address, long sample, int bytes, boolean store) {
        if (stack == null || !stack.contains(sample)) {
            accesses.putIfAbsent(new Access(address, bytes, store), sample);
        }
    }

    // ---- what is remembered

    /** The accesses to one variable. */
    private static final class Use {
        private final Explorer.Variable variable;
        private final List<Map.Entry<Access, Long>> accesses = new ArrayList<>();

        Use(Explorer.Variable variable) {
            this.variable = variable;
        }

        /** Whether what is written may be what is read. */
        boolean isRemembered() {
            TreeSet<Long> written = new TreeSet<>();
            TreeSet<Long> read = new TreeSet<>();
            boolean writesSomewhere = false;
            boolean readsSomewhere = false;
            for (Map.Entry<Access, Long> each : accesses) {
                Access access = each.getKey();
                if (access.address instanceof Constant) {
                    for (int i = 0; i < access.bytes; i++) {
                        (access.store ? written : read).add(each.getValue() + i);
                    }
                } else {
                    writesSomewhere |= access.store;
                    readsSomewhere |= !access.store;
                }
            }
            if (writesSomewhere) {
                return readsSomewhere || !read.isEmpty();
            }
            return readsSomewhere && !written.isEmpty() || written.stream().anyMatch(read::contains);
        }
    }

    /** What packets change and read, besides the packet itself. */
    Found find(Set<Long> packet) {
        Map<Long, Use> uses = new TreeMap<>();
        accesses.forEach((access, sample) -> {
            if (!packet.contains(sample)) {
                Explorer.Variable variable = variables.apply(sample).orElseGet(() -> unnamed(sample, access.bytes));
                uses.computeIfAbsent(variable.address(), _ -> new Use(variable)).accesses.add(Map.entry(access, sample));
            }
        });
        List<Region> regions = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Use use : uses.values()) {
            if (use.isRemembered()) {
                region(use).ifPresentOrElse(regions::add, () -> others.add(use.variable.name()));
            }
        }
        return new Found(regions, others);
    }

    /** A word of memory that no symbol covers. */
    private static Explorer.Variable unnamed(long sample, int bytes) {
        long start = sample & -WORD;
        return new Explorer.Variable("0x" + Long.toHexString(start), start, Math.max(WORD, bytes));
    }

    // ---- its layout

    private Optional<Region> region(Use use) {
        Explorer.Variable variable = use.variable;
        boolean known = variables.apply(variable.address()).isPresent();
        if (!known && use.accesses.stream().anyMatch(each -> !(each.getKey().address instanceof Constant))) {
            return Optional.empty();        // nobody knows how far it reaches
        }
        long stride = stride(use);
        if (stride < 1 || stride > LARGEST_ELEMENT || variable.size() % stride != 0 || holdsPointers(variable)) {
            return Optional.empty();
        }
        int element = (int) stride;
        TreeSet<Integer> bounds = new TreeSet<>(List.of(0, element));
        for (Map.Entry<Access, Long> each : use.accesses) {
            int first = (int) ((each.getValue() - variable.address()) % element);
            bounds.add(first);
            for (int end = first + each.getKey().bytes; end > 0; end -= element) {
                if (end < element) {
                    bounds.add(end);
                }
            }
        }
        List<Region.Chunk> chunks = new ArrayList<>();
        int from = 0;
        for (int to : bounds.tailSet(0, false)) {
            for (int at = from; at < to; at += WORD) {
                int bytes = Math.min(WORD, to - at);
                chunks.add(new Region.Chunk(at, bytes, List.of(Region.Field.Number.any("bytes", 8 * bytes))));
            }
            from = to;
        }
        return Optional.of(new Region(variable.name(), variable.address(), element, variable.size() / element, chunks, Region.Kind.FOUND));
    }

    /** The distance of elements: what all changing addresses go by; the whole size where none changes. 0 where it is not understood. */
    private static long stride(Use use) {
        long stride = 0;
        for (Map.Entry<Access, Long> each : use.accesses) {
            if (!(each.getKey().address instanceof Constant)) {
                for (Linear.Monomial monomial : Linear.of(each.getKey().address).monomials()) {
                    stride = gcd(stride, Math.abs(monomial.coefficient().longValue()) << Strides.lowZeros(monomial.term()));
                }
            }
        }
        return stride == 0 ? use.variable.size() : stride;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Whether something there looks like an address: pointers cannot be just anything. */
    private boolean holdsPointers(Explorer.Variable variable) {
        long end = variable.address() + Math.min(variable.size(), MOST_LOOKED_AT);
        for (long at = variable.address() + WORD - 1 & -WORD; at + WORD <= end; at += WORD) {
            byte[] page = snapshot.page(at & -4096);
            long word = 0;
            for (int i = WORD - 1; page != null && i >= 0; i--) {
                word = word << 8 | page[(int) (at & 4095) + i] & 0xff;
            }
            long value = word;
            if (value != 0 && snapshot.mappings().stream().anyMatch(mapping -> mapping.contains(value))) {
                return true;
            }
        }
        return false;
    }
}
