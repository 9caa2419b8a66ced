package org.perfcontracts.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.perfcontracts.explore.memory.AddressRange;
import org.perfcontracts.explore.memory.Nesting;
import org.perfcontracts.explore.memory.Ranges;
import org.perfcontracts.explore.memory.Region;
import org.perfcontracts.explore.memory.Strides;
import org.perfcontracts.explore.memory.Written;
import org.perfcontracts.explore.state.Hypothesis;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Term;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * Memory that packets change and later packets read although nobody has registered it: what it held in the snapshot is but one of
 * the contents that it can have. Collects accesses while explorations go on; safe for several threads.
 */
final class Remembered {
    private static final int WORD = 8;
    private static final long LARGEST = 1L << 31;
    /** Of an instruction what it accesses in the latest exploration that comes to it counts, in so many earlier ones, and in all since the latest that was not ended early. */
    private static final int EARLIER_ROUNDS = 1;

    /** One instruction accesses the elements of an array if it accesses so many places at equal distances, and not one in so many of those. */
    private static final int LEAST_ALIKE = 3;
    private static final int MOST_SPARSE = 4;

    private final Snapshot snapshot;
    private final LongFunction<Optional<Explorer.Variable>> variables;
    private final Frames frames;
    /** Instructions that read a number in memory only to write another in its place. */
    private final LongPredicate updates;
    private final Pools pools;
    private final Contents contents;
    private final Map<Access, Reach> accesses = new ConcurrentHashMap<>();
    /** By an instruction, the latest exploration in which it was seen to access something. */
    private final Map<Long, Integer> latest = new ConcurrentHashMap<>();
    /** Instructions that fault while memory is as it was in the snapshot. */
    private volatile Set<Long> faulting = Set.of();
    /** Those of which it was asked, and that were not known to. */
    private final Set<Long> takenNotToFault = ConcurrentHashMap.newKeySet();
    private volatile int round;
    /** The latest exploration that was not ended early; none if what they saw was misled. */
    private volatile int whole;

    /**
     * An access.
     *
     * @param instruction the address of one that makes it
     * @param hypothesis under which it was seen
     */
    record Access(long instruction, Term address, int bytes, boolean store, Hypothesis hypothesis) {
    }

    /** Where an access may be: bounds of its first byte, both included, and one value of the address; not known where there are no bounds. */
    private record Reach(long sample, AddressRange bounds, List<Nesting.Level> levels, int round) {
        /** The same as seen later: in the same exploration on another path, on which it may be elsewhere, or in another. */
        Reach with(Reach now) {
            if (now.round != round || bounds == null) {
                return now;
            }
            return now.bounds == null ? this : new Reach(sample, bounds.with(now.bounds), Stream.concat(levels.stream(), now.levels.stream()).distinct().toList(), round);
        }
    }

    /**
     * What was found.
     *
     * @param regions of which packets change what later packets read
     * @param others names of memory of which no region could be made
     */
    record Found(List<Region> regions, List<String> others) {
    }

    Remembered(Snapshot snapshot, LongFunction<Optional<Explorer.Variable>> variables, Frames frames, LongPredicate updates) {
        this.snapshot = snapshot;
        this.variables = variables;
        this.frames = frames;
        this.updates = updates;
        this.pools = new Pools(snapshot, variables);
        this.contents = new Contents(snapshot, pools);
    }

    /** Notes which instructions fault while memory is as it was: the first packet gets there. Whether some of them had been taken not to. */
    boolean noteFaults(Set<Long> instructions) {
        faulting = Set.copyOf(instructions);
        return takenNotToFault.removeIf(faulting::contains);
    }

    /** Whether an instruction faults for the first packet, so that nobody can take its pointers not to be null. */
    boolean faultsAtFirst(long instruction) {
        boolean faults = faulting.contains(instruction);
        if (!faults) {
            takenNotToFault.add(instruction);
        }
        return faults;
    }

    /** Whether instructions were taken not to fault for the first packet. */
    boolean hasTakenNotToFault() {
        return !takenNotToFault.isEmpty();
    }

