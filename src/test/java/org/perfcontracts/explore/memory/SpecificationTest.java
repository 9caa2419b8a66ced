package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificationTest {
    private static final Specification.Pointees NONE = (_, _, _, _) -> {
        throw new AssertionError("no pointer leads to objects");
    };

    private static String describe(List<Region.Chunk> chunks) {
        return chunks.stream().map(chunk -> chunk.offset() + ": " + chunk.fields().stream().map(SpecificationTest::describe).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String describe(Region.Field field) {
        return switch (field) {
            case Region.Field.Number number when number.isAny() -> number.name() + " u" + number.bits();
            case Region.Field.Number(String name, int bits, List<Region.Range> ranges) -> name + " u" + bits + " " + ranges;
            case Region.Field.Pointer(String name, int size) -> name + " *" + size;
        };
    }

    @Test
    void fieldsFollowEachOther() {
        assertEquals("0: busy u32 [0..1]; 4: stamp u64; 12: mac u48; 18: key *16; 26: unused u64; 34: unused u16",
                describe(new Specification("r", " busy:u32 0..1,stamp:u64 , mac:[6], key:*16, -10").groups(36, 1, NONE).getFirst().chunks()));
        assertEquals("0: hop u24 [0..255]; 3: valid u1, depth u7 [0..32]; 4: low u3, high u5 [1, 7..9]",
                describe(new Specification("r", "hop:u24 0..255, valid:u1, depth:u7 0..32, low:u3, high:u5 1 7..9").groups(5, 1, NONE).getFirst().chunks()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0..63 4294967295", "0..63 | 4294967295", "0..63|0xffffffff", "0x0..0x3f |0xFFFFFFFF", "0..0x3f| 0xffffffff", "0..63   |   4294967295"})
    void rangesMayBeWrittenInSeveralWays(String ranges) {
        assertEquals("0: next u32 [0..63, 4294967295]", describe(new Specification("r", "next:u32 " + ranges).groups(4, 1, NONE).getFirst().chunks()));
    }

    private static String describeGroups(String text, int size, long count) {
        return new Specification("r", text).groups(size, count, NONE).stream().map(group -> group.first() + " " + describe(group.chunks())).collect(Collectors.joining(" / "));
    }

    @Test
    void elementsMayDiffer() {
        assertEquals("0 0: next u32 [0..63]; 4: left u32 [0] / 2 0: next u32 [2..63]; 4: left u32",
                describeGroups("[0..1]: next:u32 0..63, left:u32 0; [2..]: next:u32 2..63, left:u32", 8, 64));
        assertEquals("0 0: a u8 / 1 0: a u8 [1] / 2 0: a u8 [2..3] / 5 0: a u8", describeGroups(" [0] :a:u8;[ 1 ]: a:u8 1 ; [2 .. 4]: a:u8 2..3; [5..5]: a:u8", 1, 6));
        assertEquals("0 0: a u8", describeGroups("[0..]: a:u8", 1, 6));
    }

    @Test
    void whateverTheGroupIs() {
        List<Region.Group> groups = new Specification("r", "[0]: a:u8 1, b:u8 4..9 | 200, c:u4 3, d:u4 0; [1]: a:u8 3, b:u8 2..5, c:u4 3, d:u4; [2..]: a:u8 2, b:u8 10, c:u4 3, d:u4").groups(3, 9, NONE);
        assertEquals("0: a u8 [1..3]; 1: b u8 [2..10, 200]; 2: c u4 [3], d u4", describe(Specification.whatever(groups)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[0..1]: a:u8 0; [3..]: a:u8 | element 2 comes next, not 3",
        "[0..1]: a:u8 0; [1..]: a:u8 | element 2 comes next, not 1",
        "[1..]: a:u8 | element 0 comes next, not 1",
        "[0..1]: a:u8 0; [2..6]: a:u8 | nothing is said of elements 7 to 8: [0..1]",
        "[0..1]: a:u8 0; [2..9]: a:u8 | it has elements 0 to 8, not those of \"[2..9]: a:u8\"",
        "[0..8]: a:u8 0; [9..]: a:u8 | it has elements 0 to 8, not those of \"[9..]: a:u8\"",
        "[0..1]: a:u8 0; [2..]: b:u8 | all elements have the same fields in the same places, with other ranges",
        "[0..1]: a:u8 0; [2..]: a:u4, b:u4 | all elements have the same fields in the same places, with other ranges",
        "[0..1]: a:u8 0; b:u8 | \"b:u8\" is no group of elements; groups are like [0..1]: next",
        "[0..1]: a:u8 0; | \"\" is no group of elements",
        "[0..1] a:u8 0 | is no group of elements",
        "[0..1]: a:u16; [2..]: a:u16 | its fields take 2.0 bytes, its elements have 1: a:u16",
        "[0..99999999999]: a:u8 | there is no element 99999999999"})
    void groupsThatAreNone(String text, String complaint) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> new Specification("r", text).groups(1, 9, NONE));
        assertTrue(fault.getMessage().startsWith("region r: ") && fault.getMessage().contains(complaint), fault::getMessage);
    }

    @Test
    void pointersLeadToObjects() {
        List<String> asked = new ArrayList<>();
        Specification specification = new Specification("r", "[0]: a:u8, b:u24, c:u32, d:-> {x:u32 0..3, y:->{z:[3], w:u8 | 1}}; [1..]: a:u8, b:u24, c:u32, d:->7{[0..3]: q:u8; [4..]: q:u8 0}");
        assertEquals(16, new Specification("r", "a:u64, d:-> { x:u32 0..3, y:->{z:[3]} }").size());
        assertEquals(12, new Specification("r", "[0..3]: a:u64, b:u32; [4..]: a:u64, b:u32").size());
        List<Region.Group> groups = specification.groups(16, 5, (pointers, first, last, offset) -> {
            asked.add(pointers + " " + first + " to " + last + " at " + offset);
            return List.of(new Region.Range(4096 + first, 4096 + first));
        });
        assertEquals(List.of("Pointers[field=d, count=1, objects=x:u32 0..3, y:->{z:[3], w:u8 | 1}] 0 to 0 at 8", "Pointers[field=d, count=7, objects=[0..3]: q:u8; [4..]: q:u8 0] 1 to 4 at 8"), asked);
        assertEquals("0: a u8; 1: b u24; 4: c u32; 8: d u64 [4096]", describe(groups.getFirst().chunks()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "d:->{x:u32 | braces that do not match",
        "d:->x:u32} | braces that do not match",
        "d:->}x:u32{ | braces that do not match",
        "d:->0{x:u32} | 1 to 2^16 objects, not 0: d:->0{x:u32}",
        "d:->{x:u32} 5 | is no field",
        "a:u8, d:->{x:u32} | its fields take 9.0 bytes, its elements have 8"})
    void pointersThatAreNone(String text, String complaint) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> new Specification("r", text).groups(8, 9, (_, _, _, _) -> List.of(new Region.Range(1, 1))));
        assertTrue(fault.getMessage().startsWith("region r: ") && fault.getMessage().contains(complaint), fault::getMessage);
    }

    @Test
    void allBitsOfAWord() {
        assertEquals("0: all u64", describe(new Specification("r", "all:u64 0..0xffffffffffffffff").groups(8, 1, NONE).getFirst().chunks()));
        assertEquals("0: top u64 [9223372036854775808..18446744073709551615]", describe(new Specification("r", "top:u64 0x8000000000000000..0xffffffffffffffff").groups(8, 1, NONE).getFirst().chunks()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "next:u32 0..63 |; not a range of 32 bits: next:u32 0..63 |",
        "next:u32 | 3; not a range of 32 bits: next:u32 | 3",
        "next:u32 0..63 || 3; not a range of 32 bits",
        "next:u32 0x; not a range of 32 bits: next:u32 0x",
        "next:u32 ff; not a range of 32 bits: next:u32 ff",
        "next:u32 0..0x100000000; not a range of 32 bits",
        "next:u64 0x10000000000000000; not a range of 64 bits",
        "next:u32 -1; not a range of 32 bits",
        "next:u32 0...3; not a range of 32 bits",
        "next:u32 0x10..0xf; not a range of 32 bits",
        "next:u32 0 .. 3; not a range of 32 bits",
        "next:u16; its fields take 2.0 bytes, its elements have 4",
        "a:u7, b:u60; bit fields of more than 64 bits in a row",
        "next; \"next\" is no field"})
    void whatIsNoSpecificationIsNamed(String text, String complaint) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> new Specification("r", text).groups(4, 1, NONE).getFirst().chunks());
        assertEquals("region r: " + complaint, fault.getMessage().substring(0, Math.min(fault.getMessage().length(), complaint.length() + 10)));
    }
}
