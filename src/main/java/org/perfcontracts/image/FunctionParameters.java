package org.perfcontracts.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What debug information says of the parameters of a function, and of what it returns.
 *
 * @param name       of the function in the source
 * @param parameters in the order of the source; of a copy that the compiler has made for its own use, those that it still has
 *     and those that it has lost, in any order
 * @param returned   the type of what it returns; {@code Other} and called {@code void} where that is nothing
 */
public record FunctionParameters(String name, List<Parameter> parameters, Type returned) {
    /** Copies the list. */
    public FunctionParameters {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter.
     *
     * @param name     in the source; empty where it has none
     * @param register which of the six registers for integer arguments (rdi, rsi, rdx, rcx, r8, r9) holds it at the entry, from 0
     *     on; empty if none does, or if that is not known
     */
    public record Parameter(String name, Type type, OptionalInt register) {
    }

    /** The type of a parameter, names for types and qualifiers taken off. */
    public sealed interface Type {
        /** How the source calls it, such as {@code uint16_t} or {@code const struct route *}; empty where it has no name. */
        String name();

        /**
         * An integer, also one of an enumeration.
         *
         * @param bits 8, 16, 32 or 64
         */
        record Number(String name, int bits, Values values) implements Type {
        }

        /** A pointer, or a reference of C++. */
        record Pointer(String name, Pointee pointee) implements Type {
        }

        /** A floating-point number, which no integer register holds. */
        record Floating(String name) implements Type {
        }

        /**
         * Anything else: structures, unions, integers of 128 bits.
         *
         * @param passing how an argument of the type is passed
         */
        record Other(String name, Passing passing) implements Type {
        }
    }

    /** Which values an integer has. */
    public enum Values {
        /** From 0 on. */
        UNSIGNED,
        /** Two's complement. */
        SIGNED,
        /** 0 or 1. */
        TRUTH
    }

    /** What a pointer points to. */
    public sealed interface Pointee {
    }

    /** Things that need no more said. */
    public enum Thing implements Pointee {
        /** Integers of one byte. */
        BYTES,
        /** Something that the type does not name: {@code void}. */
        UNNAMED,
        /** A packet buffer of DPDK, {@code struct rte_mbuf}. */
        PACKET_BUFFER,
        /** Pointers to packet buffers of DPDK, {@code struct rte_mbuf}. */
        PACKET_BUFFERS,
        /** Anything else. */
        OTHER
    }

    /**
     * A structure in which one field says where a packet begins and another where it ends, such as {@code data} and {@code data_end} of
     * {@code struct xdp_md}.
     *
     * @param data of the field for the packet's first byte, in bytes from the structure's beginning
     * @param end  of the field for the byte behind the packet's last
     * @param bits that each of the fields has: 32 or 64
     */
    public record Bounds(long data, long end, int bits) implements Pointee {
        /** Where the packet begins by a structure at an address; empty where nothing is mapped. */
        public OptionalLong dataIn(Snapshot snapshot, long address) {
            return field(snapshot, address + data);
        }

        /** Where the packet ends by a structure at an address; empty where nothing is mapped. */
        public OptionalLong endIn(Snapshot snapshot, long address) {
            return field(snapshot, address + end);
        }

        private OptionalLong field(Snapshot snapshot, long address) {
            byte[] bytes = snapshot.bytes(address, bits / Byte.SIZE);
            if (bytes == null) {
                return OptionalLong.empty();
            }
            ByteBuffer field = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            return OptionalLong.of(bits == Long.SIZE ? field.getLong() : Integer.toUnsignedLong(field.getInt()));
        }
    }

    /** How an argument is passed (System V ABI, AMD64 supplement, section 3.2.3). */
    public enum Passing {
        /** On the stack. */
        MEMORY,
        /** By a pointer to a copy, as C++ does it with objects that are not trivial. */
        REFERENCE,
        /** In one or two registers, of which kind depends on the parts. */
        REGISTERS
    }
}
