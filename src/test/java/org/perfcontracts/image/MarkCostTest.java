package org.perfcontracts.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mark adds no instruction: a program compiled with its marks and without them has the same instructions. */
class MarkCostTest {
    /** Branches that act, and loops that no compiler vectorises, as packet code has them. */
    private static final String PROGRAM = """
            #ifdef MARKED
            #include "bolt.h"
            #else
            #define bolt_pcv(name)
            #define bolt_class(name)
            #endif
            struct node { struct node *next; int key; int value; };
            void forward(int port);
            void drop(void);
            void drop_options(void);
            void found(struct node *n);

            /* a branch on a header field, then another */
            void classify(const unsigned char *packet, int port)
            {
                if (packet[12] != 8 || packet[13] != 0) {
                    bolt_class("not-ipv4");
                    drop();
                    return;
                }
                if ((packet[14] & 0xf) > 5) {
                    bolt_class("ipv4-options");
                    drop_options();
                    return;
                }
                bolt_class("forwarded");
                forward(port ^ 1);
            }

            /* a chain: each step needs the one before */
            struct node *find(struct node *n, int key)
            {
                for (; n; n = n->next) {
                    bolt_pcv("traversals");
                    if (n->key == key) {
                        bolt_class("found");
                        found(n);
                        return n;
                    }
                }
                return 0;
            }

            /* a loop over options, of several kinds, each of which does something */
            int options(const unsigned char *p, const unsigned char *end)
            {
                int count = 0;
                while (p < end) {
                    if (*p == 0)
                        break;
                    if (*p == 1) {
                        bolt_pcv("options.nop");
                        p++;
                        forward(count);
                        continue;
                    }
                    if (end - p < 2 || p[1] < 2)
                        return -1;
                    bolt_pcv("options.other");
                    drop();
                    p += p[1];
                    count++;
                }
                return count;
            }

            /* inlined into two places */
            static inline int hash_step(int h, const char *s)
            {
                int c;
                while ((c = *s++)) {
                    bolt_pcv("bytes");
                    h = h * 31 + c;
                }
                return h;
            }
            int hash2(const char *a, const char *b) { return hash_step(hash_step(17, a), b); }

            /* a nested loop: marks at both levels */
            void bursts(int count, struct node *n)
            {
                for (int i = 0; i < count; i++) {
                    bolt_pcv("packets");
                    forward(i);
                    while ((n = n->next)) {
                        bolt_pcv("nodes");
                        found(n);
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> builds() {
        return Stream.of("gcc", "clang").flatMap(compiler -> Stream.of("-O1", "-O2", "-O3").flatMap(level ->
                Stream.of("-march=x86-64-v2", "-march=x86-64-v3", "-march=x86-64-v2 -fno-pie").map(march ->
                        Arguments.of(compiler, level + " " + march))));
    }

    @ParameterizedTest
    @MethodSource("builds")
    void marksAddNoInstruction(String compiler, String flags) throws Exception {
        Path plain = Shell.compile(folder, "plain.o", PROGRAM, compiler, "-c " + flags);
        Path marked = Shell.compile(folder, "marked.o", PROGRAM, compiler, "-c -DMARKED " + flags);
        Map<String, List<String>> expected = functions(plain);
        assertEquals(Set.of("classify", "find", "options", "hash2", "bursts"), expected.keySet());
        assertTrue(expected.values().stream().allMatch(function -> function.size() > 12), expected::toString);
        assertEquals(expected, functions(marked));
        String notes = Shell.run("readelf", "-n", marked.toString());
        long count = Pattern.compile("(?m)^  bolt ").matcher(notes).results().count();
        assertTrue(count >= 9, () -> "marks are missing:\n" + notes);
    }

    /**
     * The instructions of each function, targets of jumps left out and in alphabetical order: a mark is a barrier to the
     * compiler's scheduler, so independent instructions may change places.
     */
    private static Map<String, List<String>> functions(Path object) throws Exception {
        Map<String, List<String>> functions = new TreeMap<>();
        List<String> function = new ArrayList<>();
        for (String line : Shell.run("objdump", "-d", "--no-show-raw-insn", "--no-addresses", object.toString())
                .lines().toList()) {
            if (line.matches("<\\w+>:")) {
                function = new ArrayList<>();
                functions.put(line.substring(1, line.length() - 2), function);
            } else if (line.startsWith("\t")) {
                function.add(line.strip().replaceAll(" +<.*", ""));
            }
        }
        functions.values().forEach(Collections::sort);
        return functions;
    }
}
