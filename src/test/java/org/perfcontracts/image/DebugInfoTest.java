package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.image.FunctionParameters.Parameter;
import org.perfcontracts.image.FunctionParameters.Type;

class DebugInfoTest {
    private static final String PROGRAM = """
            #include <stdbool.h>
            #include <stddef.h>
            #include <stdint.h>
            #define NF __attribute__((noinline, used))
            struct route { int port; char name[20]; };
            struct pair { int a, b; };
            union word { int i; float f; };
            typedef struct { long x[9]; } big_t;
            typedef enum { IN, OUT } way_t;
            enum sign { LESS = -1, MORE = 1 };
            struct rte_mbuf; struct other;
            typedef struct rte_mbuf buffer_t;
            typedef unsigned char octet;
            typedef octet *octets;
            NF int bytes(uint8_t *packet, uint16_t length) { return packet[length]; }
            NF int kinds(const char *c, const volatile void *v, int8_t *i, bool *b, char **a, octets o)
            { return *c + (v != 0) + *i + *b + **a + *o; }
            NF int numbers(int8_t a, uint16_t b, int c, uint64_t d, bool e, char f) { return a + b + c + (int)d + e + f; }
            NF long enums(way_t a, enum sign b, size_t n, const struct route *r, union word *w, big_t *big)
            { return a + b + n + r->port + w->i + big->x[1]; }
            NF int mixed(float x, int a, double y, int b, big_t big, int c, long double z, int d)
            { return (int)x + a + (int)y + b + (int)big.x[3] + c + (int)z + d; }
            NF int split(int a, struct pair p, int b) { return a + p.a + b; }
            NF big_t large(int a) { big_t big = {{a}}; return big; }
            NF struct pair small(int a) { struct pair p = {a, a}; return p; }
            NF int many(int a, int b, int c, int d, int e, int f, int g) { return a + b + c + d + e + f + g; }
            NF int nothing(void) { return 1; }
            NF int callback(int (*call)(int), uint8_t packet[], int (*rows)[4]) { return call(packet[0]) + rows[0][1]; }
            NF int burst(struct rte_mbuf **pkts, struct rte_mbuf *const *others, buffer_t **named, struct other **strangers, struct rte_mbuf *one, uint16_t n)
            { return (pkts[0] == others[0]) + (named[0] == one) + (strangers[0] != 0) + n; }
            struct rte_mbuf { struct rte_mbuf *data; int data_end; };
            struct md { uint32_t data, data_end, meta; };
            struct context { int x; const uint8_t *begin; void *const end; struct context *next, *next_end[2]; uint32_t pkt, pkt_end:24; };
            struct two { char *data, *data_end, *pkt, *pkt_end; };
            NF int ends(struct md *md, const struct context *c, struct two *two, buffer_t *buffer)
            { return md->data + (c->x == 1) + (two->data == 0) + (buffer->data == 0); }
            NF int restricted(const uint8_t *restrict p, const int n) { return p[n]; }
            /* inlined, and there for itself: two entries that share what they say */
            __attribute__((used)) int both(uint8_t *data, unsigned len, int unused) { (void)unused; return data[0] + len; }
            char text[100];
            int main(int argc, char **argv)
            {
                struct route r = {1, "a"}; union word w = {2}; big_t g = {{3}}; struct pair p = {4, 5}; int rows[1][4] = {{1, 2}};
                int8_t i = 1; bool b = true;
                return bytes((uint8_t *)text, argc) + kinds(text, text, &i, &b, argv, (octets)text) + numbers(1, 2, 3, 4, argc, 6)
                    + (int)enums(argc, LESS, 3, &r, &w, &g) + mixed(1, 2, 3, 4, g, 5, 6, 7) + split(1, p, 2) + (int)large(argc).x[0]
                    + small(argc).a + many(1, 2, 3, 4, 5, 6, argc) + nothing() + callback(abs_, (uint8_t *)text, rows)
                    + burst((void *)argv, (void *)argv, (void *)argv, (void *)argv, (void *)text, argc)
                    + ends((void *)argv, (void *)argv, (void *)argv, (void *)argv) + restricted((uint8_t *)text, argc) + both((uint8_t *)text, argc, 3);
            }
            """.replace("char text[100];", "char text[100];\n__attribute__((noinline)) static int abs_(int x) { return x < 0 ? -x : x; }");

    @TempDir
    Path folder;

    private static String describe(Path file, String function) throws Exception {
        ElfFile elf = ElfFile.read(file);
        Optional<FunctionParameters> found = DebugInfo.parameters(elf, elf.symbol(function).orElseThrow());
        return found.map(all -> all.name() + ": " + all.parameters().stream().map(DebugInfoTest::describe).collect(Collectors.joining("; ")))
                .orElse("unknown");
    }

