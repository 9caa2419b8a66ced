package org.perfcontracts.cli;

import java.util.function.LongConsumer;
import org.perfcontracts.engine.RandomTraffic;
import org.perfcontracts.target.YamlNode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How much a validation measures where witnesses alone do not settle a formula. */
final class RandomTrafficOptions {
    @Option(names = "--packets", paramLabel = "N", defaultValue = "1000", converter = AtLeastOne.class,
            description = "measure N random packets for each class with a cut loop; where there is abstract state, a sequence of N"
                    + " packets or more, from 10000 on with full tables too (default: ${DEFAULT-VALUE})")
    private int packets;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "of the random packets: the same seed, the same packets (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--cycles",
            description = "also measure what packets take on this machine, in cycles of its core, by class: the program's own code,"
                    + " natively, with all in caches and with nothing there; level nf")
    private boolean cycles;

    /** What the options say; it is told how many packets of a sequence were measured. */
    RandomTraffic traffic(LongConsumer measured) {
        return new RandomTraffic(packets, seed, measured, cycles ? RandomTraffic.Timing.MEASURED : RandomTraffic.Timing.LEFT_OUT);
    }

    /** Refuses a count before anything is built, as the other options do. */
    private static final class AtLeastOne implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int count = Integer.parseInt(value);
                if (count >= 1) {
                    return count;
                }
            } catch (NumberFormatException e) {
                // Told below, like a number that is too small.
            }
            throw new TypeConversionException(YamlNode.quoted(value) + " is not a whole number from 1 on");
        }
    }
}
