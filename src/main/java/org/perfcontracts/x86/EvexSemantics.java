package org.perfcontracts.x86;

import java.util.ArrayList;
import java.util.List;
import org.perfcontracts.expr.Rounding;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;

/**
 * AVX-512: which instructions of AVX do the same on wider vectors and under masks, and those that are new. {@link VectorFrame}
 * applies masks and repeats elements of memory, so that nothing here knows of either but what takes a mask for an operand.
 *
 * <p>Long for it is a table: a line for each instruction, and below each family the few lines that it shares.
 */
final class EvexSemantics {
    private static final int SINGLE = 32;
    private static final int DOUBLE = 64;
    private static final int BLOCK = 128;
    private static final VectorLane[] WIDE = {VectorLane.DOUBLE, VectorLane.QUAD};

    private interface Unary {
        Term apply(Terms terms, Term a);
    }

    private interface Operation {
        Term apply(Terms terms, Term a, Term b);
    }

    private interface Narrowing {
        Term apply(Terms terms, Term lane, int width);
    }

    private final VectorTable table;

    private EvexSemantics(VectorTable table) {
        this.table = table;
    }

    static void declare(VectorTable table) {
        EvexSemantics semantics = new EvexSemantics(table);
        semantics.takeOver();
        semantics.rename();
        semantics.declareArithmetic();
        semantics.declareShifts();
        semantics.declareComparisons();
        semantics.declareMaskMoves();
        semantics.declareNarrowing();
        semantics.declareBlocks();
        semantics.declarePermutations();
        semantics.declareCompression();
        semantics.declareFloats();
    }

    // ---- what AVX has

    private void takeOver() {
        for (VectorLane lane : VectorLane.values()) {
            String suffix = lane.suffix();
            table.evexToo("vpadd" + suffix, "vpsub" + suffix, "vpbroadcast" + suffix, "vpextr" + suffix, "vpinsr" + suffix);
        }
        for (String suffix : List.of("b", "w")) {
            table.evexToo("vpadds" + suffix, "vpaddus" + suffix, "vpsubs" + suffix, "vpsubus" + suffix, "vpavg" + suffix);
        }
        for (String suffix : List.of("b", "w", "d")) {
            table.evexToo("vpabs" + suffix, "vpmins" + suffix, "vpminu" + suffix, "vpmaxs" + suffix, "vpmaxu" + suffix);
        }
        for (String suffix : List.of("bw", "bd", "bq", "wd", "wq", "dq")) {
            table.evexToo("vpmovzx" + suffix, "vpmovsx" + suffix);
        }
        for (String suffix : List.of("lbw", "hbw", "lwd", "hwd", "ldq", "hdq", "lqdq", "hqdq")) {
            table.evexToo("vpunpck" + suffix);
        }
        for (String suffix : List.of("ps", "pd")) {
            table.evexToo("vunpckl" + suffix, "vunpckh" + suffix, "vshuf" + suffix, "vpermil" + suffix, "vand" + suffix, "vandn" + suffix,
                    "vor" + suffix, "vxor" + suffix, "vmovu" + suffix, "vmova" + suffix, "vmovnt" + suffix, "vmovl" + suffix, "vmovh" + suffix);
            for (String name : List.of("vadd", "vsub", "vmul", "vdiv", "vmin", "vmax", "vsqrt")) {
                table.evexToo(name + suffix, name + suffix.replace('p', 's'));
            }
            for (String order : List.of("132", "213", "231")) {
                for (String name : List.of("vfmadd", "vfmsub", "vfnmadd", "vfnmsub")) {
                    table.evexToo(name + order + suffix, name + order + suffix.replace('p', 's'));
                }
                table.evexToo("vfmaddsub" + order + suffix, "vfmsubadd" + order + suffix);
            }
        }
        table.evexToo("vpmullw", "vpmulld", "vpmulhw", "vpmulhuw", "vpmulhrsw", "vpmuludq", "vpmuldq", "vpmaddwd", "vpmaddubsw", "vpsadbw",
                "vpacksswb", "vpackssdw", "vpackuswb", "vpackusdw", "vpshufd", "vpshuflw", "vpshufhw", "vpalignr", "vpshufb");
        table.evexToo("vpsllw", "vpslld", "vpsllq", "vpsrlw", "vpsrld", "vpsrlq", "vpsraw", "vpsrad", "vpslldq", "vpsrldq",
                "vpsllvd", "vpsllvq", "vpsrlvd", "vpsrlvq", "vpsravd");
        table.evexToo("vbroadcastss", "vbroadcastsd", "vmovddup", "vmovsldup", "vmovshdup", "vmovd", "vmovq", "vmovss", "vmovsd",
                "vmovhlps", "vmovlhps", "vmovntdq", "vmovntdqa", "vextractps", "vinsertps");
        table.evexToo("vcomiss", "vcomisd", "vucomiss", "vucomisd", "vcvtsi2ss", "vcvtsi2sd", "vcvtss2si", "vcvtsd2si", "vcvttss2si",
                "vcvttsd2si", "vcvtdq2ps", "vcvtdq2pd", "vcvtps2dq", "vcvttps2dq", "vcvtpd2dq", "vcvttpd2dq", "vcvtss2sd", "vcvtsd2ss",
                "vcvtps2pd", "vcvtpd2ps");
        table.evexToo("vaesenc", "vaesenclast", "vaesdec", "vaesdeclast", "vpclmulqdq");
    }

