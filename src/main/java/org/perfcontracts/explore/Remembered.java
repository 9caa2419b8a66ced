package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Ranges;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Strides;
import org.perfcontracts.explore.memory.Written;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * Memory that packets change and later packets read although nobody has registered it: what it held in the snapshot is but one of
 * the contents that it can have. Collects accesses while explorations go on; safe for several threads.
 */
final class Remembered {
    private static final int STACK_POINTER = 4;
    private static final int WORD = 8;
    /** Elements of more bytes than this are no element that was understood. */
    private static final int LARGEST_ELEMENT = 4096;
    private static final long LARGEST = 1L << 31;
    /** How often a chunk grows by what is written only, and how often at all before it is taken to hold anything. */
    private static final int SMALL_STEPS = 1;
    private static final int MOST_STEPS = 12;

    private final Snapshot snapshot;
    private final LongFunction<Optional<Explorer.Variable>> variables;
    private final Mapping stack;
    private final Map<Access, Reach> accesses = new ConcurrentHashMap<>();
    /** What fields were found to hold besides what they held in the snapshot. */
    private final Map<Part, List<Region.Range>> wider = new ConcurrentHashMap<>();
    private final Map<Part, Integer> widened = new ConcurrentHashMap<>();

    private record Access(Term address, int bytes, boolean store) {
    }

    /** Where an access may be: bounds of its first byte, both included, and one value of the address; not known where there are no bounds. */
    private record Reach(long sample, AddressRange bounds) {
    }

    /** The bytes of every element of a found region that a chunk has. */
    private record Part(long address, int elementSize, int offset, int bytes) {
    }

    /**
     * What was found.
     *
     * @param regions of which packets change what later packets read
     * @param others names of memory of which no region could be made
     */
    record Found(List<Region> regions, List<String> others) {
    }

    Remembered(Snapshot snapshot, LongFunction<Optional<Explorer.Variable>> variables) {
        this.snapshot = snapshot;
        this.variables = variables;
        long top = snapshot.general(STACK_POINTER);
        this.stack = snapshot.mappings().stream().filter(mapping -> mapping.contains(top)).findFirst().orElse(null);
    }

    /** Whether an access is of interest that was not noted yet. */
    boolean isNew(Term address, long sample, int bytes, boolean store) {
        return (stack == null || !stack.contains(sample)) && !accesses.containsKey(new Access(address, bytes, store));
    }

    /**
     * Notes an access.
     *
     * @param sample one value of the address
     * @param bounds of the address; null where they are not known
     */
    void note(Term address, long sample, AddressRange bounds, int bytes, boolean store) {
        accesses.putIfAbsent(new Access(address, bytes, store), new Reach(sample, bounds));
    }

    // ---- what is remembered

    /** Memory that is accessed together: each access overlaps another one. */
    private final class Cluster {
        private final List<Map.Entry<Access, Reach>> accesses = new ArrayList<>();
        private final Explorer.Variable variable;
        private long low;
        private long end;
        private boolean isBounded = true;

        Cluster(Map.Entry<Access, Reach> first) {
            variable = variables.apply(first.getValue().sample).orElse(null);
            low = low(first);
            end = end(first);
            add(first);
        }

        private long low(Map.Entry<Access, Reach> access) {
            Reach reach = access.getValue();
            return reach.bounds != null ? reach.bounds.low() : variable != null ? variable.address() : reach.sample;
        }

        private long end(Map.Entry<Access, Reach> access) {
            Reach reach = access.getValue();
            return reach.bounds != null ? reach.bounds.high() + access.getKey().bytes
                    : variable != null ? variable.address() + variable.size() : reach.sample + access.getKey().bytes;
        }

        void add(Map.Entry<Access, Reach> access) {
            isBounded &= access.getValue().bounds != null || variable != null;
            low = Math.min(low, low(access));
            end = Math.max(end, end(access));
            accesses.add(access);
        }

        void addAll(Cluster other) {
            other.accesses.forEach(accesses::add);
            low = Math.min(low, other.low);
            end = Math.max(end, other.end);
            isBounded &= other.isBounded;
        }