    /** The variable or other object of the program that covers an address. */
    Optional<Explorer.Variable> object(long address) {
        return variables.apply(address);
    }

    /** Whether what is at an address may be there when the next packet comes. */
    boolean isLasting(long address) {
        return !frames.contains(address);
    }

    /** Whether the first and the last of some places are not in the same object, nor in objects that are one pool. */
    boolean isApart(AddressRange places) {
        return pools.isApart(places.low(), places.high());
    }

    /** Where an access was seen to be in the exploration that is under way; empty where it was not, or was but its bounds are not known. */
    Optional<AddressRange> noted(Access access) {
        Reach known = accesses.get(access);
        return known == null || known.round != round ? Optional.empty() : Optional.ofNullable(known.bounds);
    }

    /**
     * Notes an access.
     *
     * @param sample one value of the address
     * @param bounds of the address; null where they are not known
     * @param levels how the address goes through arrays in elements
     */
    void note(Access access, long sample, AddressRange bounds, List<Nesting.Level> levels) {
        latest.merge(access.instruction, round, Math::max);
        accesses.merge(access, new Reach(sample, bounds, levels, round), Reach::with);
    }

    /** What the memory that was found is taken to hold. */
    Contents contents() {
        return contents;
    }

    /**
     * Another exploration begins. What earlier ones have seen of an instruction, who knew less of what memory holds, is forgotten when later ones come to it.
     *
     * @param ofOther whether its regions are at other places than those of the one before, or divided otherwise
     */
    void begin(boolean ofOther) {
        contents.begin(ofOther);
        round++;
    }

    /** The exploration that is under way has followed all paths to their ends. */
    void end() {
        whole = round;
    }

    /** What memory holds is found anew: what was seen of accesses went by what it was wrongly taken to hold. */
    void forget() {
        contents.forget();
        whole = Integer.MAX_VALUE;
    }

    // ---- what is remembered

    /** An access and where it may be: the first byte and the one after the last. */
    private record Use(Access access, long sample, long low, long end, long stride, List<Nesting.Level> levels) {
        /** Whether it is at one place. */
        boolean isFixed() {
            return stride == 0;
        }
    }

    /** Memory that is accessed together. */
    private static final class Cluster {
        private final List<Use> uses = new ArrayList<>();
        private long low;
        private long end;
        /** What all changing addresses go by; 0 where none changes. */
        private long stride;

        Cluster(Use first) {
            low = first.low;
            end = first.end;
            add(first);
        }

        void add(Use use) {
            low = Math.min(low, use.low);
            end = Math.max(end, use.end);
            stride = use.isFixed() ? stride : Strides.common(stride, use.stride);
            uses.add(use);
        }

        void addAll(Cluster other) {
            other.uses.forEach(this::add);
        }

        /** Whether another one is a part of the same elements, or of the same bytes. */
        boolean isOneWith(Cluster other) {
            boolean overlap = other.low < end && low < other.end;
            return overlap || stride != 0 && stride == other.stride && Math.abs(other.low - low) < stride;
        }

        /** Its elements if the first one begins at an address. */
        Elements elements(long from) {
            return Elements.nested(accesses(), from, stride).orElseGet(() -> whole(from, (int) stride));
        }

        /** Elements of a size in which there are no arrays. */
        Elements whole(long from, int size) {
            return Elements.flat(accesses(), from, size);
        }

        private List<Elements.Use> accesses() {
            return uses.stream().map(use -> new Elements.Use(use.sample, use.access.bytes, use.stride, use.levels)).toList();
        }

        /** The size of its elements, if it has any that go by; else that of all. */
        long element(long from) {
            return stride == 0 ? end - low : stride > Elements.LARGEST ? stride : elements(from).size();
        }

        /** Whether it is read only, and all of it at places that are known. */
        boolean isConstant() {
            return uses.stream().allMatch(use -> use.isFixed() && !use.access.store);
        }

        /** Whether nothing is done with what it holds but to put other numbers in its place, as counters are counted up. */
        boolean isCounted(LongPredicate updates) {
            return uses.stream().allMatch(use -> updates.test(use.access.instruction));
        }

