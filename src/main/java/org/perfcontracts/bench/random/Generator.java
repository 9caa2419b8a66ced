package org.perfcontracts.bench.random;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Puts programs together at random. The same seed and pieces give the same program. */
public final class Generator implements Program.Source {
    private static final int[] LENGTHS = {16, 24, 33, 48, 64};
    /** How many pieces a program has at most, unless one says otherwise. */
    public static final int MOST_PIECES = 3;

    private static final String MAIN = """
            #include <stdint.h>

            int nf(uint8_t *packet, uint16_t length);
            void setup(void);

            static uint8_t buffer[2048] __attribute__((aligned(64)));
            volatile int sink;

            int main(void)
            {
            	setup();
            	for (;;)
            		sink = nf(buffer, 64);
            }
            """;

    private final List<Piece> pieces;
    private final int most;

    /** A generator of programs of the given pieces, at most so many in each. */
    public Generator(List<Piece> pieces, int most) {
        if (pieces.isEmpty() || most < 1) {
            throw new IllegalArgumentException("a program takes at least one piece");
        }
        this.pieces = List.copyOf(pieces);
        this.most = most;
    }

    /** The program of a seed. Of programs of one piece each, those of seeds one after the other have the pieces in turn. */
    public Program program(long seed) {
        Random random = new Random(seed * 0x5851f42d4c957f2dL + 1);
        if (most == 1) {
            return new Text(seed, random, List.of(pieces.get((int) Math.floorMod(seed, (long) pieces.size())))).program();
        }
        int count = 1 + random.nextInt(most);
        List<Piece> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(pieces.get(random.nextInt(pieces.size())));
        }
        return new Text(seed, random, chosen).program();
    }

    @Override
    public Program program(long seed, Path folder) {
        return program(seed);
    }

    /** A program of just these pieces, in this order. */
    static Program program(long seed, List<Piece> pieces) {
        return new Text(seed, new Random(seed), pieces).program();
    }

    /** A program on its way. */
    private static final class Text {
        private final long seed;
        private final Random random;
        private final List<Piece> chosen;
        private final StringBuilder top = new StringBuilder();
        private final StringBuilder setup = new StringBuilder();
        private final StringBuilder body = new StringBuilder();
        private int least;

        Text(long seed, Random random, List<Piece> chosen) {
            this.seed = seed;
            this.random = random;
            this.chosen = chosen;
        }

        Program program() {
            for (int i = 0; i < chosen.size(); i++) {
                define(i, chosen.get(i));
                use(i, chosen.get(i));
            }
            int longest = LENGTHS[random.nextInt(LENGTHS.length)];
            List<String> names = chosen.stream().map(Piece::name).toList();
            return new Program(seed, names, Map.of("nf.c", source(names), "main.c", MAIN), List.of(), "nf",
                    "packet: packet, length: {length: packet, bits: 16, range: [0, " + Math.max(longest, least) + "]}",
                    chosen.stream().anyMatch(piece -> piece.outcome() == Piece.Outcome.ENDLESS));
        }

        private String source(List<String> names) {
            return "/* seed " + seed + ": " + String.join(", ", names) + " */\n"
                    + "#include <stdint.h>\n#include <string.h>\n#include \"bolt.h\"\n\n"
                    + top
                    + "void setup(void)\n{\n" + setup + "}\n\n"
                    + "__attribute__((noinline)) int nf(uint8_t *p, uint16_t len)\n{\n"
                    + "\tuint32_t s = " + (1 + random.nextInt(1000)) + ";\n"
                    + (least == 0 ? "" : "\tif (len < " + least + ")\n\t\treturn -1;\n")
                    + body + "\treturn s;\n}\n";
        }

        private void define(int number, Piece piece) {
            Template template = new Template(number, random);
            String before = template.expand(piece.top());
            top.append(before.isEmpty() ? "" : before + "\n");
            setup.append(template.expand(piece.setup()));
            top.append("static ").append(switch (random.nextInt(3)) {
                case 0 -> "__attribute__((noinline)) ";
                case 1 -> "inline __attribute__((always_inline)) ";
                default -> "";
            }).append("uint32_t piece").append(number)
                    .append("(uint8_t *p __attribute__((unused)), uint16_t len __attribute__((unused)), uint32_t s)\n{\n")
                    .append(template.expand(piece.body())).append("}\n\n");
        }

        private void use(int number, Piece piece) {
            int skipped = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0;
            least = Math.max(least, piece.bytes() + skipped);
            String call = "s = piece" + number + "(" + (skipped == 0 ? "p, len, s" : "p + " + skipped + ", len - " + skipped + ", s") + ");\n";
            switch (chosen.size() == 1 ? 9 : random.nextInt(10)) {
                case 0 -> {
                    least = Math.max(least, 1);
                    body.append("\tif (p[0] & ").append(1 << random.nextInt(8)).append(")\n\t\t").append(call);
                }
                case 1 -> {
                    least = Math.max(least, 2);
                    body.append("\tif (p[1] == ").append(random.nextInt(4)).append(")\n\t\treturn s;\n\t").append(call);
                }
                case 2 -> body.append("\t").append(call).append("\tif (s % ").append(2 + random.nextInt(9)).append(" == 0)\n\t\treturn -2;\n");
                case 3 -> body.append("\tif (len > ").append(8 + random.nextInt(8)).append(")\n\t\t").append(call);
                case 4 -> body.append("\tfor (int round = 0; round < 2; round++)\n\t\t").append(call);
                default -> body.append("\t").append(call);
            }
        }
    }
}
