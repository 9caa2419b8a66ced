package org.perfcontracts.cpu;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.perfcontracts.explore.Inputs;
import org.perfcontracts.expr.Assignment;
import org.perfcontracts.expr.Evaluator;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Symbols;
import org.perfcontracts.expr.Term;
import org.perfcontracts.traffic.RandomFlows;

/**
 * Packets of flows at random, as arrivals that meet the assumptions of an exploration. The parameters {@code port} and
 * {@code now} are where and when the packet arrives; others are random numbers. The same seed gives the same arrivals.
 */
final class RandomArrivals {
    private static final String PORT = "port";
    private static final String NOW = "now";
    private static final int PORTS = 2;
    private static final int TRIES = 1000;

    private final Inputs inputs;
    private final RandomFlows flows;
    private final Random random;
    private final Map<Term, Boolean> isOfParameters;

    RandomArrivals(Inputs inputs, long seed) {
        this.inputs = inputs;
        this.flows = new RandomFlows(seed, inputs.packet().size(), PORTS);
        this.random = new Random(seed ^ 0x5deece66dL);
        Symbols symbols = new Symbols();
        this.isOfParameters = inputs.assumptions().stream().collect(Collectors.toMap(assumption -> assumption,
                assumption -> symbols.of(assumption).stream().noneMatch(inputs.packet()::contains), (a, _) -> a));
    }

    /** A packet of the mixture. */
    Arrival next() {
        return arrival(flows.next());
    }

    /** A packet of a new flow between new stations, at once. */
    Arrival unseen() {
        return arrival(flows.unseen(random.nextInt(20) == 0 ? 1 : 0));
    }

    /** Likewise, at the other port. */
    Arrival unseenAtOther() {
        return arrival(flows.unseen(random.nextInt(20) == 0 ? 0 : 1));
    }

    /** A packet after which nothing of what was before is still alive. */
    Arrival afterAll() {
        flows.expireAll();
        return arrival(flows.next());
    }

    /** Says what came of an arrival: the function returns the port to send the packet to, or a negative number. */
    void note(Arrival arrival, Summary summary) {
        int port = (int) summary.result();
        if (summary.isDone() && port >= 0 && port < PORTS) {
            flows.emitted(summary.packet(), port);
        } else if (summary.isDone() && port == Integer.MIN_VALUE) {
            flows.emitted(summary.packet(), (int) (1 - arrival.parameters().getOrDefault(PORT, 0L) % PORTS));
        }
    }

    private Arrival arrival(RandomFlows.Frame frame) {
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = i < 10 ? frame.bytes() : Arrays.copyOf(frame.bytes(), random.nextInt(inputs.packet().size() + 1));
            Arrival arrival = new Arrival(bytes, parameters(frame, bytes.length, i > 0));
            if (isPossible(arrival)) {
                return arrival;
            }
        }
        throw new IllegalStateException("no packet found at random that meets the assumptions of the exploration");
    }

    private Map<String, Long> parameters(RandomFlows.Frame frame, long length, boolean otherPort) {
        Map<String, Long> values = new HashMap<>();
        inputs.parameters().forEach((name, symbol) -> values.put(name, switch (name) {
            case PORT -> otherPort ? number(symbol) : frame.port();
            case NOW -> frame.now();
            default -> number(symbol);
        }));
        values.put(inputs.lengthName(), length);
        return values;
    }

    private long number(Symbol symbol) {
        long value = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextLong();
        return symbol.width() == 64 ? value : value & (1L << symbol.width()) - 1;
    }

    private boolean isPossible(Arrival arrival) {
        Map<Symbol, BigInteger> values = new HashMap<>();
        inputs.parameters().forEach((name, symbol) -> values.put(symbol, PacketSequence.unsigned(arrival.parameters().get(name))));
        Evaluator evaluator = new Evaluator(Assignment.of(values));
        return inputs.assumptions().stream().allMatch(assumption -> !isOfParameters.get(assumption) || evaluator.isTrue(assumption));
    }
}
