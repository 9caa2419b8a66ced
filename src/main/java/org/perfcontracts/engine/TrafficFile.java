package org.perfcontracts.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.traffic.PortRules;

/**
 * Captured traffic that is to be run.
 *
 * @param file       pcap or pcapng
 * @param ports      at which port each packet arrives
 * @param parameters values of other parameters of the entry, by name
 * @param contract   by which the packets are to be held; empty for the one that is derived
 * @param sent       where to write what the program sends, as pcapng; empty for nowhere
 * @param measured   told how many packets were run so far
 * @param distilled  told what all of them have come to
 */
public record TrafficFile(Path file, PortRules ports, Map<String, Long> parameters, Optional<Contract> contract, Optional<Path> sent, LongConsumer measured,
        Consumer<Distillation> distilled) {
}
