package org.perfcontracts.bench.random;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.perfcontracts.report.RandomPrograms;

/** Makes random programs, builds them, and has their contracts derived and held against the CPU. */
public final class RandomBench {
    private static final int LAST_CHARACTERS = 400;

    private final Settings settings;
    private final Path home;
    private final List<String> worker;
    private final BooleanSupplier stop;

    /**
     * What is wanted.
     *
     * @param programs how many builds
     * @param seed     of the first program; each further one has the next
     * @param jobs     how many are worked on at a time
     * @param seconds  that the exploration of one may take
     * @param packets  that each is given
     * @param source   of the programs
     * @param builds   which compilers build a program
     * @param keep     where programs go that did not pass; empty where only those with a violation are kept, in a temporary folder
     */
    public record Settings(int programs, long seed, int jobs, double seconds, int packets, Program.Source source, Builds builds,
                           Optional<Path> keep) {
    }

    /** Which compilers build a program. */
    public enum Builds {
        /** One that follows from its seed. */
        ONE,
        /** All of them. */
        ALL
    }

    /**
     * A run.
     *
     * @param home   Bolt's own folder
     * @param worker the command that starts a worker
     * @param stop   whether to end early with what there is
     */
    public RandomBench(Settings settings, Path home, List<String> worker, BooleanSupplier stop) {
        this.settings = settings;
        this.home = home;
        this.worker = worker;
        this.stop = stop;
    }

    /** A program to build. */
    private record Build(int number, long seed, Compiler compiler) {
        String name() {
            return seed + "-" + compiler.fileName();
        }
    }

    /** Does it all. */
    public RandomPrograms run() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Path folder = Files.createTempDirectory("bolt-random");
        Path kept = settings.keep().orElse(folder.resolve("kept"));
        Files.createDirectories(kept);
        List<RandomPrograms.Row> rows = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(settings.jobs())) {
            List<Future<List<RandomPrograms.Row>>> jobs = new ArrayList<>();
            for (int i = 0; i < settings.jobs(); i++) {
                jobs.add(pool.submit(() -> work(next, folder, kept)));
            }
            for (Future<List<RandomPrograms.Row>> job : jobs) {
                rows.addAll(job.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
        deleteIfEmpty(kept, folder);
        rows.sort(Comparator.comparing(RandomPrograms.Row::number));
        return new RandomPrograms(rows, (System.nanoTime() - begin) / 1e9);
    }

    private List<RandomPrograms.Row> work(AtomicInteger next, Path folder, Path kept) throws IOException, InterruptedException {
        List<RandomPrograms.Row> rows = new ArrayList<>();
        try (Worker process = new Worker(worker)) {
            for (int number = next.getAndIncrement(); number < settings.programs() && !stop.getAsBoolean(); number = next.getAndIncrement()) {
                rows.add(row(build(number), process, folder, kept));
            }
        }
        return rows;
    }

    private Build build(int number) {
        int count = Compiler.values().length;
        return switch (settings.builds()) {
            case ONE -> new Build(number, settings.seed() + number, Compiler.of(settings.seed() + number));
            case ALL -> new Build(number, settings.seed() + number / count, Compiler.values()[number % count]);
        };
    }

    private RandomPrograms.Row row(Build build, Worker process, Path folder, Path kept) throws IOException, InterruptedException {
        Path place = Files.createDirectories(folder.resolve(build.name()));
        Program program = settings.source().program(build.seed(), place);
        program.write(place, build.compiler(), home);
        Optional<String> failure = compile(program.command(build.compiler(), home), place);
        Verdict verdict = failure.isPresent() ? Verdict.of(RandomPrograms.Outcome.ERROR, "does not compile: " + failure.get(), 0)
                : process.examine(new Task(place.toString(), settings.seconds(), settings.packets(), build.seed(), program.mayNotEnd()));
        boolean keep = verdict.outcome() == RandomPrograms.Outcome.VIOLATION || settings.keep().isPresent() && verdict.outcome() != RandomPrograms.Outcome.PASSED;
        String where = keep ? keep(place, kept.resolve(verdict.outcome().name().toLowerCase(Locale.ROOT)).resolve(build.name()), verdict) : "";
        delete(place);
        return new RandomPrograms.Row(build.number(), build.seed(), build.compiler().toString(), program.pieces(), verdict.outcome(),
                verdict.reason(), verdict.commonReason(), verdict.exact(), verdict.packets(), verdict.violations(), verdict.seconds(), where);
    }

    private Optional<String> compile(List<String> command, Path place) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(place.toFile()).redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.empty() : Optional.of(said.substring(0, Math.min(said.length(), LAST_CHARACTERS)));
    }

    private static String keep(Path place, Path kept, Verdict verdict) throws IOException {
        Files.createDirectories(kept);
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        List<String> lines = new ArrayList<>(verdict.violations());
        lines.add(verdict.outcome() + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason()));
        Files.write(kept.resolve("finding.txt"), lines);
        return kept.toString();
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void deleteIfEmpty(Path... folders) throws IOException {
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(folder);
        }
    }
}
