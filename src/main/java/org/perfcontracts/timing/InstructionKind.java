package org.perfcontracts.timing;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.perfcontracts.x86.Instruction;
import org.perfcontracts.x86.Operand;
import org.perfcontracts.x86.Register;

/**
 * Instructions that take a processor about the same, their accesses to memory left aside: these are timed apart. The order is that of
 * documents.
 */
public enum InstructionKind {
    /** Does nothing to data: {@code nop}, {@code endbr64}, prefetches, {@code pause}. */
    NONE,
    /** Copies a general register or loads a number into one. */
    MOVE,
    /** Addition, logic, comparison, {@code lea}, extension, conditional move and set of general registers. */
    ADD,
    /** Shifts and rotations of general registers. */
    SHIFT,
    /** Multiplication of general registers. */
    MULTIPLY,
    /** Division of general registers by 32 bits and fewer. */
    DIVIDE_32,
    /** Division of general registers by 64 bits. */
    DIVIDE_64,
    /** {@code popcnt}, {@code lzcnt}, {@code tzcnt}, {@code bsf}, {@code bsr}. */
    COUNT_BITS,
    /** {@code crc32}. */
    CHECKSUM,
    /** Copies of vector registers and logic on them, and their integer additions, comparisons, minima. */
    VECTOR_ADD,
    /** Integer multiplication in vector registers. */
    VECTOR_MULTIPLY,
    /** Shifts, shuffles, blends, packing in vector registers. */
    VECTOR_SHUFFLE,
    /** From a vector or mask register to a general one or back. */
    VECTOR_TRANSFER,
    /** Floating-point addition, comparison, minimum. */
    FLOAT_ADD,
    /** Floating-point multiplication, fused or not. */
    FLOAT_MULTIPLY,
    /** Floating-point division and square root. */
    FLOAT_DIVIDE,
    /** Conversion between numbers of different formats, one of them floating point. */
    CONVERT,
    /** AES and carry-less multiplication. */
    CRYPTO,
    /** Jumps, calls and returns. */
    BRANCH,
    /** Read-modify-write with {@code lock}, and {@code xchg} with memory. */
    LOCKED,
    /** Waits until all before it is done: fences, {@code cpuid}, {@code rdtscp}, {@code serialize}. */
    SERIALISE,
    /** {@code rdtsc}, {@code rdrand}, {@code rdseed}, {@code xgetbv}. */
    SPECIAL,
    /** {@code rep movs} and its like, once whatever the count. */
    STRING;

    private static final Set<String> NOTHING = Set.of("nop", "endbr64", "pause", "prefetchnta", "prefetcht0", "prefetcht1", "prefetcht2", "prefetchw");
    private static final Set<String> MOVES = Set.of("mov", "movabs", "push", "pop", "movnti", "movbe", "leave");
    private static final Set<String> SHIFTS = Set.of("shl", "shr", "sar", "rol", "ror", "rcl", "rcr", "shld", "shrd", "shlx", "shrx", "sarx", "rorx", "bswap");
    private static final Set<String> COUNTS = Set.of("popcnt", "lzcnt", "tzcnt", "bsf", "bsr");
    private static final Set<String> SERIALISING = Set.of("lfence", "mfence", "sfence", "cpuid", "rdtscp", "serialize");
    private static final Set<String> SPECIALS = Set.of("rdtsc", "rdrand", "rdseed", "xgetbv");
    private static final Pattern TRANSFER = Pattern.compile("v?(movd|movq|p?movmskp?[bsd]|pextr[bwdq]|pinsr[bwdq])|kmov[bwdq]|kortest[bwdq]");
    private static final Pattern MULTIPLICATION = Pattern.compile("v?pmul.*|v?pmadd.*|v?psadbw");
    private static final Pattern SHUFFLE = Pattern.compile("v?(psh.*|punpck.*|pack.*|palignr|psll.*|psrl.*|psra.*|perm.*|pblend.*|blend.*|unpck.*|shuf.*"
            + "|pmov[sz]x.*|insert.*|extract.*|pbroadcast.*|broadcast.*|movddup|movs[hl]dup|pmovwb|pmovdb|pmovqb|zeroupper|zeroall)");
    private static final Pattern CONVERSION = Pattern.compile("v?cvt.*");
    private static final Pattern FLOATING_DIVISION = Pattern.compile("v?(div|sqrt)[sp][sd]");
    private static final Pattern FLOATING_MULTIPLICATION = Pattern.compile("v?(mul[sp][sd]|fn?m(add|sub).*)");
    private static final Pattern FLOATING_ADDITION = Pattern.compile("v?(add|sub|min|max|u?comi|cmp|addsub|hadd|hsub|round)[a-z]*[sp][sd]");
    private static final Pattern CRYPTOGRAPHY = Pattern.compile("v?(aes.*|pclmul.*|sha.*)");

