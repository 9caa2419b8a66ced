package org.perfcontracts.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.perfcontracts.cpu.EntryPoint;
import org.perfcontracts.image.CodeMap;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.MappedMemory;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.target.EntryFinder.Found;

/**
 * The receive function of a port, from the table that a DPDK program calls it through, {@code rte_eth_fp_ops}. It is found by its
 * symbol, static or dynamic; in a program without symbols by what it looks like: of its entries, one a port, those of ports that
 * were not started have the same two functions, and pointers where {@code struct rte_eth_fp_ops} has them.
 *
 * <p>The layout is that of DPDK 22.11 on x86-64 ({@code rte_ethdev_core.h}), part of its stable ABI 23.
 */
final class DpdkPorts {
    private static final String TABLE = "rte_eth_fp_ops";
    private static final int PORTS = 32;
    private static final int ENTRY_BYTES = 128;
    private static final int TABLE_BYTES = PORTS * ENTRY_BYTES;
    private static final int ALIGNMENT = 64;
    private static final int RECEIVE = 0;
    private static final int RECEIVE_QUEUES = 24;
    private static final int RECEIVE_CALLBACKS = 32;
    private static final int SEND = 64;
    private static final int SEND_QUEUES = 88;
    private static final int SEND_CALLBACKS = 96;
    /** The words of an entry that are zero while its port is not started, but for functions that only report. */
    private static final int[] RESERVED = {40, 48, 56, 104, 112, 120};
    private static final int MOST_QUEUES = 1024;
    /** More than variables take; packet buffers are larger. */
    static final long LARGEST_DATA = 64L << 20;

    private final int port;
    private final Map<String, Optional<ElfFile>> files = new HashMap<>();
    private long table;     // 0: not found yet
    private boolean hasOther;

    DpdkPorts(int port) {
        this.port = port;
    }

    /** What is missing where the receive function was not found. */
    String hint() {
        if (port >= PORTS) {
            return " (DPDK has ports 0 to " + (PORTS - 1) + ")";
        }
        return table == 0 ? " (it has no table of ports of DPDK 22.11, neither by the name " + TABLE + " nor by its looks)"
                : " (port " + port + (hasOther ? " has another receive function)" : " was not started)");
    }

    /** The receive function, once the port is started. */
    Optional<Found> at(MappedMemory target) {
        return entries(target).flatMap(entries -> found(target, entries));
    }

    /** What a receive function is passed for the port's first queue, once the port is started and if it has this function. */
    Optional<Long> queue(MappedMemory target, long function) {
        Optional<ByteBuffer> entries = entries(target);
        hasOther = entries.isPresent() && word(entries.get(), port, RECEIVE) != function;
        return entries.flatMap(each -> queue(target, each, port, function));
    }

    /** Likewise for all other ports, once this one is started. */
    List<Long> otherQueues(MappedMemory target, long function) {
        return entries(target).map(entries -> IntStream.range(0, PORTS).filter(other -> other != port && isStarted(entries, other))
                .mapToObj(other -> queue(target, entries, other, function)).flatMap(Optional::stream).toList()).orElse(List.of());
    }

    private static Optional<Long> queue(MappedMemory target, ByteBuffer entries, int port, long function) {
        return word(entries, port, RECEIVE) == function ? queues(target, word(entries, port, RECEIVE_QUEUES)).stream().findFirst() : Optional.empty();
    }

    /** The entries of all ports, once this one is started. */
    private Optional<ByteBuffer> entries(MappedMemory target) {
        if (port >= PORTS) {
            return Optional.empty();
        }
        if (table == 0) {
            table = byName(target).or(() -> byLooks(target)).orElse(0L);
        }
        byte[] bytes = table == 0 ? null : target.bytes(table, TABLE_BYTES);
        return Optional.ofNullable(bytes).map(each -> ByteBuffer.wrap(each).order(ByteOrder.LITTLE_ENDIAN)).filter(entries -> isStarted(entries, port));
    }

    // Of a port that is being started the callbacks for sending are entered last.
    private static boolean isStarted(ByteBuffer entries, int port) {
        return word(entries, port, RECEIVE) != 0 && word(entries, port, RECEIVE_QUEUES) != 0
                && word(entries, port, RECEIVE) != word(entries, PORTS - 1, RECEIVE)
                && word(entries, port, SEND_CALLBACKS) != word(entries, PORTS - 1, SEND_CALLBACKS);
    }

    private static long word(ByteBuffer entries, int port, int offset) {
        return entries.getLong(port * ENTRY_BYTES + offset);
    }

