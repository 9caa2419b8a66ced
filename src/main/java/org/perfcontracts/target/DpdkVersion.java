package org.perfcontracts.target;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/**
 * The release of DPDK that a process runs. DPDK's start asks for it to log it, which leaves its name in a variable
 * ({@code rte_version}, lib/eal/common/eal_common_config.c), whatever symbols the program has.
 */
record DpdkVersion(int year, int month) {
    /** Those of one stable ABI, 23, whose structures lie alike. */
    private static final Set<DpdkVersion> KNOWN = Set.of(new DpdkVersion(22, 11), new DpdkVersion(23, 3), new DpdkVersion(23, 7));
    private static final Pattern NAME = Pattern.compile("(?<![ -~])DPDK ([0-9]{2})\\.([0-9]{2})\\.[0-9]+[-0-9a-z]*\0");

    /** The release, if its name is found among a process' variables. */
    static Optional<DpdkVersion> of(Snapshot snapshot) {
        for (Mapping mapping : snapshot.mappings()) {
            long size = mapping.end() - mapping.start();
            byte[] bytes = mapping.readable() && mapping.writable() && size <= DpdkPorts.LARGEST_DATA ? snapshot.bytes(mapping.start(), (int) size) : null;
            if (bytes != null) {
                Matcher name = NAME.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
                if (name.find()) {
                    return Optional.of(new DpdkVersion(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether packet buffers, rings and tables of ports are known to lie as Bolt takes them to. */
    boolean isKnown() {
        return KNOWN.contains(this);
    }

    @Override
    public String toString() {
        return String.format("DPDK %d.%02d", year, month);
    }
}