        /** Whether what is written may be what is read. */
        boolean isRemembered() {
            TreeSet<Long> written = new TreeSet<>();
            TreeSet<Long> read = new TreeSet<>();
            boolean writesSomewhere = false;
            boolean readsSomewhere = false;
            for (Use use : uses) {
                if (use.isFixed()) {
                    for (int i = 0; i < use.access.bytes; i++) {
                        (use.access.store ? written : read).add(use.sample + i);
                    }
                } else {
                    writesSomewhere |= use.access.store;
                    readsSomewhere |= !use.access.store;
                }
            }
            if (writesSomewhere) {
                return readsSomewhere || !read.isEmpty();
            }
            return readsSomewhere && !written.isEmpty() || written.stream().anyMatch(read::contains);
        }
    }

    /** Of what packets change and read only what they access at open places. */
    Found findArrays(Set<Long> packet) {
        return new Found(find(packet).regions.stream().filter(region -> region.count() > 1).toList(), List.of());
    }

    /** What packets change and read, besides the packet itself. */
    Found find(Set<Long> packet) {
        Map<Long, Explorer.Variable> named = new TreeMap<>();
        Map<Long, List<Use>> uses = new TreeMap<>();
        List<Use> unnamed = new ArrayList<>();
        TreeSet<String> others = new TreeSet<>();
        for (Use use : asArrays(uses(packet))) {
            Explorer.Variable variable = variables.apply(use.sample).orElse(null);
            if (variable != null && use.low >= variable.address() && use.end <= variable.address() + variable.size()) {
                named.put(variable.address(), variable);
                uses.computeIfAbsent(variable.address(), _ -> new ArrayList<>()).add(use);
            } else {
                unnamed.add(use);
            }
        }
        List<Region> regions = new ArrayList<>();
        named.forEach((address, variable) -> {
            boolean isCrossed = unnamed.stream().anyMatch(use -> use.low < address + variable.size() && address < use.end);
            if (isCrossed) {
                unnamed.addAll(uses.get(address));
            } else {
                regions(clusters(uses.get(address)), variable, regions, others);
            }
        });
        regions(clusters(unnamed), null, regions, others);
        leaveOut(packet, regions, others);
        regions.sort(Comparator.comparingLong(Region::address));
        return new Found(List.copyOf(regions), List.copyOf(others));
    }

    /** The accesses that count, but for those to the packet. */
    private List<Use> uses(Set<Long> packet) {
        List<Use> uses = new ArrayList<>();
        accesses.forEach((access, reach) -> {
            if (reach.round >= Math.min(whole, latest.get(access.instruction) - EARLIER_ROUNDS) && !access.hypothesis.isRefuted() && !packet.contains(reach.sample)) {
                use(access, reach, variables.apply(reach.sample).orElse(null)).ifPresent(uses::add);
            }
        });
        return uses;
    }

    /** Accesses of which those of one instruction to several objects at equal distances, as along a list, are one to an array of them. */
    private List<Use> asArrays(List<Use> uses) {
        List<Use> all = new ArrayList<>();
        uses.stream().collect(Collectors.groupingBy(use -> List.of(use.access.instruction, use.access.bytes, use.access.store, use.stride, use.end - use.low))).values().forEach(some -> {
            List<Use> left = some;
            while (!left.isEmpty()) {
                long low = left.getFirst().low;
                Map<Boolean, List<Use>> apart = left.stream().collect(Collectors.partitioningBy(use -> pools.isApart(low, use.low)));
                List<Use> alike = apart.get(false);
                asArray(alike).ifPresentOrElse(all::add, () -> all.addAll(alike));
                left = apart.get(true);
            }
        });
        return all;
    }

