package org.perfcontracts.explore.memory;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Constant;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Operation;
import org.perfcontracts.expr.Operator;
import org.perfcontracts.expr.Substitution;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.Snapshot;

/** Memory of the snapshot read at places that are open: tables, each made once. Safe for several threads. */
public final class Tables {
    private static final int PAGE = 4096;
    private static final int WORD = 8;
    private static final long MOST_ELEMENTS = 1L << 26;
    private static final int MOST_RUNS = 1 << 22;
    /** So many places to which values lead are looked at one by one. */
    private static final int MOST_PLACES = 1 << 16;

    private final Terms terms;
    private final Snapshot snapshot;
    private final LongFunction<String> names;
    private final Map<Place, Optional<ConcreteTable>> tables = new ConcurrentHashMap<>();

    private final Map<Through, ConcreteTable> through = new ConcurrentHashMap<>();

    /** Places at equal distances of so many bytes each; of those between which an address chooses, all that are not in a phase are none. */
    private record Place(long first, long stride, long count, int bytes, Optional<Phase> phase) {
    }

    /** Some bytes from so many after an address on. */
    private record Through(Term address, int skip, int bytes) {
    }

    /** @param names what to call memory at an address */
    public Tables(Terms terms, Snapshot snapshot, LongFunction<String> names) {
        this.terms = terms;
        this.snapshot = snapshot;
        this.names = names;
    }

    /** What some bytes at an address within a range hold; empty where that is too much to look at. What is not mapped counts as zero. */
    public Optional<Term> load(AddressRange range, Term address, int bytes) {
        List<Term> parts = new ArrayList<>();
        Term distance = terms.sub(address, terms.constant(64, range.low()));
        Optional<Phase> phase = Phase.of(terms, address);
        for (int done = 0; done < bytes; done += WORD) {
            long skipped = done;
            Optional<ConcreteTable> table = table(new Place(range.low() + done, range.step(), range.count(), Math.min(WORD, bytes - done), phase.map(each -> each.moved(skipped))));
            if (table.isEmpty()) {
                return Optional.empty();
            }
            parts.addFirst(terms.function(table.get(), List.of(distance)));
        }
        return Optional.of(terms.concat(parts.toArray(Term[]::new)));
    }

    /**
     * What some bytes hold at an address that is made of one value in a table and numbers, as a pointer in an array of pointers plus
     * the place of a field; empty where it is not. Where nothing is mapped counts as zero.
     */
    public Optional<Term> loadThrough(Term address, int bytes) {
        Optional<Operation> value = onlyValue(address);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<Term> parts = new ArrayList<>();
        for (int done = 0; done < bytes; done += WORD) {
            ConcreteTable table = through.computeIfAbsent(new Through(address, done, Math.min(WORD, bytes - done)), each -> compose(each, value.get()));
            parts.addFirst(terms.function(table, value.get().arguments()));
        }
        return Optional.of(terms.concat(parts.toArray(Term[]::new)));
    }

    /** The addresses that are not mapped among those to which the values of the one table in an address lead. */
    public List<Long> unmappedThrough(Term address, int bytes) {
        Operation value = onlyValue(address).orElseThrow();
        LongUnaryOperator place = placeOf(address, value);
        return LongStream.of(((ConcreteTable) value.function()).distinctValues()).map(place)
                .filter(at -> !isMapped(at) || !isMapped(at + bytes - 1)).distinct().boxed().toList();
    }

    /** Whether there is memory at an address. */
    public boolean isMapped(long address) {
        return snapshot.page(address & -PAGE) != null;
    }

    /** All the addresses, from the lowest to the highest. */
    public LongStream placesThrough(Term address) {
        Operation value = onlyValue(address).orElseThrow();
        return LongStream.of(((ConcreteTable) value.function()).distinctValues()).map(placeOf(address, value));
    }

    /** The addresses, where they are chosen by conditions or made of one value in a table, and of numbers, and are no more than so many. */
    public Optional<long[]> places(Term address, int most) {
        return switch (address) {
            case Constant place -> Optional.of(new long[] {place.toLong()});
            case Operation choice when choice.operator() == Operator.ITE -> places(choice.argument(1), most)
                    .flatMap(then -> places(choice.argument(2), most).map(other -> LongStream.concat(LongStream.of(then), LongStream.of(other)).distinct().toArray()))
                    .filter(all -> all.length <= most);
            case Operation sum when sum.operator() == Operator.ADD && sum.argument(1) instanceof Constant distance ->
                    places(sum.argument(0), most).map(all -> LongStream.of(all).map(place -> place + distance.toLong()).toArray());
            default -> onlyValue(address).filter(value -> ((ConcreteTable) value.function()).distinctValues().length <= most).map(_ -> placesThrough(address).toArray());
        };
    }

    /** What a value that was read through a pointer would be for other values of the pointer; empty where it was read otherwise. */
    public Optional<LongUnaryOperator> reading(Term value, Term pointer) {
        return through.entrySet().stream()
                .filter(each -> value instanceof Operation o && o.operator() == Operator.FUNCTION && o.function() == each.getValue())
                .filter(each -> onlyValue(each.getKey().address).filter(pointer::equals).isPresent()).findFirst().map(each -> {
                    LongUnaryOperator place = placeOf(each.getKey().address, (Operation) pointer);
                    Reader reader = new Reader();
                    return number -> reader.value(place.applyAsLong(number) + each.getKey().skip, each.getKey().bytes);
                });
    }

