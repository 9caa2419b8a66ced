package org.perfcontracts.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * How much of a process' memory is in which pages, in bytes.
 *
 * @param size of an ordinary page
 * @param all  memory that is there
 * @param huge that of it that is in pages of 2 MB and more
 */
public record MemoryPages(long size, long all, long huge) {
    private static final long PAGE = 4096;
    private static final long KILOBYTE = 1024;
    private static final Set<String> HUGE = Set.of("AnonHugePages:", "ShmemPmdMapped:", "FilePmdMapped:", "Shared_Hugetlb:", "Private_Hugetlb:");
    /** Resident memory does not have these. */
    private static final Set<String> BESIDE = Set.of("Shared_Hugetlb:", "Private_Hugetlb:");

    /** Of a process that can be looked at; zeros where the kernel does not tell. */
    static MemoryPages of(long pid) {
        long all = 0;
        long huge = 0;
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
                String[] words = line.strip().split("\\s+");
                long bytes = words.length == 3 && words[2].equals("kB") ? Long.parseLong(words[1]) * KILOBYTE : 0;
                all += words[0].equals("Rss:") || BESIDE.contains(words[0]) ? bytes : 0;
                huge += HUGE.contains(words[0]) ? bytes : 0;
            }
        } catch (IOException _) {
            return new MemoryPages(PAGE, 0, 0);
        }
        return new MemoryPages(PAGE, all, huge);
    }
}
