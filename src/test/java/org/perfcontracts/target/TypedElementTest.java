package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.image.ObjectLayout;
import org.perfcontracts.image.ObjectLayout.Field;
import org.perfcontracts.image.ObjectLayout.Type;

class TypedElementTest {
    private static final ObjectLayout NODE = new ObjectLayout("struct node", 56, OptionalLong.empty(), List.of(
            new Field("child.0", 0, 32, new Type.Number()),
            new Field("child.1", 32, 32, new Type.Number()),
            new Field("mac", 64, 48, new Type.Bytes("an array of bytes")),
            new Field("flags", 8 * 16, 3, new Type.Number()),
            new Field("kind", 8 * 16 + 10, 5, new Type.Number()),
            new Field("key", 8 * 24, 64, new Type.Pointer(12, 0)),
            new Field("any", 8 * 32, 64, new Type.Pointer(0, 1)),
            new Field("slots.0.at", 8 * 40, 8, new Type.Number()),
            new Field("slots.1.at", 8 * 44, 8, new Type.Number())));

    private static final ObjectLayout LIMITS = new ObjectLayout("struct limits", 8, OptionalLong.empty(), List.of(
            new Field("most", 0, 32, new Type.Number()), new Field("least", 32, 16, new Type.Number())));

    private static String words(Map<String, String> restrictions) {
        return TypedElement.words(NODE, List.of(group("", restrictions)), _ -> LIMITS);
    }

    private static SideState.Group group(String elements, Map<String, String> restrictions) {
        Map<String, SideState.Content> contents = new TreeMap<>();
        restrictions.forEach((name, text) -> contents.put(name, new SideState.Content.Words(text)));
        return new SideState.Group(elements, contents);
    }

    @Test
    void pointersLeadToObjects() {
        ObjectLayout port = new ObjectLayout("struct port", 16, OptionalLong.empty(), List.of(
                new Field("limits", 0, 64, new Type.Pointer(8, 0)), new Field("id", 64, 8, new Type.Number())));
        SideState.Content one = new SideState.Content.Objects(1, List.of(group("", Map.of("most", "1..9"))));
        assertEquals("limits:-> {most:u32 1..9, least:u16, -2}, id:u8, -7", TypedElement.words(port, List.of(new SideState.Group("", Map.of("limits", one))), _ -> LIMITS));
        SideState.Content several = new SideState.Content.Objects(5, List.of(group("[0]", Map.of()), group("[1..]", Map.of("least", "3"))));
        assertEquals("limits:-> 5 {[0]: most:u32, least:u16, -2; [1..]: most:u32, least:u16 3, -2}, id:u8, -7",
                TypedElement.words(port, List.of(new SideState.Group("", Map.of("limits", several))), _ -> LIMITS));
        assertEquals("field id of struct port is no pointer, and has no fields behind it",
                assertThrows(IllegalArgumentException.class, () -> TypedElement.words(port, List.of(new SideState.Group("", Map.of("id", one))), _ -> LIMITS)).getMessage());
    }

    @Test
    void someElementsMayBeOthers() {
        ObjectLayout word = new ObjectLayout("uint32_t", 4, OptionalLong.of(9), List.of(new Field("value", 0, 32, new Type.Number())));
        assertEquals("[0]: value:u32; [1..]: value:u32 0..8", TypedElement.words(word, List.of(group("[0]", Map.of()), group("[1..]", Map.of("value", "0..8"))), _ -> LIMITS));
    }

    @Test
    void whatIsNotNamedHoldsAnything() {
        assertEquals("child.0:u32, child.1:u32, mac:[6], -2, flags:u3, unused:u5, unused:u2, kind:u5, unused:u1, -6, key:u64, any:u64, "
                + "slots.0.at:u8, -3, slots.1.at:u8, -11", words(Map.of()));
    }

    @Test
    void aNameWithoutIndicesStandsForAllElements() {
        String words = words(Map.of("child", "0..9", "slots.at", "1", "slots.1.at", "2..3", "key", "*", "any", "*7", "kind", " 0..4 | 0x9 "));
        assertEquals("child.0:u32 0..9, child.1:u32 0..9, mac:[6], -2, flags:u3, unused:u5, unused:u2, kind:u5 0..4 | 0x9, unused:u1, -6, key:*12, any:*7, "
                + "slots.0.at:u8 1, -3, slots.1.at:u8 2..3, -11", words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nxt | 0..3 | struct node has no field 'nxt'; it has child, mac, flags, kind, key, any, slots.at",
        "child.2 | 0..3 | struct node has no field 'child.2'",
        "mac | 0..3 | field mac of struct node is an array of bytes, which holds anything",
        "any | * | field any of struct node leads to something of no known size; give it: *16",
        "key | x | field key of struct node holds numbers such as 0..63, not 'x'",
        "kind | 0..3, x:u32 | field kind of struct node holds numbers such as 0..63, not '0..3, x:u32'"})
    void whatFitsNoFieldIsRefused(String name, String restriction, String complaint) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> words(Map.of(name, restriction)));
        assertEquals(complaint, fault.getMessage().substring(0, Math.min(fault.getMessage().length(), complaint.length())));
    }
}