    private static String describe(Parameter parameter) {
        String register = parameter.register().isPresent() ? "@" + parameter.register().getAsInt() : "";
        return parameter.name() + register + " " + switch (parameter.type()) {
            case Type.Number(String name, int bits, FunctionParameters.Values values) -> name + " " + bits + " " + values;
            case Type.Pointer(String name, FunctionParameters.Pointee pointee) -> name + " " + pointee;
            case Type.Floating(String name) -> name;
            case Type.Other(String name, FunctionParameters.Passing passing) -> name + " " + passing;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "gcc -O0 -g", "gcc -O2 -g", "gcc -O0 -g -gdwarf-4", "gcc -O2 -g -gdwarf-4", "gcc -O2 -g -gz=zlib", "gcc -O2 -g -gdwarf64",
        "gcc -O2 -g -fdebug-types-section", "gcc -O2 -g -gdwarf-3 -gstrict-dwarf", "gcc -O2 -g -gdwarf-2 -gstrict-dwarf",
        "gcc -O2 -g -flto -fno-ipa-cp", "gcc -O3 -g3 -no-pie", "clang -O0 -g", "clang -O2 -g", "clang -O0 -g -gdwarf-4",
        "clang -O2 -g -gdwarf-4", "clang -O2 -g -gz=zlib", "clang -O2 -g -fdebug-types-section"})
    void parametersAreThoseOfTheSource(String compiler) throws Exception {
        int blank = compiler.indexOf(' ');
        Path file = Shell.compile(folder, "program", PROGRAM, compiler.substring(0, blank), compiler.substring(blank + 1));
        assertEquals("bytes: packet@0 uint8_t * BYTES; length@1 uint16_t 16 UNSIGNED", describe(file, "bytes"));
        assertEquals("kinds: c@0 const char * BYTES; v@1 const volatile void * UNNAMED; i@2 int8_t * BYTES; b@3 BOOL * OTHER; "
                + "a@4 char ** OTHER; o@5 octets BYTES", describe(file, "kinds").replaceAll("_Bool|bool", "BOOL").replace("volatile const", "const volatile"));
        assertEquals("numbers: a@0 int8_t 8 SIGNED; b@1 uint16_t 16 UNSIGNED; c@2 int 32 SIGNED; d@3 uint64_t 64 UNSIGNED; "
                + "e@4 BOOL 8 TRUTH; f@5 char 8 SIGNED", describe(file, "numbers").replaceAll("_Bool|bool", "BOOL"));
        assertEquals("enums: a@0 way_t 32 UNSIGNED; b@1 enum sign 32 " + (compiler.contains("dwarf-2") ? "UN" : "")
                + "SIGNED; n@2 size_t 64 UNSIGNED; r@3 const struct route * OTHER; w@4 union word * OTHER; big@5 big_t * OTHER",
                describe(file, "enums"));
        assertEquals("mixed: x float; a@0 int 32 SIGNED; y double; b@1 int 32 SIGNED; big big_t MEMORY; c@2 int 32 SIGNED; z long double; "
                + "d@3 int 32 SIGNED", describe(file, "mixed"));
        // Where the structure is only the compiler says, and only where it optimises.
        assertTrue(describe(file, "split").matches("split: a@0 int 32 SIGNED; p(@1)? struct pair REGISTERS; b(@2)? int 32 SIGNED"), describe(file, "split"));
        assertEquals("large: a@1 int 32 SIGNED", describe(file, "large"));
        assertEquals("small: a@0 int 32 SIGNED", describe(file, "small"));
        assertTrue(describe(file, "many").endsWith("f@5 int 32 SIGNED; g int 32 SIGNED"), describe(file, "many"));
        assertEquals("nothing: ", describe(file, "nothing"));
        assertTrue(describe(file, "callback").endsWith("packet@1 uint8_t * BYTES; rows@2 … * OTHER"), describe(file, "callback"));
        assertEquals("burst: pkts@0 struct rte_mbuf ** PACKET_BUFFERS; others@1 struct rte_mbuf ** PACKET_BUFFERS; named@2 buffer_t ** PACKET_BUFFERS; "
                + "strangers@3 struct other ** OTHER; one@4 struct rte_mbuf * PACKET_BUFFER; n@5 uint16_t 16 UNSIGNED", describe(file, "burst"));
        assertEquals("ends: md@0 struct md * Bounds[data=0, end=4, bits=32]; c@1 const struct context * Bounds[data=8, end=16, bits=64]; "
                + "two@2 struct two * OTHER; buffer@3 buffer_t * PACKET_BUFFER", describe(file, "ends"));
        assertEquals("restricted: p@0 const uint8_t * BYTES; n@1 int 32 SIGNED", describe(file, "restricted").replace("const int 32", "int 32"));
        assertEquals("both: data@0 uint8_t * BYTES; len@1 unsigned int 32 UNSIGNED; unused@2 int 32 SIGNED", describe(file, "both"));
    }

