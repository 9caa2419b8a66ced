package org.perfcontracts.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.decision.Distillation;
import org.perfcontracts.decision.WorkloadPrediction;
import org.perfcontracts.decision.input.WorkloadFile;
import org.perfcontracts.engine.Analysis;
import org.perfcontracts.engine.Listener;
import org.perfcontracts.engine.TrafficFile;
import org.perfcontracts.explore.Budget;
import org.perfcontracts.report.UseCases;
import org.perfcontracts.target.Builder;
import org.perfcontracts.target.EntryCheck;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.target.Level;
import org.perfcontracts.target.LevelName;
import org.perfcontracts.target.Request;
import org.perfcontracts.target.StopSignal;
import org.perfcontracts.target.Target;
import org.perfcontracts.target.TargetFile;
import org.perfcontracts.traffic.PortRules;

/** Runs the variants of use cases: the contract of each, and its traffic through the real program on the CPU. */
public final class UseCaseBench {
    private final Path home;
    private final Analysis analysis;
    private final Function<String, Listener> listeners;
    private final StopSignal stop;

    /**
     * A bench for the programs of Bolt's own folder.
     *
     * @param listeners told how far a task is, by its name
     * @param stop      is requested when the user interrupts
     */
    public UseCaseBench(Path home, Analysis analysis, Function<String, Listener> listeners, StopSignal stop) {
        this.home = home;
        this.analysis = analysis;
        this.listeners = listeners;
        this.stop = stop;
    }

    /** What has come of the cases. */
    public UseCases run(List<UseCase> cases) throws InputException {
        List<UseCases.OfCase> results = new ArrayList<>();
        for (UseCase each : cases) {
            List<UseCases.OfVariant> variants = new ArrayList<>();
            for (UseCase.Variant variant : each.variants()) {
                variants.add(run(each, variant));
            }
            results.add(new UseCases.OfCase(each.name(), each.meaning(), each.target(), each.pcvs(), variants));
        }
        return new UseCases(results);
    }

    private UseCases.OfVariant run(UseCase useCase, UseCase.Variant variant) throws InputException {
        Target own = TargetFile.read(home.resolve(useCase.target()));
        Level level = own.level(Optional.of(LevelName.NF)).withOptions(variant.options());
        Target target = variant.toolchain().of(own);
        new Builder(stop).build(target, variant.toolchain().environment());
        EntryCheck.check(target, level);
        AtomicReference<Distillation> distilled = new AtomicReference<>();
        try (Listener progress = listeners.apply(useCase.name() + ", " + variant.name())) {
            Path capture = Files.createTempFile("bolt-case", ".pcapng");
            try {
                variant.traffic().write(capture);
                TrafficFile traffic = new TrafficFile(capture, PortRules.BY_INTERFACE, Map.of(), Optional.empty(), Optional.empty(), _ -> { }, distilled::set);
                analysis.distill(new Request(target, level, RunSpec.DEFAULT_TIME_LIMIT, Budget.standard()), traffic, progress, stop);
            } finally {
                Files.deleteIfExists(capture);
            }
        } catch (IOException e) {
            throw new InputException("cannot write the traffic: " + Failures.describe(e), e);
        }
        if (stop.requested()) {
            throw new InputException("interrupted while running " + useCase.name() + ", " + variant.name());
        }
        if (distilled.get() == null || distilled.get().packets() == 0) {
            throw new InputException(useCase.name() + ", " + variant.name() + ": no packet was run");
        }
        return new UseCases.OfVariant(variant.name(), distilled.get(), foretold(variant, distilled.get()));
    }

    /** By the contract alone, before any traffic. */
    private static Optional<WorkloadPrediction> foretold(UseCase.Variant variant, Distillation distilled) throws InputException {
        if (variant.workload().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(WorkloadPrediction.of(distilled.contract(), WorkloadFile.read(variant.workload().get(), distilled.contract()), Optional.empty()));
    }
}