    /** What AVX-512 names after the elements that a mask chooses. */
    private void rename() {
        for (String suffix : List.of("d", "q")) {
            for (String name : List.of("vpand", "vpandn", "vpor", "vpxor")) {
                table.evexAs(name + suffix, name);
            }
        }
        for (String suffix : List.of("8", "16", "32", "64")) {
            table.evexAs("vmovdqu" + suffix, "vmovdqu");
        }
        table.evexAs("vmovdqa32", "vmovdqa");
        table.evexAs("vmovdqa64", "vmovdqa");
    }

    // ---- arithmetic on integers

    private void lanewise(String mnemonic, int lane, Operation operation) {
        table.evex(mnemonic, frame -> frame.finish(frame.lanes().zip(frame.first(), frame.second(), lane,
                (a, b) -> operation.apply(frame.terms(), a, b))));
    }

    private void each(String mnemonic, int lane, Unary operation) {
        table.evex(mnemonic, frame -> frame.finish(frame.lanes().map(frame.source(1), lane, a -> operation.apply(frame.terms(), a))));
    }

    private void declareArithmetic() {
        lanewise("vpmullq", DOUBLE, Terms::mul);
        lanewise("vpminsq", DOUBLE, (terms, a, b) -> terms.ite(terms.slt(a, b), a, b));
        lanewise("vpminuq", DOUBLE, (terms, a, b) -> terms.ite(terms.ult(a, b), a, b));
        lanewise("vpmaxsq", DOUBLE, (terms, a, b) -> terms.ite(terms.slt(b, a), a, b));
        lanewise("vpmaxuq", DOUBLE, (terms, a, b) -> terms.ite(terms.ult(b, a), a, b));
        each("vpabsq", DOUBLE, (terms, a) -> terms.ite(terms.extract(a, DOUBLE - 1, DOUBLE - 1), terms.neg(a), a));
        for (VectorLane lane : WIDE) {
            table.evex("vpternlog" + lane.suffix(), EvexSemantics::logicOfThree);
            each("vplzcnt" + lane.suffix(), lane.width(), EvexSemantics::leadingZeros);
            table.evex("vpconflict" + lane.suffix(), frame -> conflicts(frame, lane.width()));
        }
        for (VectorLane lane : VectorLane.values()) {
            each("vpopcnt" + lane.suffix(), lane.width(), EvexSemantics::ones);
        }
        table.evex("vpmadd52luq", frame -> addProducts(frame, 0));
        table.evex("vpmadd52huq", frame -> addProducts(frame, 52));
    }

    private static Term leadingZeros(Terms terms, Term a) {
        int width = a.width();
        Term count = terms.constant(width, width);
        for (int bit = 0; bit < width; bit++) {
            count = terms.ite(terms.extract(a, bit, bit), terms.constant(width, width - 1 - bit), count);
        }
        return count;
    }