    /** One of some numbers that are all different, by its place among them: the last for all places from there on. */
    public Term oneOf(Term place, long[] numbers) {
        return terms.function(new ConcreteTable(names.apply(numbers[0]), WORD, 1, numbers.length, IntStream.range(0, numbers.length).toArray(), numbers), List.of(place));
    }

    /**
     * The numbers that a term can be which is a number, found in a table, or one of several such, also where memory has kept apart the bytes that are the same;
     * empty for others, and where they are more than so many.
     */
    public Optional<long[]> numbers(Term term, int most) {
        LongStream numbers = switch (Choices.lifted(terms, term)) {
            case Constant number -> LongStream.of(number.toLong());
            case Operation choice when choice.operator() == Operator.ITE -> {
                Optional<long[]> then = numbers(choice.argument(1), most);
                Optional<long[]> other = numbers(choice.argument(2), most);
                yield then.isEmpty() || other.isEmpty() ? null : LongStream.concat(LongStream.of(then.get()), LongStream.of(other.get())).distinct();
            }
            case Operation value when value.operator() == Operator.FUNCTION && value.function() instanceof ConcreteTable table -> LongStream.of(table.distinctValues());
            default -> null;
        };
        return Optional.ofNullable(numbers).map(LongStream::toArray).filter(all -> all.length <= most);
    }

    private ConcreteTable compose(Through which, Operation value) {
        LongUnaryOperator place = placeOf(which.address, value);
        Reader reader = new Reader();
        return ((ConcreteTable) value.function()).then(value.function().name() + "->", which.bytes, each -> {
            long at = place.applyAsLong(each) + which.skip;
            snapshot.usedWhole(at, which.bytes);
            return reader.value(at, which.bytes);
        });
    }

    private LongUnaryOperator placeOf(Term address, Operation value) {
        Symbol stand = terms.symbol("value", value.width());
        Term place = new Substitution(terms, Map.of(value, stand)).apply(address);
        return number -> new Evaluator(Assignment.of(Map.of(stand, new BigInteger(Long.toUnsignedString(number))))).toLong(place);
    }

    /** The one value in a table that a term is made of, besides numbers. */
    private static Optional<Operation> onlyValue(Term term) {
        Operation only = null;
        Deque<Term> open = new ArrayDeque<>();
        Set<Term> seen = new HashSet<>();
        open.push(term);
        while (!open.isEmpty()) {
            Term next = open.pop();
            if (next instanceof Symbol) {
                return Optional.empty();
            }
            if (!(next instanceof Operation operation) || !seen.add(operation)) {
                continue;
            }
            if (operation.operator() != Operator.FUNCTION) {
                operation.arguments().forEach(open::push);
            } else if (only != null || !(operation.function() instanceof ConcreteTable table) || table.distinctValues().length > MOST_PLACES) {
                return Optional.empty();
            } else {
                only = operation;
            }
        }
        return Optional.ofNullable(only);
    }

    private Optional<ConcreteTable> table(Place place) {
        return tables.computeIfAbsent(place, this::read);
    }

    private Optional<ConcreteTable> read(Place place) {
        if (place.count > MOST_ELEMENTS) {
            return Optional.empty();
        }
        snapshot.usedWhole(place.first, (place.count - 1) * place.stride + place.bytes);
        int[] starts = new int[16];
        long[] values = new long[16];
        int runs = 0;
        Reader reader = new Reader();
        for (int i = 0; i < place.count; i++) {
            long at = place.first + i * place.stride;
            if (place.phase.isPresent() && !place.phase.get().has(at)) {
                continue;       // where nothing is looked up the run goes on
            }
            long value = reader.value(at, place.bytes);
            if (runs > 0 && values[runs - 1] == value) {
                continue;
            }
            if (runs == MOST_RUNS) {
                return Optional.empty();
            }
            if (runs == starts.length) {
                starts = Arrays.copyOf(starts, 2 * runs);
                values = Arrays.copyOf(values, 2 * runs);
            }
            starts[runs] = runs == 0 ? 0 : i;
            values[runs++] = value;
        }
        return runs == 0 ? Optional.empty() : Optional.of(new ConcreteTable(names.apply(place.first), place.bytes, place.stride, place.count, Arrays.copyOf(starts, runs), Arrays.copyOf(values, runs)));
    }

    /** Reads numbers one after the other, with the latest block at hand. */
    private final class Reader {
        private static final int BLOCK = 1 << 16;

        private long at = 1;
        private byte[] block;

        long value(long address, int count) {
            long value = 0;
            for (int i = count - 1; i >= 0; i--) {
                value = value << 8 | byteAt(address + i) & 0xff;
            }
            return value;
        }

        private byte byteAt(long address) {
            long start = address & -BLOCK;
            if (start != at) {
                block = snapshot.bytes(start, BLOCK);
                if (block == null) {
                    block = withHoles(start);
                }
                at = start;
            }
            return block[(int) (address - start)];
        }

        private byte[] withHoles(long start) {
            byte[] bytes = new byte[BLOCK];
            for (int done = 0; done < BLOCK; done += PAGE) {
                byte[] page = snapshot.page(start + done);
                if (page != null) {
                    System.arraycopy(page, 0, bytes, done, PAGE);
                }
            }
            return bytes;
        }
    }
}
