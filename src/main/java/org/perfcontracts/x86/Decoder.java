package org.perfcontracts.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.perfcontracts.x86.Instruction.Encoding;
import org.perfcontracts.x86.Instruction.Flow;
import org.perfcontracts.x86.Instruction.Prefix;
import org.perfcontracts.x86.Operand.Access;
import org.perfcontracts.x86.Operand.ImmediateOperand;
import org.perfcontracts.x86.Operand.MemoryOperand;
import org.perfcontracts.x86.Operand.RegisterOperand;
import org.perfcontracts.x86.Operand.ScatteredOperand;
import org.perfcontracts.x86.Operand.UnsupportedOperand;
import org.perfcontracts.x86.Operand.Visibility;

/** Turns bytes into instructions, by Zydis. Safe for use by several threads, one at a time being served. */
public final class Decoder {
    /** The longest instruction there is, in bytes. */
    public static final int MAX_LENGTH = 15;

    // The layout of struct bolt_instruction and struct bolt_operand in native/decode.h.
    private static final int OPERANDS_OFFSET = 144;
    private static final int OPERAND_SIZE = 24;
    private static final int MAX_OPERANDS = 10;
    private static final int MNEMONIC_OFFSET = 16;
    private static final int TEXT_OFFSET = 40;
    private static final int INSTRUCTION_SIZE = OPERANDS_OFFSET + MAX_OPERANDS * OPERAND_SIZE;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final Segment[] SEGMENTS = {null, Segment.FS, Segment.GS};
    private static final Prefix[] PREFIXES = Prefix.values();

    private final MethodHandle function;
    private final MemorySegment code;
    private final MemorySegment result;

    /** A decoder that uses the library built from native/decode.c; IllegalStateException where it is not there. */
    public Decoder(Path nativeLibrary) {
        if (!Files.isReadable(nativeLibrary)) {
            throw new IllegalStateException("decoder library " + nativeLibrary + " is missing: run make in the folder native");
        }
        Arena arena = Arena.ofAuto();
        MemorySegment symbol = SymbolLookup.libraryLookup(nativeLibrary, arena).find("bolt_decode").orElseThrow(
                () -> new IllegalStateException(nativeLibrary + " has no function bolt_decode: run make in the folder native"));
        function = Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        code = arena.allocate(MAX_LENGTH);
        result = arena.allocate(INSTRUCTION_SIZE);
    }

    /** A decoder that uses the library below the folder that the system property {@code bolt.home} names, or below this one. */
    public static Decoder ofHome() {
        return new Decoder(Path.of(System.getProperty("bolt.home", "."), "native", "build", "libboltdecode.so").toAbsolutePath());
    }

    /**
     * The instruction at an offset of the code.
     *
     * @param available bytes of code from the offset on; those beyond {@link #MAX_LENGTH} are not looked at
     * @param address where the instruction lies in the program
     * @throws StopException UNSUPPORTED where these bytes are no instruction that Zydis knows
     */
    public synchronized Instruction decode(byte[] bytes, int offset, int available, long address) {
        int length = Math.min(available, MAX_LENGTH);
        MemorySegment.copy(bytes, offset, code, ValueLayout.JAVA_BYTE, 0, length);
        if (call(length, address) != 0) {
            throw new StopException(StopException.Kind.UNSUPPORTED, "the bytes at 0x" + Long.toHexString(address)
                    + " are no known instruction:" + hexadecimal(bytes, offset, length));
        }
        return instruction(address);
    }

    private int call(int length, long address) {
        try {
            return (int) function.invokeExact(code, (long) length, address, result);
        } catch (Throwable impossible) {
            throw new IllegalStateException("the decoder library failed", impossible);
        }
    }

    private static String hexadecimal(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(String.format(" %02x", bytes[offset + i]));
        }
        return text.toString();
    }

    private Instruction instruction(long address) {
        return new Instruction(
                address,
                unsignedByte(0),
                result.getString(MNEMONIC_OFFSET).intern(),
                Encoding.values()[unsignedByte(1)],
                Flow.values()[unsignedByte(2)],
                prefixes(unsignedByte(3)),
                result.get(SHORT, 4),
                result.get(SHORT, 6),
                operands(unsignedByte(8)),
                evex(),
                result.getString(TEXT_OFFSET));
    }

    private Evex evex() {
        return unsignedByte(1) != Encoding.EVEX.ordinal() ? Evex.NONE
                : new Evex(unsignedByte(9), unsignedByte(10) == 1, unsignedByte(11), unsignedByte(12), unsignedByte(13) == 1);
    }

    private static Set<Prefix> prefixes(int bits) {
        if (bits == 0) {
            return Set.of();
        }
        EnumSet<Prefix> prefixes = EnumSet.noneOf(Prefix.class);
        for (Prefix prefix : PREFIXES) {
            if ((bits >> prefix.ordinal() & 1) == 1) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }

    private List<Operand> operands(int count) {
        List<Operand> operands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            operands.add(operand(OPERANDS_OFFSET + i * OPERAND_SIZE));
        }
        return List.copyOf(operands);
    }

    private Operand operand(int at) {
        int width = result.get(SHORT, at + 6);
        Access access = Access.values()[unsignedByte(at + 1)];
        Visibility visibility = Visibility.values()[unsignedByte(at + 2)];
        return switch (unsignedByte(at)) {
            case 0 -> new RegisterOperand(register(at, width), access, visibility);
            case 1 -> memory(at, width, access, visibility, true);
            case 2 -> memory(at, width, access, visibility, false);
            case 3 -> new ImmediateOperand(width, result.get(LONG, at + 16), visibility);
            case 4 -> new ScatteredOperand(width, access, visibility, SEGMENTS[unsignedByte(at + 8)], unsignedByte(at + 9),
                    unsignedByte(at + 10), result.get(SHORT, at + 12), unsignedByte(at + 11), result.get(LONG, at + 16));
            default -> new UnsupportedOperand(width, access, visibility);
        };
    }

    private Register register(int at, int width) {
        return new Register(Register.Bank.values()[unsignedByte(at + 3)], unsignedByte(at + 4), unsignedByte(at + 5), width);
    }

    private MemoryOperand memory(int at, int width, Access access, Visibility visibility, boolean accessed) {
        return new MemoryOperand(width, access, visibility, accessed, SEGMENTS[unsignedByte(at + 8)],
                unsignedByte(at + 9), unsignedByte(at + 10), unsignedByte(at + 11), result.get(LONG, at + 16));
    }

    private int unsignedByte(int at) {
        return result.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }
}