    private Optional<Found> found(MappedMemory target, ByteBuffer entries) {
        long function = word(entries, port, RECEIVE);
        Optional<Mapping> code = target.mappings().stream().filter(mapping -> mapping.executable() && mapping.contains(function)).findFirst();
        if (code.isEmpty() || !code.get().name().startsWith("/")) {
            return Optional.empty();
        }
        OptionalLong bias = CodeMap.of(target.mappings()).bias(Path.of(code.get().name()));
        if (bias.isEmpty()) {
            return Optional.empty();
        }
        long address = function - bias.getAsLong();
        // Another port, which may not be started yet, may have the same function.
        List<Long> queues = queues(target, word(entries, port, RECEIVE_QUEUES));
        return Optional.of(new Found(new EntryPoint(Optional.of(Path.of(code.get().name())), address, queues),
                Optional.of("The receive function of port " + port + " is " + described(code.get().name(), address) + ".")));
    }

    private static List<Long> queues(MappedMemory target, long array) {
        List<Long> queues = new ArrayList<>();
        byte[] bytes = target.bytes(array, MOST_QUEUES * Long.BYTES);
        ByteBuffer words = ByteBuffer.wrap(bytes == null ? new byte[0] : bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            long queue = words.getLong();
            if (queue == 0) {
                break;
            }
            queues.add(queue);
        }
        return queues;
    }

    private String described(String file, long address) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return file(file).flatMap(elf -> elf.symbolAt(address)).filter(symbol -> symbol.address() == address)
                .map(ElfSymbol::name).orElse("the one at 0x" + Long.toHexString(address)) + " of " + name;
    }

    // ---- the table

    private Optional<Long> byName(MappedMemory target) {
        CodeMap code = CodeMap.of(target.mappings());
        Set<String> names = new LinkedHashSet<>();
        target.mappings().stream().filter(mapping -> mapping.executable() && mapping.name().startsWith("/")).forEach(mapping -> names.add(mapping.name()));
        for (String name : names) {
            Optional<ElfSymbol> symbol = file(name).flatMap(elf -> elf.symbol(TABLE));
            OptionalLong bias = symbol.isEmpty() ? OptionalLong.empty() : code.bias(Path.of(name));
            if (bias.isPresent()) {
                return Optional.of(symbol.get().address() + bias.getAsLong());
            }
        }
        return Optional.empty();
    }

    private Optional<ElfFile> file(String name) {
        return files.computeIfAbsent(name, DpdkPorts::read);
    }

    // One that cannot be read has no table.
    private static Optional<ElfFile> read(String name) {
        try {
            return Optional.of(ElfFile.read(Path.of(name)));
        } catch (FormatException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> byLooks(MappedMemory target) {
        for (Mapping mapping : target.mappings()) {
            long size = mapping.end() - mapping.start();
            byte[] bytes = mapping.readable() && mapping.writable() && size >= TABLE_BYTES && size <= LARGEST_DATA
                    ? target.bytes(mapping.start(), (int) size) : null;
            if (bytes != null) {
                Optional<Long> found = byLooks(target, mapping.start(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> byLooks(MappedMemory target, long start, ByteBuffer data) {
        for (int at = 0; at + TABLE_BYTES <= data.capacity(); at += ALIGNMENT) {
            if (data.getLong(at + RECEIVE) != 0 && looksLikeTable(target, data.slice(at, TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN))) {
                return Optional.of(start + at);
            }
        }
        return Optional.empty();
    }

    // What comes behind may look the same only if it is the same table, and its first entry is further ahead.
    private static boolean looksLikeTable(MappedMemory target, ByteBuffer entries) {
        int last = PORTS - 1;
        for (int offset : RESERVED) {
            if (word(entries, last, offset) != 0) {
                return false;
            }
        }
        for (int offset : List.of(RECEIVE, SEND)) {
            if (!isMapped(target, word(entries, last, offset), Mapping::executable)) {
                return false;
            }
        }
        for (int offset : List.of(RECEIVE_QUEUES, RECEIVE_CALLBACKS, SEND_QUEUES, SEND_CALLBACKS)) {
            if (!isMapped(target, word(entries, last, offset), Mapping::readable)) {
                return false;
            }
        }
        for (int port = PORTS / 2; port < last; port++) {
            if (!isLikeLast(entries, port)) {
                return false;
            }
        }
        for (int port = 0; port < PORTS / 2; port++) {
            if (!isMapped(target, word(entries, port, RECEIVE), Mapping::executable)
                    || !isMapped(target, word(entries, port, SEND), Mapping::executable)) {
                return false;
            }
        }
        return true;
    }

    /** The queues of a port that is not started may be a port's own. */
    private static boolean isLikeLast(ByteBuffer entries, int port) {
        for (int offset = 0; offset < ENTRY_BYTES; offset += Long.BYTES) {
            if (offset != RECEIVE_QUEUES && offset != SEND_QUEUES && word(entries, port, offset) != word(entries, PORTS - 1, offset)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMapped(MappedMemory target, long address, Predicate<Mapping> kind) {
        return target.mappings().stream().anyMatch(mapping -> mapping.contains(address) && kind.test(mapping));
    }
}
