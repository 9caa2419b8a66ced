package org.perfcontracts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State and marks that are declared wrongly: a message that names the place, and never a wrong formula. */
class BadStateTest {
    private static final String HEAD = """
            #include <string.h>
            #include <sys/mman.h>
            #include "bolt.h"
            static uint8_t buffer[4096];
            static struct cell { uint32_t next; uint32_t value; } cells[16], others[16];
            #define SPEC "next:u32 0..15, value:u32"
            """;
    private static final String ENTRY = "__attribute__((noipa)) int process(uint8_t *packet, uint16_t length)\n";
    private static final String BODY = ENTRY + "{ return cells[packet[0] & 15].value > 3; }\n";

    @TempDir
    private Path folder;

    private CommandRun contract(String program, String marks) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("program.c"), HEAD + program);
        Process gcc = new ProcessBuilder("gcc", "-O2", "-g", "-I" + CommandRun.HOME.resolve("native"), "-o", "program", "program.c")
                .directory(folder.toFile()).inheritIO().start();
        assertEquals(0, gcc.waitFor());
        Files.writeString(folder.resolve("bolt.yaml"), """
                name: sample
                binary: program
                levels:
                  nf:
                    entry: process
                    parameters:
                      packet: packet
                      length: {length: packet, bits: 16, range: [64, 64]}
                """ + marks);
        return CommandRun.of("contract", folder.toString(), "--format", "json");
    }

    private static String main(String initialisation) {
        return "int main(void) { " + initialisation + " return process(buffer, 64); }\n";
    }

    private static String register(String name, String address, int size, String count, String spec) {
        return "bolt_state(\"" + name + "\", " + address + ", " + size + ", " + count + ", " + spec + "); ";
    }

    private static final String CELLS = register("table.cells", "cells", 8, "16", "SPEC");

    private static void assertRefused(CommandRun run, String... expected) {
        assertEquals(2, run.status(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("bolt: sample: "), run.err());
        for (String part : expected) {
            assertTrue(run.err().contains(part), () -> run.err() + "lacks: " + part);
        }
        assertEquals(1, run.err().lines().count(), run.err());
    }

    private void assertRegistrationIsRefused(String calls, String... expected) throws IOException, InterruptedException {
        assertRefused(contract(BODY + main(calls), ""), expected);
    }

    @Test
    void whatIsDeclaredRightIsTaken() throws IOException, InterruptedException {
        CommandRun run = contract(BODY + main(CELLS + register("table.others", "others", 8, "16", "SPEC")), "");
        assertEquals(0, run.status(), run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "from its place on, 'memcpy(&both, &places.flag, 8)'",
        "from before it, 'memcpy(&both, &places.before, 8)'",
        "from before it and behind it, 'memcpy(&both, &places.four, 16)'",
        "somewhere, 'memcpy(&both, (uint8_t *)&places + 4 * (packet[0] & 1), 8)'",
        "written, 'memcpy(&places.before, packet, 8)'",
    })
    void anAccessAcrossItsEdge(String where, String access) throws IOException, InterruptedException {
        String program = """
                static struct { uint32_t four[1], before, flag, behind[4]; } places;
                %s{
                    uint64_t both[2] = {0};
                    %s;
                    return both[0] + both[1] > 1 && places.flag == 1;
                }
                """.formatted(ENTRY, access);
        CommandRun run = contract(program + main(register("places.flag", "&places.flag", 4, "1", "\"flag:u32 0..1\"")), "");
        assertEquals(1, run.status(), where + run.err());
        assertTrue(run.out().contains("bytes of which only some belong to the state places.flag"), run.out());
    }

    /** An element of one array, two bytes that are arrays of one, an element of another, or what is nobody's state: each is followed. */
    @Test
    void anAccessInOneOfSeveral() throws IOException, InterruptedException {
        String program = """
                static struct { uint16_t times[16]; uint8_t first, some; uint16_t cells[8], others[16]; } places;
                %s{
                    uint16_t any;
                    memcpy(&any, (uint8_t *)&places + 2 * (packet[0] & 31), 2);
                    places.cells[packet[1] & 7] = any;
                    return any > 1;
                }
                """.formatted(ENTRY);
        CommandRun run = contract(program + main(register("times", "places.times", 2, "16", "\"t:u16\"")
                + register("first", "&places.first", 1, "1", "\"f:u8\"") + register("some", "&places.some", 1, "1", "\"s:u8\"")
                + register("cells", "places.cells", 2, "8", "\"n:u16\"")), "");
        assertEquals(1, run.status(), run.err());
        assertTrue(run.out().contains("bytes of which only some belong to the state first"), run.out());
        assertFalse(run.out().contains("internal error"), run.out());
    }

    @Test
    void twice() throws IOException, InterruptedException {
        assertRegistrationIsRefused(CELLS + register("table.cells", "others", 8, "16", "SPEC"),
                "region table.cells is registered twice, at 0x", "; register each array once, by a name of its own");
    }

    @Test
    void overlapping() throws IOException, InterruptedException {
        assertRegistrationIsRefused(CELLS + register("table.end", "cells + 15", 8, "1", "SPEC"),
                "regions table.cells, 0x", "and table.end, 0x", "overlap");
    }

    @Test
    void theSameArrayByTwoNames() throws IOException, InterruptedException {
        assertRegistrationIsRefused(CELLS + register("table.alias", "cells", 8, "16", "SPEC"), "table.cells", "table.alias", "overlap");
    }

    @Test
    void capacityZero() throws IOException, InterruptedException {
        assertRegistrationIsRefused(register("table.cells", "cells", 8, "0", "SPEC"), "region table.cells has 0 elements of 8 bytes");
    }

    @Test
    void outsideMemory() throws IOException, InterruptedException {
        assertRegistrationIsRefused(register("table.cells", "(void *)4096", 8, "16", "SPEC"),
                "region table.cells, 0x1000 to 0x1080, is outside memory");
    }

    @Test
    void longerThanItsMemory() throws IOException, InterruptedException {
        String map = "char *m = mmap(0, 12288, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); munmap(m + 4096, 4096); ";
        assertRegistrationIsRefused(map + register("table.cells", "m", 8, "1536", "SPEC"), "region table.cells, 0x", "nothing is mapped at 0x");
    }

    @Test
    void onTheStackOfAFunctionThatHasReturned() throws IOException, InterruptedException {
        String function = "__attribute__((noipa)) static void init(void) { struct cell local[16]; memset(local, 0, sizeof(local)); "
                + register("table.local", "local", 8, "16", "SPEC") + "}\n";
        assertRefused(contract(BODY + function + main("init();"), ""), "region table.local, 0x", "is on the stack of a function that has returned");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "next:u32, value:u16 | its fields take 6.0 bytes, its elements have 8",
        "next:u32 0..99999999999, value:u32 | not a range of 32 bits: next:u32 0..99999999999",
        "next:u32 0..99999999999999999999999, value:u32 | not a range of 32 bits",
        "next:u32 0..15 4294967296, value:u32 | not a range of 32 bits: next:u32 0..15 4294967296",
        "next:u32 0..15 9..8, value:u32 | not a range of 32 bits",
        "next:u99, value:u32 | a number has 1 to 64 bits: next:u99",
        "next:*0 | 1 to 2^16 bytes, not 0: next:*0",
        "next:q32, value:u32 | \"next:q32\" is no field; fields are like",
        "next:u99999999999 | is no field"})
    void aSpecificationThatIsWrong(String spec, String expected) throws IOException, InterruptedException {
        assertRegistrationIsRefused(register("table.cells", "cells", 8, "16", '"' + spec + '"'), "region table.cells: ", expected);
    }

    @Test
    void aNameThatIsNone() throws IOException, InterruptedException {
        assertRegistrationIsRefused(register("the cells", "cells", 8, "16", "SPEC"), "\"the cells\" is no name for a region");
    }

    // ---- what is there before the first packet

    @Test
    void aNumberOutsideOfItsRange() throws IOException, InterruptedException {
        assertRegistrationIsRefused("cells[11].next = 200; " + CELLS,
                "region table.cells: next of element 11 is 200 before the first packet, though declared is 0..15; set it at initialisation");
    }

    @Test
    void aNumberOutsideOfItsRanges() throws IOException, InterruptedException {
        String register = register("table.cells", "cells", 8, "16", "\"next:u32 0..15 4294967295 99, value:u32\"");
        String initialisation = "cells[1].next = -1u; cells[2].next = 99; ";
        assertEquals(0, contract(BODY + main(initialisation + register), "").status());
        assertRegistrationIsRefused(initialisation + "cells[3].next = 98; " + register,
                "region table.cells: next of element 3 is 98 before the first packet, though declared is 0..15 4294967295 99; set it");
    }

    @Test
    void aNumberBelowItsRange() throws IOException, InterruptedException {
        assertRegistrationIsRefused(register("table.cells", "cells", 8, "16", "\"next:u32 0..15, value:u32 1..4000000000\""),
                "region table.cells: value of element 0 is 0 before the first packet, though declared is 1..4000000000");
    }

    @Test
    void bitsOutsideOfTheirRange() throws IOException, InterruptedException {
        String spec = "\"hop:u24 0..255, valid:u1, depth:u7 0..32, value:u32\"";
        assertRegistrationIsRefused("cells[2].next = 0xff; cells[15].next = 33u << 25 | 7; " + register("table.cells", "cells", 8, "16", spec),
                "region table.cells: depth of element 15 is 33 before the first packet, though declared is 0..32");
    }

    @Test
    void allValuesOfTheRangeAreRight() throws IOException, InterruptedException {
        String main = main("for (int i = 0; i < 16; i++) cells[i] = (struct cell){i, -1u}; " + CELLS);
        assertEquals(0, contract(BODY + main, "").status());
    }

    @Test
    void pointers() throws IOException, InterruptedException {
        String register = register("table.keys", "keys", 8, "4", "\"key:*16\"");
        assertEquals(0, contract(BODY + main("static char *keys[4]; keys[1] = (char *)buffer; keys[2] = (char *)cells; " + register), "").status());
        String map = "char *m = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); munmap(m + 4096, 4096); ";
        assertRegistrationIsRefused("static char *keys[4]; keys[3] = (char *)7; " + register,
                "region table.keys: key of element 3 is 0x7 before the first packet, though declared is a pointer to 16 bytes, which are not all mapped there");
        assertRegistrationIsRefused("static char *keys[4]; " + map + "keys[0] = m + 4090; " + register, "region table.keys: key of element 0 is 0x");
    }

    /** Sixteen million elements, of which the last is wrong: each is looked at. */
    @Test
    void manyElements() throws IOException, InterruptedException {
        assertRegistrationIsRefused("static struct cell many[16 << 20]; many[(16 << 20) - 1].next = 16; " + register("table.cells", "many", 8, "16 << 20", "SPEC"),
                "region table.cells: next of element 16777215 is 16 ");
    }

    // ---- marks

    private static final String WALK = """
            { uint32_t at = packet[0] & 15, left = 15; do { %s } while (left--); return at; }
            """;

    @Test
    void aClassInALoopThatIsCut() throws IOException, InterruptedException {
        String loop = WALK.formatted("""
                __asm__ volatile("" : "+r"(at)); if (cells[at].value > packet[1]) { bolt_class("large"); at ^= 5; } at = cells[at].next;
                """).replace("left = 15", "left = 255");
        CommandRun run = contract(ENTRY + loop + main(CELLS), "");
        assertEquals(1, run.status(), run.err());
        JsonNode contract = new ObjectMapper().readTree(run.out());
        assertEquals(false, contract.get("complete").asBoolean());
        assertTrue(contract.toString().contains("the class mark \\\"large\\\" at program.c:"), run.out());
        assertTrue(contract.toString().contains("is inside a loop that is cut"), run.out());
    }

    @Test
    void aNameForAPcvAndAClass() throws IOException, InterruptedException {
        String body = ENTRY + """
                {
                    if (packet[0] == 1) {
                        bolt_pcv("known");
                        buffer[4000]++;
                    }
                    if (packet[1] == 2) {
                        bolt_class("known");
                        return 3;
                    }
                    return 4;
                }
                """;
        assertRefused(contract(body + main(""), ""), "the name known has two meanings: a PCV at program.c:11 and a class at program.c:15; rename");
    }

    @Test
    void aMarkCalledAsAnotherOneOnSomeStructure() throws IOException, InterruptedException {
        String body = ENTRY + """
                {
                    int result = 0;
                    bolt_pcv("map.t");
                    result += cells[packet[0] & 15].value;
                    if (packet[1] == 2) {
                        bolt_pcv("table.t");
                        buffer[4000]++;
                    }
                    return result;
                }
                """;
        assertRefused(contract(body + main(CELLS), ""), "the PCV table.t has two meanings: it counts passages of the mark map.t at program.c:11",
                "and of the mark table.t at program.c:14; rename one of the marks");
    }

    @Test
    void twoMarksThatAreTheSameOnOneInstance() throws IOException, InterruptedException {
        String body = ENTRY + """
                {
                    volatile struct cell *one = cells, *other = others;    /* keeps accesses behind their marks */
                    int result = 0;
                    bolt_pcv("map.t");
                    result += one[packet[0] & 15].value;
                    bolt_pcv("list.t");
                    return result + other[packet[1] & 15].value;
                }
                """;
        String both = CELLS + register("table.others", "others", 8, "16", "SPEC");
        assertRefused(contract(body + main(both), ""), "the PCV table.t has two meanings", "the mark list.t at program.c:", "the mark map.t at program.c:");
        CommandRun apart = contract(body + main(CELLS + register("list.others", "others", 8, "16", "SPEC")), "");
        assertEquals(0, apart.status(), apart.err());
    }

    @Test
    void aMarkWithoutADotIsNamedAfterItsStructure() throws IOException, InterruptedException {
        String loop = WALK.formatted("bolt_pcv(\"steps\"); at = cells[at].next; __asm__ volatile(\"\" : \"+r\"(at));").replace("left = 15", "left = packet[1]");
        CommandRun run = contract(ENTRY + loop + main(CELLS), "");
        assertEquals(0, run.status(), run.err());
        assertEquals(List.of("table.steps"), new ObjectMapper().readTree(run.out()).get("pcvs").findValuesAsText("name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "process+0x1 | no instruction begins at process+0x1 in ",
        "process+0x1000 | process+0x1000 is outside the function, which has "})
    void aMarkThatIsAtNoInstruction(String place, String expected) throws IOException, InterruptedException {
        String body = ENTRY + "{ __asm__ volatile(\"nopl 0(%rax)\"); return cells[packet[0] & 15].value > 3; }\n";
        assertRefused(contract(body + main(CELLS), "marks:\n  - {class: here, at: " + place + "}\n"), expected);
    }

    @Test
    void aPcvInTheTargetsFileWithANameThatIsNone() throws IOException, InterruptedException {
        assertRefused(contract(BODY + main(CELLS), "marks:\n  - {pcv: \"two words\", at: process}\n"), "\"two words\" is no name for a PCV");
    }
}