    private static Optional<Use> asArray(List<Use> uses) {
        Use first = uses.stream().min(Comparator.comparingLong(Use::low)).orElseThrow();
        long distance = uses.stream().mapToLong(use -> use.low - first.low).reduce(0, Strides::common);
        long last = uses.stream().mapToLong(Use::low).max().orElseThrow();
        long places = uses.stream().mapToLong(Use::low).distinct().count();
        boolean isArray = places >= LEAST_ALIKE && distance > first.access.bytes && distance <= Elements.LARGEST && distance >= first.end - first.low && (last - first.low) / distance <= MOST_SPARSE * places;
        if (!isArray) {
            return Optional.empty();
        }
        long end = last + first.end - first.low;
        List<Nesting.Level> levels = first.isFixed() ? List.of(new Nesting.Level(0, distance, 0, last - first.low))
                : List.of(new Nesting.Level(distance, first.stride, first.sample - first.low, first.end - first.access.bytes - first.sample));
        return Optional.of(new Use(first.access, first.sample, first.low, end, Strides.common(distance, first.stride), levels));
    }

    /**
     * What has a part of the packet in it is no region: in there is what has just come, whatever memory held. Nor is what cannot be written, such as
     * places beside a null pointer: who writes there faults.
     */
    private void leaveOut(Set<Long> packet, List<Region> regions, Set<String> others) {
        TreeSet<Long> places = new TreeSet<>(packet);
        regions.removeIf(region -> {
            Long first = places.ceiling(region.address());
            boolean isPacket = first != null && first < region.end();
            long writable = writable(region.address(), region.end());
            if (isPacket || writable > 0 && writable < region.end() - region.address()) {
                others.add(region.name());
            }
            return isPacket || writable < region.end() - region.address();
        });
    }

    /** How many bytes from one address to before another can be written. */
    private long writable(long from, long end) {
        return snapshot.mappings().stream().filter(Mapping::writable)
                .mapToLong(mapping -> Math.max(0, Math.min(end, mapping.end()) - Math.max(from, mapping.start()))).sum();
    }

    /**
     * Empty where nobody knows how far it may reach: a path that makes such an access stops there, and what a loop seems to do before it is
     * known what stays true of it is nothing that packets do.
     */
    private static Optional<Use> use(Access access, Reach reach, Explorer.Variable variable) {
        long steps = access.address instanceof Constant ? 0 : Strides.of(access.address);
        // Steps of less than what is accessed are none of an array, as long as there is but one place.
        boolean isOne = reach.bounds != null && reach.bounds.low() == reach.bounds.high() && (steps < access.bytes || steps == 1);
        long stride = isOne ? 0 : steps;
        if (reach.bounds != null) {
            return Optional.of(new Use(access, reach.sample, reach.bounds.low(), reach.bounds.high() + access.bytes, stride, isOne ? List.of() : reach.levels));
        }
        return Optional.ofNullable(variable).map(known -> new Use(access, reach.sample, known.address(), known.address() + known.size(), stride, reach.levels));
    }

    private List<Cluster> clusters(List<Use> uses) {
        List<Cluster> clusters = new ArrayList<>();
        // Arrays first: what is accessed at one place joins them.
        uses.stream().sorted(Comparator.comparing(Use::isFixed).thenComparingLong(Use::low).thenComparingLong(Use::end)).forEach(use -> {
            Cluster next = new Cluster(use);
            for (Iterator<Cluster> each = clusters.iterator(); each.hasNext();) {
                Cluster other = each.next();
                if (other.isOneWith(next) || isOfElement(other, next)) {
                    other.addAll(next);
                    next = other;
                    each.remove();
                }
            }
            clusters.add(next);
        });
        clusters.sort(Comparator.comparingLong(cluster -> cluster.low));
        return clusters;
    }

    /** Whether one of two is accessed at one place, in an object that is an element of the other's, of which that has another part. */
    private boolean isOfElement(Cluster a, Cluster b) {
        Cluster one = a.stride == 0 ? a : b;
        Cluster others = one == a ? b : a;
        return one.stride == 0 && others.stride != 0 && variables.apply(one.low).filter(object -> object.size() <= others.stride && object.address() < others.end && others.low < object.address() + object.size()).isPresent();
    }

    // ---- its layout