    private static Term ones(Terms terms, Term a) {
        Term count = terms.constant(a.width(), 0);
        for (int bit = 0; bit < a.width(); bit++) {
            count = terms.add(count, terms.zext(terms.extract(a, bit, bit), a.width()));
        }
        return count;
    }

    /** For each lane a bit for each lower lane that is equal. */
    private static void conflicts(VectorFrame frame, int lane) {
        Terms terms = frame.terms();
        List<Term> lanes = frame.lanes().split(frame.source(1), lane);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            Term bits = terms.constant(lane - i, 0);
            for (int k = i - 1; k >= 0; k--) {
                bits = terms.concat(bits, terms.eq(lanes.get(i), lanes.get(k)));
            }
            result.add(bits);
        }
        frame.finish(frame.lanes().join(result));
    }

    /** 52 bits of the product of the low 52 bits of two sources, added to the destination. */
    private static void addProducts(VectorFrame frame, int low) {
        Terms terms = frame.terms();
        List<Term> sums = frame.lanes().split(frame.source(0), DOUBLE);
        List<Term> first = frame.lanes().split(frame.first(), DOUBLE);
        List<Term> second = frame.lanes().split(frame.second(), DOUBLE);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            Term product = terms.mul(terms.zext(terms.extract(first.get(i), 51, 0), 104), terms.zext(terms.extract(second.get(i), 51, 0), 104));
            result.add(terms.add(sums.get(i), terms.zext(terms.extract(product, low + 51, low), DOUBLE)));
        }
        frame.finish(frame.lanes().join(result));
    }

    /** The bit of the number that three bits, of the destination first, name. */
    private static void logicOfThree(VectorFrame frame) {
        int table = frame.immediate();
        List<Term> third = frame.lanes().split(frame.source(0), DOUBLE);
        List<Term> second = frame.lanes().split(frame.first(), DOUBLE);
        List<Term> first = frame.lanes().split(frame.second(), DOUBLE);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < third.size(); i++) {
            result.add(chooseBits(frame.terms(), table, 8, List.of(third.get(i), second.get(i), first.get(i))));
        }
        frame.finish(frame.lanes().join(result));
    }

    /** The upper half of the table where the bit of the first term is set, else the lower one. */
    private static Term chooseBits(Terms terms, int table, int entries, List<Term> by) {
        Term zero = terms.constant(DOUBLE, 0);
        if (entries == 1) {
            return table == 0 ? zero : terms.not(zero);
        }
        int half = entries / 2;
        int mask = (1 << half) - 1;
        List<Term> rest = by.subList(1, by.size());
        Term x = by.getFirst();
        Term set = chooseBits(terms, table >> half & mask, half, rest);
        Term clear = chooseBits(terms, table & mask, half, rest);
        if (set == clear) {
            return set;
        }
        if (set == terms.not(clear)) {
            return terms.xor(x, clear);
        }
        return terms.or(terms.and(x, set), terms.and(terms.not(x), clear));
    }

    // ---- shifts

    private void declareShifts() {
        table.evex("vpsraq", frame -> {
            Term distance = VectorShifts.distance(frame, DOUBLE);
            frame.finish(frame.lanes().map(frame.first(), DOUBLE, a -> frame.terms().ashr(a, distance)));
        });
        lanewise("vpsravq", DOUBLE, Terms::ashr);
        lanewise("vpsravw", 16, Terms::ashr);
        lanewise("vpsllvw", 16, Terms::shl);
        lanewise("vpsrlvw", 16, Terms::lshr);
        for (VectorLane lane : WIDE) {
            int width = lane.width();
            String suffix = lane.suffix();
            table.evex("vprol" + suffix, frame -> rotate(frame, width, frame.immediate()));
            table.evex("vpror" + suffix, frame -> rotate(frame, width, -frame.immediate()));
            lanewise("vprolv" + suffix, width, (terms, a, b) -> rotated(terms, a, b));
            lanewise("vprorv" + suffix, width, (terms, a, b) -> rotated(terms, a, terms.neg(b)));
            table.evex("valign" + suffix, frame -> align(frame, width));
        }
    }

    private static void rotate(VectorFrame frame, int lane, int left) {
        Term distance = frame.terms().constant(lane, left);
        frame.finish(frame.lanes().map(frame.source(1), lane, a -> rotated(frame.terms(), a, distance)));
    }

    /** To the left, by as many places as the low bits of the distance say. */
    private static Term rotated(Terms terms, Term a, Term distance) {
        int width = a.width();
        Term places = terms.and(distance, terms.constant(width, width - 1));
        Term back = terms.and(terms.neg(distance), terms.constant(width, width - 1));
        return terms.or(terms.shl(a, places), terms.lshr(a, back));
    }

    /** Lanes of both, the second below, from one on. */
    private static void align(VectorFrame frame, int lane) {
        List<Term> lanes = new ArrayList<>(frame.lanes().split(frame.second(), lane));
        int count = lanes.size();
        lanes.addAll(frame.lanes().split(frame.first(), lane));
        int from = frame.immediate() & count - 1;
        frame.finish(frame.lanes().join(lanes.subList(from, from + count)));
    }

    // ---- comparisons, of which the result is a mask

    private void compare(String mnemonic, int lane, Operation condition) {
        table.evex(mnemonic, frame -> finishMask(frame, frame.first(), frame.second(), lane, condition));
    }

    private static void finishMask(VectorFrame frame, Term first, Term second, int lane, Operation condition) {
        List<Term> left = frame.lanes().split(first, lane);
        List<Term> right = frame.lanes().split(second, lane);
        Term[] bits = new Term[left.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[bits.length - 1 - i] = condition.apply(frame.terms(), left.get(i), right.get(i));
        }
        frame.finish(bits.length == 1 ? bits[0] : frame.terms().concat(bits));
    }

    private void declareComparisons() {
        for (VectorLane lane : VectorLane.values()) {
            int width = lane.width();
            String suffix = lane.suffix();
            compare("vpcmpeq" + suffix, width, Terms::eq);
            compare("vpcmpgt" + suffix, width, (terms, a, b) -> terms.slt(b, a));
            compare("vptestm" + suffix, width, (terms, a, b) -> terms.ne(terms.and(a, b), terms.constant(width, 0)));
            compare("vptestnm" + suffix, width, (terms, a, b) -> terms.eq(terms.and(a, b), terms.constant(width, 0)));
            byNumber("vpcmp" + suffix, width, Terms::slt);
            byNumber("vpcmpu" + suffix, width, Terms::ult);
        }
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            String suffix = lane == SINGLE ? "s" : "d";
            table.evex("vcmpp" + suffix, VectorFloats.usual(frame -> finishMask(frame, frame.first(), frame.second(), lane,
                    (terms, a, b) -> VectorFloats.compare(terms, frame.immediate() & 15, a, b))));
            table.evex("vcmps" + suffix, VectorFloats.usual(frame -> finishMask(frame, frame.terms().extract(frame.first(), lane - 1, 0),
                    frame.source(2, lane), lane, (terms, a, b) -> VectorFloats.compare(terms, frame.immediate() & 15, a, b))));
        }
    }

    private void byNumber(String mnemonic, int lane, Operation less) {
        Operation[] conditions = {
            Terms::eq, less, (terms, a, b) -> terms.not(less.apply(terms, b, a)), (terms, _, _) -> terms.no(),
            Terms::ne, (terms, a, b) -> terms.not(less.apply(terms, a, b)), (terms, a, b) -> less.apply(terms, b, a), (terms, _, _) -> terms.yes(),
        };
        table.evex(mnemonic, frame -> finishMask(frame, frame.first(), frame.second(), lane, conditions[frame.immediate() & 7]));
    }

    // ---- between masks and vectors

    private void declareMaskMoves() {
        for (VectorLane lane : VectorLane.values()) {
            int width = lane.width();
            String suffix = lane.suffix();
            table.evex("vpmovm2" + suffix, frame -> spreadMask(frame, width));
            table.evex("vpmov" + suffix + "2m", frame -> frame.finish(frame.lanes().signs(frame.source(1), width)));
            table.evex("vpblendm" + suffix, frame -> blend(frame, width));
        }
        table.evex("vblendmps", frame -> blend(frame, SINGLE));
        table.evex("vblendmpd", frame -> blend(frame, DOUBLE));
        table.evex("vpbroadcastmb2q", frame -> frame.finish(frame.lanes().repeat(frame.terms().zext(frame.source(1, 8), DOUBLE), frame.width(0))));
        table.evex("vpbroadcastmw2d", frame -> frame.finish(frame.lanes().repeat(frame.terms().zext(frame.source(1, 16), SINGLE), frame.width(0))));
    }

    private static void spreadMask(VectorFrame frame, int lane) {
        Term mask = frame.source(1);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < frame.width(0) / lane; i++) {
            result.add(frame.terms().sext(frame.terms().extract(mask, i, i), lane));
        }
        frame.finish(frame.lanes().join(result));
    }

    /** Where the mask leaves a lane out it is that of the first source, or zero. */
    private static void blend(VectorFrame frame, int lane) {
        List<Term> first = frame.lanes().split(frame.first(), lane);
        List<Term> second = frame.lanes().split(frame.second(), lane);
        Term zero = frame.terms().constant(lane, 0);
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            result.add(frame.terms().ite(frame.isChosen(i), second.get(i), frame.instruction().evex().zeroes() ? zero : first.get(i)));
        }
        frame.finishUnmasked(frame.lanes().join(result));
    }

    // ---- narrower lanes

    private void declareNarrowing() {
        VectorLane[] lanes = VectorLane.values();
        for (int to = 0; to < lanes.length; to++) {
            for (int from = to + 1; from < lanes.length; from++) {
                String suffix = lanes[from].suffix() + lanes[to].suffix();
                narrow("vpmov" + suffix, lanes[from], lanes[to], (terms, a, width) -> terms.extract(a, width - 1, 0));
                narrow("vpmovs" + suffix, lanes[from], lanes[to], Saturation::signed);
                narrow("vpmovus" + suffix, lanes[from], lanes[to], EvexSemantics::nearestUnsigned);
            }
        }
    }

    private static Term nearestUnsigned(Terms terms, Term a, int width) {
        Term fits = terms.eq(terms.extract(a, a.width() - 1, width), terms.constant(a.width() - width, 0));
        return terms.ite(fits, terms.extract(a, width - 1, 0), terms.constant(width, -1));
    }

    private void narrow(String mnemonic, VectorLane from, VectorLane to, Narrowing narrowing) {
        table.evex(mnemonic, frame -> frame.finish(frame.lanes().map(frame.source(1), from.width(),
                a -> narrowing.apply(frame.terms(), a, to.width()))));
    }

    // ---- blocks of several lanes

    private void declareBlocks() {
        for (String kind : List.of("i", "f")) {
            for (String lanes : List.of("32x4", "64x2")) {
                table.evex("vinsert" + kind + lanes, frame -> insert(frame, BLOCK));
                table.evex("vextract" + kind + lanes, frame -> extract(frame, BLOCK));
                table.evex("vbroadcast" + kind + lanes, frame -> broadcast(frame, BLOCK));
                table.evex("vshuf" + kind + lanes, EvexSemantics::shuffleBlocks);
            }
            for (String lanes : List.of("32x8", "64x4")) {
                table.evex("vinsert" + kind + lanes, frame -> insert(frame, 2 * BLOCK));
                table.evex("vextract" + kind + lanes, frame -> extract(frame, 2 * BLOCK));
                table.evex("vbroadcast" + kind + lanes, frame -> broadcast(frame, 2 * BLOCK));
            }
            table.evex("vbroadcast" + kind + "32x2", frame -> broadcast(frame, DOUBLE));
        }
    }

    private static void insert(VectorFrame frame, int block) {
        List<Term> blocks = new ArrayList<>(frame.lanes().split(frame.first(), block));
        blocks.set(frame.immediate() & blocks.size() - 1, frame.second());
        frame.finish(frame.lanes().join(blocks));
    }

    private static void extract(VectorFrame frame, int block) {
        List<Term> blocks = frame.lanes().split(frame.source(1), block);
        frame.finish(blocks.get(frame.immediate() & blocks.size() - 1));
    }

    private static void broadcast(VectorFrame frame, int block) {
        frame.finish(frame.lanes().repeat(frame.source(1, block), frame.width(0)));
    }

    /** The lower half of the result is blocks of the first source, the upper half of the second. */
    private static void shuffleBlocks(VectorFrame frame) {
        List<Term> first = frame.lanes().split(frame.first(), BLOCK);
        List<Term> second = frame.lanes().split(frame.second(), BLOCK);
        int count = first.size();
        int bits = count == 2 ? 1 : 2;
        List<Term> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int chosen = frame.immediate() >> bits * i & count - 1;
            result.add((i < count / 2 ? first : second).get(chosen));
        }
        frame.finish(frame.lanes().join(result));
    }

    // ---- permutations

    private void declarePermutations() {
        permute("vpermb", 8);
        permute("vpermw", 16);
        permute("vpermd", SINGLE);
        permute("vpermps", SINGLE);
        table.evex("vpermq", EvexSemantics::permuteDoubles);
        table.evex("vpermpd", EvexSemantics::permuteDoubles);
        for (String suffix : List.of("b", "w", "d", "q", "ps", "pd")) {
            int lane = switch (suffix) {
                case "b" -> 8;
                case "w" -> 16;
                case "d", "ps" -> SINGLE;
                default -> DOUBLE;
            };
            table.evex("vpermt2" + suffix, frame -> permuteTwo(frame, lane, frame.source(0), frame.first()));
            table.evex("vpermi2" + suffix, frame -> permuteTwo(frame, lane, frame.first(), frame.source(0)));
        }
    }

    private void permute(String mnemonic, int lane) {
        table.evex(mnemonic, frame -> permute(frame, lane));
    }

    /** The first source holds the indices. */
    private static void permute(VectorFrame frame, int lane) {
        Term vector = frame.second();
        int bits = Integer.numberOfTrailingZeros(vector.width() / lane);
        frame.finish(frame.lanes().map(frame.first(), lane, index -> frame.lanes().select(vector, frame.terms().extract(index, bits - 1, 0))));
    }

    /** By indices, or four of each half by a number. */
    private static void permuteDoubles(VectorFrame frame) {
        if (!frame.isImmediate(2)) {
            permute(frame, DOUBLE);
            return;
        }
        frame.finish(frame.lanes().map(frame.source(1), 4 * DOUBLE, half -> VectorShuffles.order(frame, half, DOUBLE, frame.immediate())));
    }

    /** Lanes of two tables, that in the second source above. */
    private static void permuteTwo(VectorFrame frame, int lane, Term low, Term indices) {
        Term both = frame.terms().concat(frame.second(), low);
        int bits = Integer.numberOfTrailingZeros(both.width() / lane);
        frame.finish(frame.lanes().map(indices, lane, index -> frame.lanes().select(both, frame.terms().extract(index, bits - 1, 0))));
    }

    // ---- chosen lanes side by side, and back

    private void declareCompression() {
        for (String suffix : List.of("pcompressd", "pcompressq", "compressps", "compresspd")) {
            table.evex("v" + suffix, EvexSemantics::compress);
        }
        for (String suffix : List.of("pexpandd", "pexpandq", "expandps", "expandpd")) {
            table.evex("v" + suffix, EvexSemantics::expand);
        }
    }

    private static void compress(VectorFrame frame) {
        if (frame.isMemory(0)) {
            throw Operands.unsupported(frame.instruction());
        }
        Terms terms = frame.terms();
        List<Term> lanes = frame.lanes().split(frame.source(1), frame.instruction().evex().elementWidth());
        List<Term> result = new ArrayList<>(frame.kept(frame.width(0)));
        List<Term> places = places(frame, lanes.size());
        for (int to = 0; to < lanes.size(); to++) {
            for (int from = lanes.size() - 1; from >= to; from--) {
                Term isHere = terms.and(frame.isChosen(from), terms.eq(places.get(from), terms.constant(8, to)));
                result.set(to, terms.ite(isHere, lanes.get(from), result.get(to)));
            }
        }
        frame.finishUnmasked(frame.lanes().join(result));
    }

    private static void expand(VectorFrame frame) {
        if (frame.isMemory(1)) {
            throw Operands.unsupported(frame.instruction());
        }
        Terms terms = frame.terms();
        List<Term> lanes = frame.lanes().split(frame.source(1), frame.instruction().evex().elementWidth());
        List<Term> places = places(frame, lanes.size());
        List<Term> result = new ArrayList<>();
        for (int to = 0; to < lanes.size(); to++) {
            Term value = lanes.getFirst();
            for (int from = 1; from <= to; from++) {
                value = terms.ite(terms.eq(places.get(to), terms.constant(8, from)), lanes.get(from), value);
            }
            result.add(value);
        }
        frame.finish(frame.lanes().join(result));
    }

    /** For each lane how many lower ones the mask chooses. */
    private static List<Term> places(VectorFrame frame, int count) {
        List<Term> places = new ArrayList<>();
        Term place = frame.terms().constant(8, 0);
        for (int i = 0; i < count; i++) {
            places.add(place);
            place = frame.terms().add(place, frame.terms().zext(frame.isChosen(i), 8));
        }
        return places;
    }

    // ---- floating-point numbers

    private void declareFloats() {
        for (int lane : new int[] {SINGLE, DOUBLE}) {
            String suffix = lane == SINGLE ? "s" : "d";
            table.evex("vcvtusi2s" + suffix, VectorFloats.usual(frame -> frame.finishLowest(frame.first(), frame.terms().utof(frame.second(), lane))));
            table.evex("vcvtts" + suffix + "2usi", VectorFloats.usual(frame -> frame.finish(
                    frame.terms().ftou(frame.source(1, lane), frame.width(0)))));
            table.evex("vcvts" + suffix + "2usi", VectorFloats.usual(frame -> frame.finish(
                    frame.terms().ftou(frame.terms().fround(frame.source(1, lane), Rounding.NEAREST), frame.width(0)))));
            table.evex("vrndscalep" + suffix, VectorFloats.usual(frame -> frame.finish(frame.lanes().map(frame.source(1), lane,
                    a -> frame.terms().fround(a, wholeNumbers(frame))))));
            table.evex("vrndscales" + suffix, VectorFloats.usual(frame -> frame.finishLowest(frame.first(),
                    frame.terms().fround(frame.source(2, lane), wholeNumbers(frame)))));
        }
        convert("vcvtudq2ps", SINGLE, SINGLE, (terms, a) -> terms.utof(a, SINGLE));
        convert("vcvtudq2pd", SINGLE, DOUBLE, (terms, a) -> terms.utof(a, DOUBLE));
        convert("vcvtqq2ps", DOUBLE, SINGLE, (terms, a) -> terms.stof(a, SINGLE));
        convert("vcvtqq2pd", DOUBLE, DOUBLE, (terms, a) -> terms.stof(a, DOUBLE));
        convert("vcvtuqq2ps", DOUBLE, SINGLE, (terms, a) -> terms.utof(a, SINGLE));
        convert("vcvtuqq2pd", DOUBLE, DOUBLE, (terms, a) -> terms.utof(a, DOUBLE));
        for (int from : new int[] {SINGLE, DOUBLE}) {
            for (int to : new int[] {SINGLE, DOUBLE}) {
                String source = from == SINGLE ? "ps" : "pd";
                String target = to == SINGLE ? "dq" : "qq";
                if (to == DOUBLE) {
                    convert("vcvt" + source + "2qq", from, to, (terms, a) -> terms.ftos(terms.fround(a, Rounding.NEAREST), to));
                    convert("vcvtt" + source + "2qq", from, to, (terms, a) -> terms.ftos(a, to));
                }
                convert("vcvt" + source + "2u" + target, from, to, (terms, a) -> terms.ftou(terms.fround(a, Rounding.NEAREST), to));
                convert("vcvtt" + source + "2u" + target, from, to, (terms, a) -> terms.ftou(a, to));
            }
        }
    }

    /** To integral numbers; rounding to fractions is not supported. */
    private static Rounding wholeNumbers(VectorFrame frame) {
        if (frame.immediate() >> 4 != 0) {
            throw Operands.unsupported(frame.instruction());
        }
        return VectorFloats.rounding(frame);
    }

    private void convert(String mnemonic, int from, int to, Unary conversion) {
        table.evex(mnemonic, VectorFloats.usual(frame -> VectorFloats.convert(frame, from, to, a -> conversion.apply(frame.terms(), a))));
    }
}
