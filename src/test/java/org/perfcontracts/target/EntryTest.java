package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words for entries. */
class EntryTest {
    private static void assertCode(String text, String library, String name, long offset) {
        assertEquals(Optional.of(new Entry.Function(text, Optional.ofNullable(library), name, offset)), Entry.of(text));
        assertEquals(text, Entry.of(text).orElseThrow().toString());
    }

    @Test
    void functionsAndOffsets() {
        assertCode("nf_process", null, "nf_process", 0);
        assertCode("f.constprop.0+0x1f", null, "f.constprop.0", 0x1f);
        assertCode("f+12", null, "f", 12);
        assertCode("libm.so.6:sin+0x4", "libm.so.6", "sin", 4);
        assertCode("librte_net_null.so:f", "librte_net_null.so", "f", 0);
        assertCode("ns::f", null, "ns::f", 0);
        assertCode("ns::Table<int, char>::find(unsigned char const*, unsigned long)", null,
                "ns::Table<int, char>::find(unsigned char const*, unsigned long)", 0);
        assertCode("(anonymous namespace)::f+0x4", null, "(anonymous namespace)::f", 4);
        assertCode("<router::Table as router::Find>::find", null, "<router::Table as router::Find>::find", 0);
    }

    @Test
    void addressesAndPorts() {
        assertEquals(Optional.of(new Entry.Address("0x401234", Optional.empty(), 0x401234)), Entry.of("0x401234"));
        assertEquals(Optional.of(new Entry.Address("libx.so:0x10", Optional.of("libx.so"), 0x10)), Entry.of("libx.so:0x10"));
        assertEquals(Optional.of(new Entry.Receive("receive(port 0)", 0)), Entry.of("receive(port 0)"));
        assertEquals(Optional.of(new Entry.Receive("receive( port 12 )", 12)), Entry.of("receive( port 12 )"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "f g", "f+", "f+0xg", "0x", "12", "receive(0)", "receive(port)", "f-1"})
    void whatIsNone(String text) {
        assertEquals(Optional.empty(), Entry.of(text));
    }
}
