package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.traffic.RandomPackets;

/** Inputs at random that meet the assumptions of an exploration: random packets, and the other parameters at random. The same seed gives the same inputs. */
final class RandomInputs {
    private static final int MOST_CHANGES = 6;

    private final Inputs inputs;
    private final RandomPackets packets;
    private final Random random;
    private final RandomNumbers numbers;

    RandomInputs(Inputs inputs, long seed) {
        this.inputs = inputs;
        this.packets = new RandomPackets(seed);
        this.random = new Random(~seed);
        this.numbers = new RandomNumbers(inputs, random);
    }

    /** A new input. */
    Assignment next() {
        byte[] packet = inputs.layer().of(packets.next(0, inputs.packet().size() + inputs.layer().offset()));
        Map<Symbol, BigInteger> values = new HashMap<>();
        for (int i = 0; i < packet.length; i++) {
            values.put(inputs.packet().get(i), BigInteger.valueOf(packet[i] & 0xff));
        }
        inputs.parameters().forEach((name, symbol) -> values.put(symbol,
                name.equals(inputs.lengthName()) ? numbers.of(symbol, BigInteger.valueOf(packet.length)) : numbers.of(symbol)));
        return checked(values);
    }

    /** An input like another one, with some bytes changed. */
    Assignment like(Assignment other) {
        Map<Symbol, BigInteger> values = new HashMap<>(other.values());
        List<Symbol> bytes = inputs.packet();
        int length = bytes.isEmpty() ? 0 : Math.min(bytes.size(), 80);
        for (int i = random.nextInt(MOST_CHANGES); i >= 0 && length > 0; i--) {
            Symbol changed = bytes.get(random.nextInt(length));
            values.put(changed, BigInteger.valueOf(edgeByte()));
        }
        inputs.parameters().forEach((name, symbol) -> {
            if (!name.equals(inputs.lengthName())) {
                values.put(symbol, numbers.of(symbol));
            }
        });
        return checked(values);
    }

    private int edgeByte() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> 0xff;
            case 3 -> random.nextInt(16);
            default -> random.nextInt(256);
        };
    }

    /** What the assumptions say of the parameters by themselves is met already. */
    private Assignment checked(Map<Symbol, BigInteger> values) {
        Assignment input = Assignment.of(values);
        Evaluator evaluator = new Evaluator(input);
        if (!inputs.assumptions().stream().allMatch(evaluator::isTrue)) {
            throw new IllegalStateException("no input found at random that meets the assumptions of the exploration: " + inputs.assumptions());
        }
        return input;
    }
}
