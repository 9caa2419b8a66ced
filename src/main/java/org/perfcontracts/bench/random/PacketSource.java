package org.perfcontracts.bench.random;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Interval;
import org.perfcontracts.expr.Symbol;

/**
 * Packets for programs that know no protocol: bytes of few values, so that they meet comparisons, lengths at the edges of
 * their range, and packets like those that a solver found. The same seed gives the same packets.
 */
final class PacketSource {
    private static final int MOST_CHANGES = 4;

    private final Inputs inputs;
    private final List<Assignment> models;
    private final Random random;
    private int count;

    /** A source of packets of which some are like the models. */
    PacketSource(Inputs inputs, List<Assignment> models, long seed) {
        this.inputs = inputs;
        this.models = models;
        this.random = new Random(seed);
    }

    /** The next packet: first those of zeros of the least and the greatest length, then the models, then others. */
    Assignment next() {
        int number = count++;
        if (number < 2) {
            return packet(number == 0 ? Edge.LEAST : Edge.MOST, _ -> 0);
        }
        if (number - 2 < models.size()) {
            return within(models.get(number - 2));
        }
        if (!models.isEmpty() && random.nextInt(3) == 0) {
            return like(models.get(random.nextInt(models.size())));
        }
        return packet(Edge.ANY, kind());
    }

    /** The same packet with zeros behind its end, as it arrives in a sequence; vector code may look there. */
    Assignment whole(Assignment input) {
        Map<Symbol, BigInteger> values = new HashMap<>(input.values());
        Symbol length = inputs.parameters().get(inputs.lengthName());
        for (int i = length == null ? inputs.packet().size() : input.value(length).intValue(); i < inputs.packet().size(); i++) {
            values.put(inputs.packet().get(i), BigInteger.ZERO);
        }
        return Assignment.of(values);
    }

    private enum Edge {
        LEAST, MOST, ANY
    }

    /** A byte for each place. */
    private interface Bytes {
        int at(int place);
    }

    private Bytes kind() {
        int value = random.nextInt(256);
        int few = 1 + random.nextInt(8);
        return switch (random.nextInt(8)) {
            case 0 -> _ -> value;
            case 1 -> place -> place + value;
            case 2, 3 -> _ -> random.nextInt(few);
            case 4 -> _ -> random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(few);
            case 5 -> place -> place % 2 == 0 ? random.nextInt(few) : random.nextInt(16);
            case 6 -> _ -> 255 - random.nextInt(few);
            default -> _ -> random.nextInt(256);
        };
    }

    private Assignment packet(Edge edge, Bytes bytes) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        for (int i = 0; i < inputs.packet().size(); i++) {
            values.put(inputs.packet().get(i), BigInteger.valueOf(bytes.at(i) & 0xff));
        }
        inputs.parameters().values().forEach(symbol -> values.put(symbol, number(symbol, edge)));
        return Assignment.of(values);
    }

    private BigInteger number(Symbol parameter, Edge edge) {
        Interval range = inputs.range(parameter);
        return switch (edge) {
            case LEAST -> range.low();
            case MOST -> range.high();
            case ANY -> switch (random.nextInt(6)) {
                case 0 -> range.low();
                case 1, 2 -> range.high();
                default -> range.low().add(BigInteger.valueOf(random.nextInt(range.high().subtract(range.low()).intValue() + 1)));
            };
        };
    }

    private Assignment like(Assignment model) {
        Map<Symbol, BigInteger> values = new HashMap<>(within(model).values());
        for (int i = random.nextInt(MOST_CHANGES); i >= 0 && !inputs.packet().isEmpty(); i--) {
            int place = random.nextInt(Math.min(inputs.packet().size(), random.nextBoolean() ? 4 : 64));
            values.put(inputs.packet().get(place), BigInteger.valueOf(random.nextBoolean() ? random.nextInt(4) : random.nextInt(256)));
        }
        if (random.nextInt(4) == 0) {
            inputs.parameters().values().forEach(symbol -> values.put(symbol, number(symbol, Edge.ANY)));
        }
        return Assignment.of(values);
    }

    /** A model has values of other symbols too, and none where any value does. */
    private Assignment within(Assignment model) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        inputs.packet().forEach(symbol -> values.put(symbol, model.value(symbol)));
        inputs.parameters().values().forEach(symbol ->
                values.put(symbol, model.value(symbol).max(inputs.range(symbol).low()).min(inputs.range(symbol).high())));
        return Assignment.of(values);
    }
}
