package org.perfcontracts.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.perfcontracts.timing.ProcessorModel;

/** What this machine's processor says of itself to any program: the instruction CPUID, and XCR0. */
public final class Cpuid {
    private static final int WORDS = 4;
    private static final int EXTENDED = 0x80000000;
    private static final int FIRST_OF_NAME = 0x80000002;
    private static final int LAST_OF_NAME = 0x80000004;

    private Cpuid() {
    }

    /** EAX, EBX, ECX and EDX of the answer, zeros for the bits that tell which core the program runs on. */
    public static int[] answer(int leaf, int part) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(ValueLayout.JAVA_INT, WORDS);
            Native.CPUID.invokeExact(leaf, part, words);
            return withoutCore(leaf, words.toArray(ValueLayout.JAVA_INT));
        } catch (Throwable impossible) {
            throw new IllegalStateException("the native library failed", impossible);
        }
    }

    /** What the processor calls itself; empty where it says nothing. */
    public static String processor() {
        if (answer(EXTENDED, 0)[0] - Integer.MIN_VALUE < LAST_OF_NAME - Integer.MIN_VALUE) {
            return "";
        }
        ByteBuffer name = ByteBuffer.allocate((LAST_OF_NAME - FIRST_OF_NAME + 1) * WORDS * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int leaf = FIRST_OF_NAME; leaf <= LAST_OF_NAME; leaf++) {
            for (int word : answer(leaf, 0)) {
                name.putInt(word);
            }
        }
        return new String(name.array(), StandardCharsets.US_ASCII).replace('\0', ' ').strip().replaceAll(" +", " ");
    }

    /** Which processor it is: vendor, family and model, those that are displayed (Intel SDM, CPUID, leaf 1; AMD APM 3, the same). */
    public static ProcessorModel model() {
        ByteBuffer vendor = ByteBuffer.allocate(3 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int[] names = answer(0, 0);
        vendor.putInt(names[1]).putInt(names[3]).putInt(names[2]);
        int version = answer(1, 0)[0];
        int family = version >> 8 & 15;
        int model = version >> 4 & 15;
        return new ProcessorModel(new String(vendor.array(), StandardCharsets.US_ASCII), family == 15 ? family + (version >> 20 & 255) : family,
                family == 15 || family == 6 ? model + (version >> 12 & 0xf0) : model);
    }

    private static int[] withoutCore(int leaf, int[] answer) {
        switch (leaf) {
            case 1 -> answer[1] &= 0xffffff;
            case 0xb, 0x1f -> answer[3] = 0;
            case 0x8000001e -> {
                return new int[WORDS];
            }
            default -> {
            }
        }
        return answer;
    }

    /** XCR0: what state the kernel saves for a program; 0 where the processor has no XSAVE. */
    public static long extendedControl() {
        try {
            return (long) Native.EXTENDED_CONTROL.invokeExact();
        } catch (Throwable impossible) {
            throw new IllegalStateException("the native library failed", impossible);
        }
    }

    /** Loaded when it is first asked for, which most programs never do. */
    private static final class Native {
        private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup(
                Path.of(System.getProperty("bolt.home", "."), "native", "build", "libboltdecode.so").toAbsolutePath(), Arena.global());
        static final MethodHandle CPUID = handle("bolt_cpuid",
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        static final MethodHandle EXTENDED_CONTROL = handle("bolt_extended_control", FunctionDescriptor.of(ValueLayout.JAVA_LONG));

        private static MethodHandle handle(String name, FunctionDescriptor type) {
            return Linker.nativeLinker().downcallHandle(LIBRARY.find(name).orElseThrow(
                    () -> new IllegalStateException("libboltdecode.so has no function " + name + ": run make in the folder native")), type);
        }
    }
}
