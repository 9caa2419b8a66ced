package org.perfcontracts.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Some parts of a snapshot and what they hold.
 *
 * @param registers by name, {@code r0} to {@code r15} as encoded, the low 128 bits {@code x0} to {@code x31} and the rest
 *     {@code y0} to {@code y31} of vectors, the masks {@code k0} to {@code k7}, {@code rip}, {@code flags}, {@code fs}, {@code gs}, {@code mxcsr}, {@code xcr0},
 *     {@code cpuid} with a leaf and its part: their content in hexadecimal digits
 * @param bytes     runs of memory, each within one page
 * @param digests   of larger runs
 * @param pages     addresses of pages, and whether anything readable is there
 */
public record SnapshotParts(Map<String, String> registers, List<Bytes> bytes, List<Digest> digests, SortedMap<Long, Boolean> pages) {
    private static final int PAGE = 4096;
    private static final String CPUID = "cpuid.";
    static final String EXTENDED_CONTROL = "xcr0";

    /** Copies the lists. */
    public SnapshotParts {
        registers = Map.copyOf(registers);
        bytes = List.copyOf(bytes);
        digests = List.copyOf(digests);
        pages = Collections.unmodifiableSortedMap(new TreeMap<>(pages));
    }

    /**
     * A run of memory.
     *
     * @param address of its first byte
     * @param content its bytes, two hexadecimal digits each, lowest address first
     */
    public record Bytes(long address, String content) {
    }

    /**
     * The digest of a run of memory, in which what cannot be read counts as zeros.
     *
     * @param digest SHA-256, in hexadecimal digits
     */
    public record Digest(long address, long size, String digest) {
        static Digest of(Snapshot snapshot, long address, long size) {
            MessageDigest sha = sha();
            byte[] nothing = new byte[PAGE];
            for (long at = address; at < address + size; at = (at & -PAGE) + PAGE) {
                byte[] page = snapshot.page(at & -PAGE);
                long end = Math.min((at & -PAGE) + PAGE, address + size);
                sha.update(page == null ? nothing : page, (int) (at & PAGE - 1), (int) (end - at));
            }
            return new Digest(address, size, HexFormat.of().formatHex(sha.digest()));
        }

        private static MessageDigest sha() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** Whether a general register is among the parts. */
    public boolean usesGeneral(int number) {
        return registers.containsKey("r" + number);
    }

    /** The first part found that is different in another snapshot, in words; empty where all are the same. */
    public Optional<String> difference(Snapshot other) {
        for (Map.Entry<String, String> register : registers.entrySet()) {
            if (!register.getValue().equals(content(register.getKey(), other))) {
                return Optional.of("register " + register.getKey());
            }
        }
        for (Map.Entry<Long, Boolean> page : pages.entrySet()) {
            if (page.getValue() != (other.page(page.getKey()) != null)) {
                return Optional.of("the page at 0x" + Long.toHexString(page.getKey()));
            }
        }
        for (Digest digest : digests) {
            if (!digest.equals(Digest.of(other, digest.address, digest.size))) {
                return Optional.of("memory from 0x" + Long.toHexString(digest.address));
            }
        }
        return bytes.stream().filter(run -> !run.content.equals(content(run, other))).findFirst()
                .map(run -> "memory at 0x" + Long.toHexString(run.address));
    }

    /** The name of an answer of CPUID. */
    static String cpuid(int leaf, int part) {
        return CPUID + Integer.toHexString(leaf) + "." + Integer.toHexString(part);
    }

    /** The content of an answer of CPUID. */
    static String digits(int[] answer) {
        return Arrays.stream(answer).mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
    }

    private static String content(String register, Snapshot snapshot) {
        if (register.startsWith(CPUID)) {
            String[] asked = register.substring(CPUID.length()).split("\\.");
            return digits(snapshot.cpuid(Integer.parseUnsignedInt(asked[0], 16), Integer.parseUnsignedInt(asked[1], 16)));
        }
        return switch (register) {
            case "rip" -> Long.toHexString(snapshot.instructionPointer());
            case "flags" -> Long.toHexString(snapshot.flags());
            case "fs" -> Long.toHexString(snapshot.fsBase());
            case "gs" -> Long.toHexString(snapshot.gsBase());
            case EXTENDED_CONTROL -> Long.toHexString(snapshot.extendedControl());
            case "mxcsr" -> Integer.toHexString(snapshot.floatControl());
            default -> {
                int number = Integer.parseInt(register.substring(1));
                yield switch (register.charAt(0)) {
                    case 'x' -> HexFormat.of().formatHex(snapshot.vector(number), 0, 16);
                    case 'y' -> HexFormat.of().formatHex(snapshot.vector(number), 16, 64);
                    case 'k' -> Long.toHexString(snapshot.mask(number));
                    default -> Long.toHexString(snapshot.general(number));
                };
            }
        };
    }

    private static String content(Bytes run, Snapshot snapshot) {
        byte[] page = snapshot.page(run.address & -PAGE);
        int from = (int) (run.address & PAGE - 1);
        return page == null ? "" : HexFormat.of().formatHex(page, from, from + run.content.length() / 2);
    }
}
