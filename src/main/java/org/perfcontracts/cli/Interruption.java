package org.perfcontracts.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.perfcontracts.engine.ExitStatus;
import org.perfcontracts.target.StopSignal;

/**
 * Lets a command that is interrupted (Ctrl-C, or a request to terminate) finish with what it has, and end with its own
 * status. A second interruption changes nothing; the process ends after a grace period in any case.
 */
final class Interruption {
    private static final long GRACE_SECONDS = 60;

    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final StopSignal stop;

    /** Watches over a command that heeds the given signal. */
    Interruption(StopSignal stop) {
        this.stop = stop;
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "interruption"));
    }

    /** Ends the process when the command is done. */
    void exit(int code) {
        status.complete(code);
        System.exit(code);      // waits for ever where an interruption is under way; the hook then ends the process
    }

    private void shutDown() {
        if (status.isDone()) {
            return;
        }
        stop.request();
        try {
            Runtime.getRuntime().halt(status.get(GRACE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            System.err.println("bolt: interrupted, and nothing was ready after " + GRACE_SECONDS + " s");
        } catch (InterruptedException | ExecutionException e) {
            System.err.println("bolt: interrupted");
        }
        Runtime.getRuntime().halt(ExitStatus.FAILED.code());
    }
}
