package org.perfcontracts.cli;

import java.util.Optional;
import org.perfcontracts.target.Driver;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.LevelName;
import picocli.CommandLine.Option;

/** Whether the classes of a paper are also brought about in the whole stack, and by which driver. */
final class PaperStackOptions {
    private static final String DEFAULT = "ixgbe";

    @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "nf",
            description = "nf: one call of the packet function; stack: beside it the poll that receives the packet, driver and DPDK included (default: nf)")
    private String level;

    @Option(names = "--driver", paramLabel = "DRIVER", description = "with --level stack: ixgbe, net_ring or virtio, with properties as virtio,notify=off (default: " + DEFAULT + ")")
    private String driver;

    /** The driver of the stack; empty where calls are measured alone. */
    Optional<Driver> driver() throws InputException {
        LevelName name = LevelName.of(level).orElseThrow(() -> TargetOptions.unknown("--level", level, LevelName.keys()));
        if (name == LevelName.NF && driver != null) {
            throw new InputException("--driver is for --level stack");
        }
        if (name == LevelName.NF) {
            return Optional.empty();
        }
        try {
            Driver chosen = Driver.of(driver == null ? DEFAULT : driver);
            if (chosen.device().isEmpty()) {
                throw new InputException("--driver: " + chosen.key() + " has no device that delivers packet after packet; known: ixgbe, virtio, net_ring");
            }
            return Optional.of(chosen);
        } catch (IllegalArgumentException e) {
            throw new InputException("--driver: " + e.getMessage(), e);
        }
    }
}
