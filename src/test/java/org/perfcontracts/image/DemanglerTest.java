package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The names of compilers' output; what they are is what c++filt says, but for Rust's escapes and hashes. */
class DemanglerTest {
    private static void assertName(String full, String name, String symbol) {
        assertEquals(Optional.of(full), Demangler.fullName(symbol));
        assertEquals(Optional.of(name), Demangler.name(symbol));
    }

    @Test
    void namesOfCpp() {
        assertName("ns::f(unsigned char*, unsigned long)", "ns::f", "_ZN2ns1fEPhm");
        assertName("int ns::f<int>(int)", "ns::f<int>", "_ZN2ns1fIiEEiT_");
        assertName("ns::Table::find(int) const", "ns::Table::find", "_ZNK2ns5Table4findEi");
        assertName("(anonymous namespace)::f(int)", "(anonymous namespace)::f", "_ZN12_GLOBAL__N_11fEi");
        assertName("ns::f(void (*)(int))", "ns::f", "_ZN2ns1fEPFviE");
        assertName("ns::Table::operator int() const", "ns::Table::operator int", "_ZNK2ns5TablecviEv");
        assertName("ns::f(unsigned char*, unsigned long).constprop.0", "ns::f", "_ZN2ns1fEPhm.constprop.0");
    }

    @Test
    void namesOfRust() {
        assertName("router::process", "router::process", "_ZN6router7process17h0123456789abcdefE");
        assertName("<router::Table as router::Find>::find", "<router::Table as router::Find>::find",
                "_ZN46_$LT$router..Table$u20$as$u20$router..Find$GT$4find17h0123456789abcdefE");
    }

    @Test
    void namesOfCHaveNone() {
        assertEquals(Optional.empty(), Demangler.fullName("nf_process"));
        assertEquals(Optional.empty(), Demangler.fullName("_Zno_name_of_cpp"));
        assertEquals(Optional.empty(), Demangler.name("_Z"));
    }
}
