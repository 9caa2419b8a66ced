package org.perfcontracts.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueSetTest {
    private static final int WIDTH = 5;
    private static final int COUNT = 1 << WIDTH;

    @Test
    void isASet() {
        long seed = 31;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            BitSet a = bits(random);
            BitSet b = bits(random);
            ValueSet x = set(a);
            ValueSet y = set(b);
            String what = "seed " + seed + ": " + a + " and " + b;
            BitSet union = (BitSet) a.clone();
            union.or(b);
            BitSet common = (BitSet) a.clone();
            common.and(b);
            BitSet rest = (BitSet) a.clone();
            rest.flip(0, COUNT);
            assertEquals(set(union), x.union(y), what);
            assertEquals(set(common), x.intersect(y), what);
            assertEquals(set(rest), x.complement(), what);
            assertEquals(common.equals(a), x.isWithin(y), what);
            assertEquals(a.isEmpty(), x.isEmpty(), what);
            assertEquals(a.cardinality() == COUNT, x.isAll(), what);
            assertEquals(a.cardinality() == 1, x.isSingle(), what);
            int member = random.nextInt(COUNT);
            assertEquals(a.get(member), x.contains(BigInteger.valueOf(member)), what + ", " + member);
        }
    }

    private static BitSet bits(Random random) {
        BitSet bits = new BitSet();
        int density = random.nextInt(5);
        for (int i = 0; i < COUNT; i++) {
            bits.set(i, random.nextInt(4) < density);
        }
        return bits;
    }

    private static ValueSet set(BitSet bits) {
        List<ValueSet.Run> runs = new ArrayList<>();
        bits.stream().forEach(i -> runs.add(new ValueSet.Run(BigInteger.valueOf(i), BigInteger.valueOf(i))));
        return ValueSet.union(WIDTH, runs);
    }
}
