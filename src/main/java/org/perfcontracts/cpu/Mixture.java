package org.perfcontracts.cpu;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.perfcontracts.explore.Exploration;
import org.perfcontracts.explore.input.Inputs;
import org.perfcontracts.expr.Assignment;

/** Inputs at random of which every other one is near to what some path wants. The same seed gives the same inputs. */
final class Mixture {
    private final Inputs inputs;
    private final RandomInputs source;
    private final List<Assignment> models;
    private final Random random;
    private boolean near;

    Mixture(Exploration exploration, long seed) {
        this.inputs = exploration.inputs();
        this.source = new RandomInputs(inputs, seed);
        this.models = exploration.paths().stream().map(path -> path.witness().model()).flatMap(Optional::stream).toList();
        this.random = new Random(seed);
    }

    /** The next input. */
    Assignment next() {
        return isNear() ? like() : source.next();
    }

    /** The next packet of a sequence; some others give when and where it arrives. */
    Arrival next(RandomArrivals others) {
        if (!isNear()) {
            return others.next();
        }
        Assignment like = like();
        return inputs.burst().isPresent() ? others.next(inputs.burst().get().frames().stream().map(frame -> frame.in(like)).toList())
                : others.next(PacketWords.bytes(inputs, like));
    }

    private boolean isNear() {
        near = !near;
        return near && !models.isEmpty();
    }

    private Assignment like() {
        return source.like(models.get(random.nextInt(models.size())));
    }
}
