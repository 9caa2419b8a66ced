package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.DeviceInjection;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.traffic.RandomPackets;

/** Inputs at random that meet the assumptions of an exploration: random packets, and the other parameters at random. The same seed gives the same inputs. */
final class RandomInputs {
    private static final int MOST_CHANGES = 6;
    /** Of the beginning of a packet. */
    private static final int CHANGED_BYTES = 80;
    private static final int EMPTY_POLL_OF = 16;

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
        Map<Symbol, BigInteger> values = new HashMap<>(inputs.burst().map(this::packets).orElse(Map.of()));
        for (int i = 0; i < packet.length; i++) {
            values.put(inputs.packet().get(i), BigInteger.valueOf(packet[i] & 0xff));
        }
        inputs.parameters().forEach((name, symbol) -> values.put(symbol,
                name.equals(inputs.lengthName()) ? numbers.of(symbol, BigInteger.valueOf(packet.length)) : other(name, symbol)));
        return checked(values);
    }

    private Map<Symbol, BigInteger> packets(Burst burst) {
        return burst.values(burst.frames().stream().map(frame -> packets.next(0, frame.bytes().size())).toList());
    }

    /** An input like another one, with some bytes changed. */
    Assignment like(Assignment other) {
        Map<Symbol, BigInteger> values = new HashMap<>(other.values());
        List<Symbol> bytes = inputs.packet();
        int length = bytes.isEmpty() ? 0 : Math.min(bytes.size(), CHANGED_BYTES);
        for (int i = random.nextInt(MOST_CHANGES); i >= 0 && length > 0; i--) {
            Symbol changed = bytes.get(random.nextInt(length));
            values.put(changed, BigInteger.valueOf(edgeByte()));
        }
        inputs.burst().ifPresent(burst -> change(burst, values));
        inputs.parameters().forEach((name, symbol) -> {
            if (!name.equals(inputs.lengthName())) {
                values.put(symbol, other(name, symbol));
            }
        });
        return checked(values);
    }

    /** Changes bytes of some of the packets, and now and then what is packet and what is behind its end. */
    private void change(Burst burst, Map<Symbol, BigInteger> values) {
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            Burst.Frame frame = burst.frames().get(random.nextInt(burst.frames().size()));
            values.put(frame.bytes().get(random.nextInt(Math.min(frame.bytes().size(), CHANGED_BYTES))), BigInteger.valueOf(edgeByte()));
            if (random.nextInt(MOST_CHANGES) == 0) {
                values.put(frame.length(), numbers.of(frame.length()));
            }
        }
    }

    // Without a packet all else means nothing.
    private BigInteger other(String name, Symbol symbol) {
        boolean waits = name.equals(DeviceInjection.WAITING) && random.nextInt(EMPTY_POLL_OF) != 0;
        return waits ? numbers.of(symbol).max(BigInteger.ONE) : numbers.of(symbol);
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