    /** The name in files, such as {@code vectorAdd}. */
    public String key() {
        StringBuilder key = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
            key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return key.toString();
    }

    /** The kind of an instruction; of one that is not known by name, what its operands suggest. */
    public static InstructionKind of(Instruction instruction) {
        String name = instruction.mnemonic();
        if (instruction.flow() != Instruction.Flow.NEXT) {
            return BRANCH;
        }
        if (instruction.has(Instruction.Prefix.REP) || instruction.has(Instruction.Prefix.REPE) || instruction.has(Instruction.Prefix.REPNE)) {
            return STRING;
        }
        boolean toMemory = instruction.operands().stream().anyMatch(each -> each instanceof Operand.MemoryOperand memory && memory.accessed() && memory.isWritten());
        if (instruction.has(Instruction.Prefix.LOCK) || name.equals("xchg") && toMemory) {
            return LOCKED;
        }
        if (NOTHING.contains(name)) {
            return NONE;
        }
        if (SERIALISING.contains(name)) {
            return SERIALISE;
        }
        if (SPECIALS.contains(name)) {
            return SPECIAL;
        }
        return instruction.operands().stream().anyMatch(InstructionKind::isVector) ? ofVectors(name) : ofGeneral(name, instruction.operandWidth());
    }

    private static boolean isVector(Operand operand) {
        return operand instanceof Operand.RegisterOperand register
                && (register.register().bank() == Register.Bank.VECTOR || register.register().bank() == Register.Bank.MASK);
    }

    private static InstructionKind ofGeneral(String name, int width) {
        if (MOVES.contains(name)) {
            return MOVE;
        }
        if (SHIFTS.contains(name)) {
            return SHIFT;
        }
        if (COUNTS.contains(name)) {
            return COUNT_BITS;
        }
        return switch (name) {
            case "imul", "mul", "mulx" -> MULTIPLY;
            case "div", "idiv" -> width > 32 ? DIVIDE_64 : DIVIDE_32;
            case "crc32" -> CHECKSUM;
            default -> ADD;
        };
    }

    private static InstructionKind ofVectors(String name) {
        if (CRYPTOGRAPHY.matcher(name).matches()) {
            return CRYPTO;
        }
        if (TRANSFER.matcher(name).matches()) {
            return VECTOR_TRANSFER;
        }
        if (CONVERSION.matcher(name).matches()) {
            return CONVERT;
        }
        if (MULTIPLICATION.matcher(name).matches()) {
            return VECTOR_MULTIPLY;
        }
        if (SHUFFLE.matcher(name).matches()) {
            return VECTOR_SHUFFLE;
        }
        if (FLOATING_DIVISION.matcher(name).matches()) {
            return FLOAT_DIVIDE;
        }
        if (FLOATING_MULTIPLICATION.matcher(name).matches()) {
            return FLOAT_MULTIPLY;
        }
        return FLOATING_ADDITION.matcher(name).matches() ? FLOAT_ADD : VECTOR_ADD;
    }
}
