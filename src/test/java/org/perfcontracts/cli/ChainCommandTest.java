package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.perfcontracts.report.Golden;

/** Chains of kept contracts, as a user gets them. */
class ChainCommandTest {
    private static final Path CONTRACTS = CommandRun.HOME.resolve("src/test/resources/decision");
    private static final String FIREWALL = CONTRACTS.resolve("firewall.json").toString();
    private static final String ROUTER = CONTRACTS.resolve("router-ways.json").toString();

    /** The firewall drops what has options, so the router's work on them is never added to its own. */
    @Test
    void firewallAndRouter() throws IOException {
        for (String[] format : new String[][] {{"text", "txt"}, {"markdown", "md"}, {"json", "json"}}) {
            CommandRun run = CommandRun.of("chain", FIREWALL, ROUTER, "--format", format[0]);
            assertEquals(0, run.status(), run.err());
            Golden.check("decision/firewall-router." + format[1], run.out());
            if (format[0].equals("json")) {
                String schema = Files.readString(CommandRun.HOME.resolve("docs/chain.schema.json"));
                assertEquals("[]", JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema).validate(run.out(), InputFormat.JSON).toString(), run.out());
            }
        }
    }

    @Test
    void whatIsNoChain() {
        refused("there is no file nowhere.json", "chain", FIREWALL, "nowhere.json");
        refused("nat: its contract does not keep what its paths do to packets", "chain", FIREWALL, CONTRACTS.resolve("nat.json").toString());
        refused("--drops", "chain", FIREWALL, ROUTER, "--drops", "positive");
        refused("--max-time must be between", "chain", FIREWALL, ROUTER, "--max-time", "-1");
        assertEquals(2, CommandRun.of("chain", FIREWALL).status());
    }

    private static void refused(String expected, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(expected), () -> run.err() + "lacks: " + expected);
    }
}