    private void regions(List<Cluster> clusters, Explorer.Variable variable, List<Region> regions, Set<String> others) {
        if (variable != null && isOneArray(clusters, variable, regions, others)) {
            return;
        }
        long before = variable == null ? 0 : variable.address();
        for (int i = 0; i < clusters.size(); i++) {
            Cluster cluster = clusters.get(i);
            long limit = i + 1 < clusters.size() ? clusters.get(i + 1).low : variable == null ? Long.MAX_VALUE : variable.address() + variable.size();
            long element = cluster.element(cluster.low);
            long size = (cluster.end - cluster.low + element - 1) / element * element;
            long from = cluster.low + size <= limit ? cluster.low : cluster.end - size;
            String name = variable == null ? "0x" + Long.toHexString(from) : variable.name() + (from == variable.address() ? "" : "." + (from - variable.address()));
            if (from >= before) {
                add(cluster, from, from + size, name, regions, others);
            } else if (cluster.isRemembered()) {
                others.add(name);
            }
            before = from + size;
        }
    }

    /** Whether a variable is one array of elements, which is then added. */
    private boolean isOneArray(List<Cluster> clusters, Explorer.Variable variable, List<Region> regions, Set<String> others) {
        Set<Long> elements = clusters.stream().filter(cluster -> cluster.stride != 0).map(cluster -> cluster.element(variable.address())).collect(Collectors.toSet());
        // What is beside an array and is only read, each at a place of its own, is another field of a structure.
        if (elements.size() != 1 || clusters.stream().anyMatch(Cluster::isConstant)) {
            return false;
        }
        long element = elements.iterator().next();
        // And so is what is accessed otherwise than the elements are.
        Set<Shape> shapes = shapes(clusters.stream().filter(cluster -> cluster.stride != 0), variable.address(), element);
        if (!shapes.containsAll(shapes(clusters.stream().filter(cluster -> cluster.stride == 0), variable.address(), element))) {
            return false;
        }
        // An allocator may give a few bytes more than were wanted.
        long whole = variable.address() + variable.size() / element * element;
        if (variable.address() + variable.size() - whole >= Math.min(element, 2 * WORD) || clusters.stream().anyMatch(cluster -> cluster.end > whole)) {
            return false;
        }
        Cluster all = clusters.getFirst();
        clusters.subList(1, clusters.size()).forEach(all::addAll);
        add(all, variable.address(), whole, variable.name(), regions, others);
        return true;
    }

    /** Bytes of an element that are accessed together. */
    private record Shape(long offset, int bytes) {
    }

    private static Set<Shape> shapes(Stream<Cluster> clusters, long from, long element) {
        return clusters.flatMap(cluster -> cluster.uses.stream()).map(use -> new Shape(Math.floorMod(use.sample - from, element), use.access.bytes)).collect(Collectors.toSet());
    }

    private void add(Cluster cluster, long from, long end, String name, List<Region> regions, Set<String> others) {
        if (cluster.isRemembered()) {
            long element = cluster.stride == 0 ? end - from : cluster.element(from);
            if (element > Elements.LARGEST || end - from > LARGEST) {
                others.add(name);
            } else {
                regions.add(region(cluster, from, cluster.stride == 0 ? cluster.whole(from, (int) element) : cluster.elements(from), (end - from) / element, name));
            }
        }
    }

    private Region region(Cluster cluster, long from, Elements elements, long count, String name) {
        List<Region.Chunk> chunks = new ArrayList<>();
        int size = elements.size();
        boolean isCounted = cluster.isCounted(updates);
        // What lies behind the last element that is accessed is of no concern, such as the bytes that an allocator gives besides.
        long used = Math.min(count, (cluster.end - from + size - 1) / size);
        for (Elements.Bytes bytes : elements.bytes()) {
            String field = size == bytes.count() ? "value" : "byte" + bytes.offset();
            List<Region.Range> ranges = isCounted ? Ranges.all(Byte.SIZE * bytes.count()) : contents.of(from, size, bytes, used);
            chunks.add(new Region.Chunk(bytes.offset(), bytes.count(), List.of(new Region.Field.Number(field, 8 * bytes.count(), ranges)), bytes.slots()));
        }
        return new Region(name, from, size, count, chunks, Region.Kind.FOUND);
    }
}
