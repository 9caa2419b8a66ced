package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What enters through the arguments of a packet function, named or not, and what the contract says of it. */
class EntryParametersTest {
    private static final String HEAD = """
            #include <stddef.h>
            #include <stdint.h>
            #include <stdlib.h>
            #include <string.h>
            #ifdef __clang__
            #define ENTRY __attribute__((noinline))
            #else
            #define ENTRY __attribute__((noipa))
            #endif
            """;

    @TempDir
    private Path folder;

    /** Compiles a program whose packet function is {@code nf}. */
    private String program(String flags, String source) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("program.c"), HEAD + source);
        List<String> command = new ArrayList<>(List.of(flags.split(" ")));
        command.addAll(List.of("-o", folder + "/program", file.toString()));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        return folder + "/program";
    }

    private static CommandRun run(String command, String binary, String... options) {
        List<String> line = new ArrayList<>(List.of(command, binary, "--entry", "nf"));
        line.addAll(Arrays.asList(options));
        return CommandRun.of(line.toArray(String[]::new));
    }

    /** The contract's text, with lines put together again. */
    private static String contract(String binary, String... options) {
        CommandRun run = run("contract", binary, options);
        assertEquals(0, run.status(), () -> run.out() + run.err());
        return run.out().replaceAll("\n {4,}", " ");
    }

    private static void assertSays(String contract, String... sentences) {
        for (String sentence : sentences) {
            assertTrue(contract.contains(sentence), () -> contract + "\nlacks: " + sentence);
        }
    }

    private static final String BARE = """
            ENTRY int nf(uint8_t *packet)
            {
                if (packet[12] == 8)
                    return packet[20] * packet[21] % 7;
                return -1;
            }
            static uint8_t b[2048]; int sink;
            int main(void) { for (;;) sink = nf(b); }
            """;

    /** The bytes are symbols: the cheap way is there beside the one with the division. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2 -g", "clang -O2 -g", "gcc -O2 -g -gdwarf-4", "gcc -O0 -g", "clang -O2 -g -gdwarf-4"})
    void aPacketWithoutALength(String compiler) throws IOException, InterruptedException {
        String binary = program(compiler, BARE);
        String found = contract(binary);
        assertSays(found, "Parameters from debug information: packet: packet.",
                "packet: 1518 bytes take any value, as no parameter is its length.", "ethernet.type in IPv4…0x08ff", "ethernet.type outside IPv4…0x08ff");
        String named = contract(binary, "--parameters", "{packet: packet}");
        assertEquals(found.replace("  - Parameters from debug information: packet: packet.\n", ""), named);
        assertEquals(0, run("validate", binary, "--packets", "200").status());
    }

    @Test
    void withoutDebugInformationNothingEnters() throws IOException, InterruptedException {
        String binary = program("gcc -O2", BARE);
        assertSays(contract(binary), "Nothing tells the parameters of nf, neither debug information (-g) nor names of parameters: "
                + "all arguments are as they were when it was first entered.");
        assertSays(contract(binary, "--parameters", "{packet: packet}"), "packet: 1518 bytes take any value");
    }

    private static final String MANY = """
            struct ctx { int rounds; };
            ENTRY int nf(struct ctx *c, uint8_t in_port, const uint8_t *pkt, uint16_t len, int8_t mode, double weight, int more, int last)
            {
                if (len < 20 || mode < -100)
                    return -1;
                for (int i = 0; i < c->rounds; i++)
                    in_port += pkt[i] > 7 ? 1 : in_port;
                return more == 9 ? last : in_port;
            }
            static struct ctx ctx = {3};
            static uint8_t b[64]; int sink;
            int main(void) { for (;;) sink = nf(&ctx, 1, b, 20, 2, 1.0, 4, 5); }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"gcc -O2 -g", "clang -O2 -g -gdwarf-4"})
    void eachParameterHasItsRole(String compiler) throws IOException, InterruptedException {
        String binary = program(compiler, MANY);
        assertSays(contract(binary),
                "Parameters from debug information: packet: pkt; length: len; numbers of any value: in_port, mode, more.",
                "len is 0…64 bytes.", "c (struct ctx *), weight (double), last (int) are as they were when nf was first entered.");
        CommandRun validation = run("validate", binary, "--packets", "500");
        assertEquals(0, validation.status(), () -> validation.out() + validation.err());
    }

    /** What a file names goes before what debug information says; what it does not name is named from there. */
    @Test
    void argumentsThatTheFileDoesNotName() throws IOException, InterruptedException {
        String source = """
                ENTRY int nf(uint8_t *packet, uint16_t length, int other)
                {
                    int s = 0;
                    for (int i = 0; i < length; i++)
                        s += packet[i];
                    return s;
                }
                static uint8_t b[64]; int sink;
                int main(void) { for (;;) sink = nf(b, 3, 4); }
                """;
        String binary = program("gcc -O2 -g", source);
        String text = contract(binary, "--parameters", "{packet: packet}");
        assertSays(text, "packet: 64 bytes take any value, as no parameter is its length.",
                "length (uint16_t), other (int) are as they were when nf was first entered.");
        assertFalse(text.contains("from debug information"), text);
        assertSays(contract(binary, "--parameters", "{}"), "packet (uint8_t *), length (uint16_t), other (int) are as they were");
        assertSays(contract(program("gcc -O2", source), "--parameters", "{packet: packet}"),
                "Arguments without a name among the parameters are as they were when nf was first entered: rsi.");
    }

    /** A copy of gcc's with other registers is analysed like any other function. */
    @Test
    void aCopyThatTheCompilerHasMade() throws IOException, InterruptedException {
        String binary = program("gcc -O2 -g", """
                struct ctx { int rounds; };
                static __attribute__((noinline)) int work(struct ctx *c, int k, const uint8_t *packet, size_t length)
                { return length < 2 ? c->rounds : packet[0] == k ? packet[1] / 3 : 5; }
                static struct ctx ctx; static uint8_t b[64]; int sink;
                int main(int argc, char **argv) { (void)argv; for (;;) sink = work(&ctx, 3, b + argc, argc) + work(&ctx, 3, b, 4); }
                """);
        CommandRun run = CommandRun.of("contract", binary, "--entry", "work.constprop.0");
        assertEquals(0, run.status(), run::err);
        assertSays(run.out().replaceAll("\n {4,}", " "), "Parameters from debug information: packet: packet; length: length.", "length is 0…63 bytes.",
                "are as they were when work.constprop.0 was first entered");
    }

    @Test
    void aPacketThatIsNowhere() throws IOException, InterruptedException {
        String binary = program("gcc -O2 -g", """
                ENTRY int nf(uint8_t *packet) { return packet ? packet[0] > 3 : 7; }
                int sink;
                int main(void) { for (;;) sink = nf(0); }
                """);
        CommandRun run = run("contract", binary, "--parameters", "{packet: packet}");
        assertEquals(2, run.status(), run::out);
        assertSays(run.err(), "the packet pointer 0x0 does not point to mapped memory");
        assertSays(contract(binary), "Parameters from debug information: none that a packet can change.",
                "packet (uint8_t *) is as it was when nf was first entered.");
    }

    /** The rest of the register is what callers leave there, which clang relies on. */
    @Test
    void narrowNumbersWithSigns() throws IOException, InterruptedException {
        String binary = program("clang -O2 -g", """
                ENTRY int nf(uint8_t *packet, int8_t ttl, int16_t delta)
                {
                    if (ttl + delta == -33000)
                        return packet[0];
                    return ttl + delta < -32000 ? packet[1] / 3 : 4;
                }
                static uint8_t b[64]; int sink;
                int main(void) { for (;;) sink = nf(b, 3, 4); }
                """);
        String text = contract(binary, "--format", "text");
        assertSays(text, "numbers of any value: ", "delta");
        CommandRun validation = run("validate", binary, "--packets", "300");
        assertEquals(0, validation.status(), () -> validation.out() + validation.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ethernet | ethernet.src", "arp | arp.operation", "ipv4 | ipv4.totalLength", "ipv6 | ipv6.src", "icmp | packet[6] = 1",
        "tcp | tcp.flags = 1", "udp | udp.checksum", "dns | dns.answers", "bytes | packet[6] = 1"})
    void wordsBeginAtTheLayerOfThePacket(String layer, String expected) throws IOException, InterruptedException {
        int at = switch (layer) {
            case "ipv4" -> 2;
            case "ipv6" -> 8;
            case "tcp" -> 13;
            default -> 6;
        };
        String binary = program("gcc -O2 -g", """
                ENTRY int nf(uint8_t *packet, uint16_t length)
                {
                    return length >= 20 && packet[%d] == 1 ? packet[1] / 3 : 4;
                }
                static uint8_t b[64]; int sink;
                int main(void) { for (;;) sink = nf(b, 3); }
                """.formatted(at));
        String parameters = "{packet: {layer: " + layer + "}, length: {length: packet, bits: 16, range: [0, 64]}}";
        assertSays(contract(binary, "--parameters", parameters), expected);
        CommandRun validation = run("validate", binary, "--parameters", parameters, "--packets", "300");
        assertEquals(0, validation.status(), () -> validation.out() + validation.err());
    }
}