    private static final String CLONES = """
            #include <stddef.h>
            #include <stdint.h>
            struct ctx { int a; int b; };
            static __attribute__((noinline)) int work(struct ctx *c, const uint8_t *packet, int unused, size_t length, int k)
            { int s = 0; for (size_t i = 0; i < length; i++) s += packet[i] * c->a + k; return s; }
            struct ctx cc; uint8_t buf[100];
            int main(int argc, char **argv) { return work(&cc, buf, argc, 50 + argc, 3) + work(&cc, buf + argc, 4, argc, 3) + (argv != 0); }
            """;

    /** A copy has lost the parameters that are the same in all calls, and the others have moved up. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc work.constprop.0 -O2 -g", "gcc work.constprop.0 -O2 -g -gdwarf-4", "clang work -O2 -g", "clang work -O2 -g -gdwarf-4"})
    void copiesHaveTheirParametersWhereTheCompilerSays(String compiler) throws Exception {
        String[] words = compiler.split(" ", 3);
        Path file = Shell.compile(folder, "program", CLONES, words[0], words[2]);
        ElfFile elf = ElfFile.read(file);
        List<Parameter> parameters = DebugInfo.parameters(elf, elf.symbol(words[1]).orElseThrow()).orElseThrow().parameters();
        List<String> held = parameters.stream().filter(each -> each.register().isPresent()).map(DebugInfoTest::describe).sorted().toList();
        assertEquals(List.of("length@1 size_t 64 UNSIGNED", "packet@0 const uint8_t * BYTES"), held);
        assertTrue(parameters.stream().map(Parameter::name).toList().containsAll(List.of("packet", "length")), parameters::toString);
    }

    /** gcc puts what is unlikely elsewhere, so that the function is in two pieces and has no first address. */
    @Test
    void functionsInPieces() throws Exception {
        Path file = Shell.compile(folder, "program", """
                #include <stdlib.h>
                __attribute__((noinline)) int pieces(const char *data, long len)
                { if (__builtin_expect(data[len] == 7, 0)) { for (int i = 0; i < len; i++) if (data[i] == 9) abort(); exit(data[1]); } return 3; }
                int main(int argc, char **argv) { return pieces(argv[0], argc); }
                """, "gcc", "-O2 -g");
        assertTrue(ElfFile.read(file).symbol("pieces.cold").isPresent());
        assertEquals("pieces: data@0 const char * BYTES; len@1 long int 64 SIGNED", describe(file, "pieces"));
    }

    @Test
    void withoutDebugInformationNothingIsKnown() throws Exception {
        Path file = Shell.compile(folder, "program", PROGRAM, "gcc", "-O2");
        assertEquals("unknown", describe(file, "bytes"));
        assertEquals("unknown", describe(Shell.compile(folder, "program", PROGRAM, "gcc", "-O2 -g"), "_start"));
    }

    @Test
    void methodsOfCpp() throws Exception {
        Path source = folder.resolve("m.cc");
        java.nio.file.Files.writeString(source, """
                #include <string>
                #include <cstddef>
                struct firewall {
                    int ports;
                    __attribute__((noinline)) int process(const std::byte *packet, unsigned len);
                    __attribute__((noinline)) std::string name(std::string suffix, int n);
                };
                int firewall::process(const std::byte *packet, unsigned len) { return (int)packet[len] + ports; }
                std::string firewall::name(std::string suffix, int n) { return suffix + (n ? "a" : "b"); }
                int main(int argc, char **argv) { firewall f{argc}; return f.process((std::byte *)argv[0], argc) + f.name("x", argc).size(); }
                """);
        Path file = folder.resolve("m");
        for (String compiler : List.of("g++", "clang++")) {
            try {
                Shell.run(compiler, "-O1", "-g", "-std=c++17", "-o", file.toString(), source.toString());
            } catch (java.io.IOException notInstalled) {
                continue;
            }
            ElfFile elf = ElfFile.read(file);
            String process = elf.symbols().stream().map(ElfSymbol::name).filter(name -> name.contains("7process")).findFirst().orElseThrow();
            assertEquals("process: this@0 struct firewall * OTHER; packet@1 const struct byte * BYTES; len@2 unsigned int 32 UNSIGNED",
                    describe(file, process).replace("const enum byte", "const struct byte"));
        }
    }
}
