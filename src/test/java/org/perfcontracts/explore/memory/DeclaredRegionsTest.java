package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.explore.HandMadeCode;

/** Pointers in memory made by hand: to 0x1100, twice to 0x1200, null, to 0x1108, to 0x1300, to the end of what is mapped. */
class DeclaredRegionsTest {
    private static final long START = HandMadeCode.START;
    private static final HandMadeCode MEMORY = HandMadeCode.of("""
            00 11 00 00 00 00 00 00  00 12 00 00 00 00 00 00  00 12 00 00 00 00 00 00  00 00 00 00 00 00 00 00
            08 11 00 00 00 00 00 00  00 13 00 00 00 00 00 00  fc 2f 00 00 00 00 00 00
            """);

    private static DeclaredRegions declared(int first, long count, String fields) {
        DeclaredRegions regions = new DeclaredRegions(MEMORY);
        regions.add(new Regions.Declaration("t.pointers", START + 8 * first, 8, count, fields));
        return regions;
    }

    private static String describe(DeclaredRegions regions) {
        return String.join("; ", regions.byAddress().stream().map(region -> region.name() + " 0x" + Long.toHexString(region.address()) + " " + region.count() + " x " + region.elementSize()).toList());
    }

    private static List<Region.Range> held(DeclaredRegions regions) {
        return ((Region.Field.Number) regions.byAddress().getFirst().chunks().getFirst().fields().getFirst()).ranges();
    }

    private static Region.Range at(long place) {
        return new Region.Range(place, place);
    }

    @Test
    void aPointerStaysWhereItLeads() {
        DeclaredRegions one = declared(0, 1, "p:->{a:u32 0, b:u32}");
        assertEquals("t.pointers 0x1000 1 x 8; t.pointers.p 0x1100 1 x 8", describe(one));
        assertEquals(List.of(at(0x1100)), held(one));
        assertEquals("t.pointers 0x1000 1 x 8; t.pointers.p 0x1100 5 x 8", describe(declared(0, 1, "p:->5{a:u32, b:u32}")));
    }

    @Test
    void severalPointersLeadToAnyOfTheirObjects() {
        DeclaredRegions four = declared(0, 4, "p:->{a:u64}");
        assertEquals("t.pointers 0x1000 4 x 8; t.pointers.p.1 0x1100 1 x 8; t.pointers.p.2 0x1200 1 x 8", describe(four));
        assertEquals(List.of(at(0x1100), at(0x1200), at(0)), held(four), "null last, as one of them is");
    }

    @Test
    void objectsSideBySideAreOneArray() {
        DeclaredRegions five = declared(0, 5, "p:->{a:u64}");
        assertEquals("t.pointers 0x1000 5 x 8; t.pointers.p.1 0x1100 2 x 8; t.pointers.p.2 0x1200 1 x 8", describe(five));
        assertEquals(List.of(new Region.Range(0x1100, 0x1108, 8), at(0x1200), at(0)), held(five));
        assertEquals("t.pointers 0x1000 5 x 8; t.pointers.p.1 0x1100 1 x 4; t.pointers.p.2 0x1108 1 x 4; t.pointers.p.3 0x1200 1 x 4", describe(declared(0, 5, "p:->{a:u32}")),
                "what lies between is not said to be theirs");
    }

    @Test
    void objectsHavePointersToo() {
        DeclaredRegions regions = new DeclaredRegions(HandMadeCode.of("40 10 00 00 00 00 00 00".repeat(8) + "80 10 00 00 00 00 00 00"));
        regions.add(new Regions.Declaration("t", START, 8, 1, "p:->{q:->{a:u8, b:u8 0}}"));
        assertEquals("t 0x1000 1 x 8; t.p 0x1040 1 x 8; t.p.q 0x1080 1 x 2", describe(regions));
    }

    @Test
    void groupsOfElementsHavePointersOfTheirOwn() {
        DeclaredRegions regions = declared(0, 3, "[0]: p:->{a:u64}; [1..]: p:->{a:u64 0}");
        assertEquals(List.of(at(0x1100), at(0x1200)), held(regions));
        Region pointers = regions.byAddress().getFirst();
        assertEquals(List.of(List.of(at(0x1100)), List.of(at(0x1200))), pointers.groups().stream()
                .map(group -> ((Region.Field.Number) group.chunks().getFirst().fields().getFirst()).ranges()).toList());
    }

    @Test
    void twoFieldsMaySayTheSameOfOneObject() {
        DeclaredRegions regions = new DeclaredRegions(MEMORY);
        regions.add(new Regions.Declaration("t.pair", START + 8, 16, 1, "p:->{a:u64}, q:->{a:u64}"));
        assertEquals("t.pair 0x1008 1 x 16; t.pair.p 0x1200 1 x 8", describe(regions));
        regions.add(new Regions.Declaration("t.other", START + 64, 8, 1, "a:u64"));
        assertEquals(3, regions.byAddress().size());
        DeclaredRegions other = new DeclaredRegions(MEMORY);
        other.add(new Regions.Declaration("t.pair", START + 8, 16, 1, "p:->{a:u64}, q:->{a:u64 0..1}"));
        assertTrue(assertThrows(IllegalArgumentException.class, other::byAddress).getMessage().endsWith(" overlap"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3, 1, p:->{a:u64} | region t.pointers: p of element 0 is null before the first packet",
        "6, 1, p:->{a:u64} | region t.pointers.p, 0x2ffc to 0x3004, is outside memory: nothing is mapped at 0x3000",
        "0, 1, p:->{a:u64 1} | region t.pointers.p: a of element 0 is 0 before the first packet, though declared is 1",
        "0, 1, p:->{a:q} | region t.pointers.p: \"a:q\" is no field",
        "0, 1, p:->{a:u3} | region t.pointers.p: its fields take 0.375 bytes, which must be whole",
        "0, 70000, p:->{a:u64} | region t.pointers: more than 65536 pointers p to objects of their own"})
    void whatIsNotSoIsRefused(String declaration, String complaint) {
        String[] parts = declaration.split(", ", 3);
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class,
                () -> declared(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), parts[2]).byAddress());
        assertEquals(complaint, fault.getMessage().substring(0, Math.min(complaint.length(), fault.getMessage().length())));
    }
}