        /** Whether what is written may be what is read. */
        boolean isRemembered() {
            TreeSet<Long> written = new TreeSet<>();
            TreeSet<Long> read = new TreeSet<>();
            boolean writesSomewhere = false;
            boolean readsSomewhere = false;
            for (Map.Entry<Access, Reach> each : accesses) {
                Access access = each.getKey();
                if (access.address instanceof Constant) {
                    for (int i = 0; i < access.bytes; i++) {
                        (access.store ? written : read).add(each.getValue().sample + i);
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

        String name() {
            if (variable == null) {
                return "0x" + Long.toHexString(low);
            }
            return variable.name() + (low == variable.address() ? "" : "." + (low - variable.address()));
        }
    }

    /** What packets change and read, besides the packet itself. */
    Found find(Set<Long> packet) {
        List<Region> regions = new ArrayList<>();
        TreeSet<String> others = new TreeSet<>();
        List<Cluster> clusters = clusters(packet);
        for (Cluster cluster : clusters) {
            if (cluster.isRemembered()) {
                boolean isAlone = clusters.stream().filter(other -> other.variable != null && other.variable.equals(cluster.variable)).count() == 1;
                region(cluster, isAlone).ifPresentOrElse(regions::add, () -> others.add(cluster.name()));
            }
        }
        return new Found(List.copyOf(regions), List.copyOf(others));
    }

    private List<Cluster> clusters(Set<Long> packet) {
        List<Cluster> clusters = new ArrayList<>();
        accesses.entrySet().stream().filter(each -> !packet.contains(each.getValue().sample)).map(Cluster::new)
                .sorted(Comparator.comparingLong((Cluster cluster) -> cluster.low).thenComparing(cluster -> -cluster.end)).forEach(next -> {
                    if (!clusters.isEmpty() && next.low < clusters.getLast().end) {
                        clusters.getLast().addAll(next);
                    } else {
                        clusters.add(next);
                    }
                });
        return clusters;
    }

    // ---- its layout

    /** @param isAlone whether nothing else of the same variable is accessed: then all of an array is taken */
    private Optional<Region> region(Cluster cluster, boolean isAlone) {
        long stride = stride(cluster);
        boolean isArray = stride != 0;
        Explorer.Variable variable = cluster.variable;
        boolean isWhole = isArray && isAlone && variable != null && cluster.low >= variable.address()
                && cluster.end <= variable.address() + variable.size() && variable.size() % stride == 0;
        long from = isWhole || isArray && variable != null && cluster.low - variable.address() < stride ? variable.address() : cluster.low;
        long end = isWhole ? variable.address() + variable.size() : cluster.end;
        long element = isArray ? stride : end - from;
        if (!cluster.isBounded || element > LARGEST_ELEMENT || end - from > LARGEST) {
            return Optional.empty();
        }
        long count = (end - from + element - 1) / element;
        List<Region.Chunk> chunks = new ArrayList<>();
        int start = 0;
        for (int to : bounds(cluster, from, (int) element)) {
            for (int at = start; at < to; at += WORD) {
                int bytes = Math.min(WORD, to - at);
                String name = element == bytes ? "value" : "byte" + at;
                chunks.add(new Region.Chunk(at, bytes, List.of(new Region.Field.Number(name, 8 * bytes, ranges(new Part(from, (int) element, at, bytes), count)))));
            }
            start = to;
        }
        return Optional.of(new Region(isWhole ? variable.name() : cluster.name(), from, (int) element, count, chunks, Region.Kind.FOUND));
    }

    /** Where accesses to an element begin and end, after its first byte. */
    private static TreeSet<Integer> bounds(Cluster cluster, long from, int element) {
        TreeSet<Integer> bounds = new TreeSet<>(List.of(element));
        for (Map.Entry<Access, Reach> each : cluster.accesses) {
            int first = (int) Math.floorMod(each.getValue().sample - from, (long) element);
            bounds.add(first);
            for (int end = first + each.getKey().bytes; end > 0; end -= element) {
                if (end < element) {
                    bounds.add(end);
                }
            }
        }
        bounds.remove(0);
        return bounds;
    }

    /** The distance of elements: what all changing addresses go by; 0 where none changes. */
    private static long stride(Cluster cluster) {
        long stride = 0;
        for (Map.Entry<Access, Reach> each : cluster.accesses) {
            if (!(each.getKey().address instanceof Constant)) {
                stride = gcd(stride, Strides.of(each.getKey().address));
            }
        }
        return stride;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    // ---- what it holds

    private List<Region.Range> ranges(Part part, long count) {
        return wider.computeIfAbsent(part, _ -> Ranges.held(snapshot, part.address, part.elementSize, count, part.offset, part.bytes));
    }

    /** Notes what a chunk of a found region may hold besides what it was taken to hold. One that keeps growing is let grow in large steps. */
    void widen(Region region, int chunk, Written.Numbers more) {
        Region.Chunk in = region.chunks().get(chunk);
        Part part = new Part(region.address(), region.elementSize(), in.offset(), in.bytes());
        int bits = 8 * in.bytes();
        wider.computeIfPresent(part, (_, ranges) -> {
            List<Region.Range> with = Ranges.with(ranges, more.range());
            if (with.equals(ranges)) {
                return ranges;
            }
            int times = widened.merge(part, 1, Integer::sum);
            return times > MOST_STEPS ? Ranges.all(bits) : times > SMALL_STEPS ? Ranges.with(ranges, upTo(more)) : with;
        });
    }

    /** The numbers and those up to the next at which they may end. */
    private static Region.Range upTo(Written.Numbers numbers) {
        Region.Range range = numbers.range();
        Long end = numbers.ends().ceiling(range.high());
        return end == null ? range : new Region.Range(range.low(), end, Long.remainderUnsigned(end - range.low(), range.step()) == 0 ? range.step() : 1);
    }
}
