package org.perfcontracts.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Work on a thread of its own, with a deep stack, that is left behind if it does not end in time. */
final class Detached {
    private static final long STACK_BYTES = 256L << 20;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Detached() {
    }

    /**
     * What the work comes to; empty if it was left behind.
     *
     * @param leave whether to wait no longer
     */
    static <T> Optional<T> run(String name, Callable<T> work, BooleanSupplier leave) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(null, () -> complete(result, work), name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            while (!thread.join(LOOK_EVERY)) {
                if (leave.getAsBoolean()) {
                    return Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        if (result.isCompletedExceptionally()) {
            throw unchecked(result.exceptionNow());
        }
        return Optional.of(result.join());
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(work.call());
        } catch (Exception | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        return switch (failure) {
            case RuntimeException known -> known;
            case Error error -> throw error;
            default -> new IllegalStateException(failure);
        };
    }
}
