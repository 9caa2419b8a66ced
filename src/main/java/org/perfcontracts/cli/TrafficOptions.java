package org.perfcontracts.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.perfcontracts.contract.Contract;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.engine.TrafficFile;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.YamlNode;
import org.perfcontracts.traffic.CaptureException;
import org.perfcontracts.traffic.PcapReader;
import org.perfcontracts.traffic.PortRules;
import picocli.CommandLine.Option;

/** How captured traffic enters the program, and by which contract it is held. */
final class TrafficOptions {
    private static final Pattern PARAMETER = Pattern.compile("\\s*([^=]+?)\\s*=\\s*([0-9]{1,18})\\s*");

    @Option(names = "--port-of", paramLabel = "RULES", description = "at which port packets arrive, the first rule that holds: " + PortRules.FORMS
            + " (default: the number of the interface)")
    private String rules;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "the value of a parameter of the entry that is neither packet, length, "
            + "port nor now; may be given several times (default: the least it can have)")
    private List<String> settings = List.of();

    @Option(names = "--contract", paramLabel = "FILE", description = "hold the packets by the contract in this JSON file, which must be of this very binary (default: the one derived)")
    private Path contract;

    /** Finds out early what is wrong with the options and with the beginning of the file. */
    void check(Path trace) throws InputException {
        traffic(trace, Optional.empty(), _ -> { }, _ -> { });
        if (!Files.isRegularFile(trace)) {
            return;
        }
        try (PcapReader reader = PcapReader.open(trace)) {
            if (reader.next().isEmpty()) {
                throw new InputException(trace + " holds no packet");
            }
        } catch (IOException e) {
            throw new InputException(e instanceof CaptureException ? e.getMessage() : "cannot read " + Failures.describe(e), e);
        }
    }

    /** The traffic, and where to write what is sent; it tells how many packets were run so far, and what all of them have come to. */
    TrafficFile traffic(Path trace, Optional<Path> sent, LongConsumer measured, Consumer<Distillation> distilled) throws InputException {
        if (!Files.exists(trace)) {
            throw new InputException(trace + ": no such file");
        }
        if (Files.isDirectory(trace)) {
            throw new InputException(trace + " is a folder, not a capture");
        }
        Optional<Contract> published = contract == null ? Optional.empty() : Optional.of(PredictCommand.read(contract));
        return new TrafficFile(trace, ports(), values(), published, sent, measured, distilled);
    }

    private PortRules ports() throws InputException {
        try {
            return rules == null ? PortRules.BY_INTERFACE : PortRules.parse(rules);
        } catch (IllegalArgumentException e) {
            throw new InputException("--port-of: " + e.getMessage(), e);
        }
    }

    private Map<String, Long> values() throws InputException {
        Map<String, Long> values = new TreeMap<>();
        for (String text : settings) {
            Matcher parts = PARAMETER.matcher(text);
            if (!parts.matches()) {
                throw new InputException("--set: must be NAME=VALUE, not " + YamlNode.quoted(text));
            }
            if (values.put(parts.group(1), Long.parseLong(parts.group(2))) != null) {
                throw new InputException("--set: " + parts.group(1) + " is given twice");
            }
        }
        return values;
    }
}
