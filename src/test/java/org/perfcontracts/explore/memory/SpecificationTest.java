package org.perfcontracts.explore.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificationTest {
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
                describe(new Specification("r", " busy:u32 0..1,stamp:u64 , mac:[6], key:*16, -10").chunks(36)));
        assertEquals("0: hop u24 [0..255]; 3: valid u1, depth u7 [0..32]; 4: low u3, high u5 [1, 7..9]",
                describe(new Specification("r", "hop:u24 0..255, valid:u1, depth:u7 0..32, low:u3, high:u5 1 7..9").chunks(5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0..63 4294967295", "0..63 | 4294967295", "0..63|0xffffffff", "0x0..0x3f |0xFFFFFFFF", "0..0x3f| 0xffffffff", "0..63   |   4294967295"})
    void rangesMayBeWrittenInSeveralWays(String ranges) {
        assertEquals("0: next u32 [0..63, 4294967295]", describe(new Specification("r", "next:u32 " + ranges).chunks(4)));
    }

    @Test
    void allBitsOfAWord() {
        assertEquals("0: all u64", describe(new Specification("r", "all:u64 0..0xffffffffffffffff").chunks(8)));
        assertEquals("0: top u64 [9223372036854775808..18446744073709551615]", describe(new Specification("r", "top:u64 0x8000000000000000..0xffffffffffffffff").chunks(8)));
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
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> new Specification("r", text).chunks(4));
        assertEquals("region r: " + complaint, fault.getMessage().substring(0, Math.min(fault.getMessage().length(), complaint.length() + 10)));
    }
}
