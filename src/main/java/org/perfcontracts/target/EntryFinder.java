package org.perfcontracts.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.perfcontracts.cpu.EntryPoint;
import org.perfcontracts.cpu.RunSpec;
import org.perfcontracts.cpu.RunningTarget;
import org.perfcontracts.cpu.TargetException;
import org.perfcontracts.image.Demangler;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.Mapping;

/** Finds the instruction that an {@link Entry} means. */
final class EntryFinder {
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
    private static final Pattern LOADED = Pattern.compile("\\s*(?:\\S+ => )?(/.*) \\(0x[0-9a-f]+\\)");
    private static final long LOADER_SECONDS = 10;

    private final Path program;
    private final ElfFile binary;
    private List<Path> libraries;

    EntryFinder(Path program, ElfFile binary) {
        this.program = program;
        this.binary = binary;
    }

    /** An instruction, and what there is to say of how it was found. */
    record Found(EntryPoint point, Optional<String> sentence) {
        Found(EntryPoint point) {
            this(point, Optional.empty());
        }
    }

    // ---- without starting the program

    /** The instruction, as far as the files tell it; empty if the program has to be started to know. */
    Optional<Found> inFiles(Entry entry) throws InputException {
        return switch (entry) {
            case Entry.Receive _ -> Optional.empty();
            case Entry.Code code when code.library().isPresent() -> {
                Optional<Path> library = library(code.library().get());
                yield library.isEmpty() ? Optional.empty() : Optional.of(new Found(inLibrary(code, library.get())));
            }
            case Entry.Address(String text, Optional<String> _, long address) -> {
                checkCode(binary, text, address);
                yield Optional.of(new Found(EntryPoint.ofProgram(address)));
            }
            case Entry.Function function -> Optional.of(anywhere(function));
        };
    }

    /** The entry's address in the program itself; empty if it is somewhere else. */
    Optional<Long> inProgram(Entry entry) throws InputException {
        return entry instanceof Entry.Function function && function.library().isEmpty()
                ? address(binary, function) : Optional.empty();
    }

    private Found anywhere(Entry.Function function) throws InputException {
        Optional<Long> address = address(binary, function);
        if (address.isPresent()) {
            return new Found(EntryPoint.ofProgram(address.get()));
        }
        for (Path library : libraries()) {
            Optional<Long> there = address(read(library), function);
            if (there.isPresent()) {
                return new Found(new EntryPoint(Optional.of(library), there.get(), List.of()),
                        Optional.of(function + " is that of " + library.getFileName() + "."));
            }
        }
        throw missing(binary, program, function);
    }

    private static InputException missing(ElfFile elf, Path file, Entry.Function function) throws InputException {
        return new InputException(EntryCheck.missing(elf, file, function.name()));
    }

    private EntryPoint inLibrary(Entry.Code code, Path library) throws InputException {
        ElfFile elf = read(library);
        long address = switch (code) {
            case Entry.Address(String text, Optional<String> _, long written) -> {
                checkCode(elf, text, written);
                yield written;
            }
            case Entry.Function function -> {
                Optional<Long> found = address(elf, function);
                if (found.isEmpty()) {
                    throw missing(elf, library, function);
                }
                yield found.get();
            }
        };
        return new EntryPoint(Optional.of(library), address, List.of());
    }

    private static void checkCode(ElfFile elf, String text, long address) throws InputException {
        if (!elf.isCode(address)) {
            throw new InputException(elf.name() + " has no code at the entry " + text);
        }
    }

    /** A function's address in a file, by the symbol's name or the name that it stands for. */
    private static Optional<Long> address(ElfFile elf, Entry.Function function) throws InputException {
        Optional<ElfSymbol> symbol = elf.symbol(function.name());
        if (symbol.isEmpty()) {
            symbol = demangled(elf, function.name());
        }
        if (symbol.isEmpty()) {
            return Optional.empty();
        }
        if (symbol.get().size() > 0 && function.offset() >= symbol.get().size()) {
            throw new InputException(elf.name() + ": " + function + " is outside of the function, which has " + symbol.get().size() + " bytes");
        }
        if (!FunctionCode.of(elf, symbol.get().address()).beginsAt(function.offset())) {
            throw new InputException(elf.name() + ": no instruction begins at " + function + "; objdump -d shows where they do");
        }
        return Optional.of(symbol.get().address() + function.offset());
    }

    private static Optional<ElfSymbol> demangled(ElfFile elf, String name) throws InputException {
        List<ElfSymbol> named = elf.symbols().stream().filter(symbol -> symbol.kind() == ElfSymbol.Kind.FUNCTION && isCalled(symbol, name)).toList();
        if (named.stream().map(ElfSymbol::address).distinct().count() > 1) {
            throw new InputException(elf.name() + " has several functions " + name + "; write which: "
                    + named.stream().map(symbol -> Demangler.fullName(symbol.name()).filter(full -> !full.equals(name)).orElse(symbol.name()))
                            .distinct().sorted().collect(Collectors.joining("; ")));
        }
        return named.stream().findFirst();
    }

    private static boolean isCalled(ElfSymbol symbol, String name) {
        return Demangler.fullName(symbol.name()).filter(full -> full.contains(name)
                && (full.equals(name) || Demangler.name(symbol.name()).equals(Optional.of(name)))).isPresent();
    }

    // ---- libraries

    private Optional<Path> library(String name) throws InputException {
        return libraries().stream().filter(path -> isNamed(path, name)).findFirst();
    }

    /** The endings of versions may be left out. */
    private static boolean isNamed(Path path, String name) {
        String file = path.getFileName().toString();
        return file.equals(name) || file.startsWith(name + ".");
    }

    /** Those that are loaded with the program, as the loader finds them. */
    private List<Path> libraries() throws InputException {
        if (libraries == null) {
            libraries = needed();
        }
        return libraries;
    }

    private List<Path> needed() throws InputException {
        List<Path> paths = new ArrayList<>();
        try {
            Process loader = new ProcessBuilder(LOADER, "--list", program.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            loader.getOutputStream().close();
            for (String line : new String(loader.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                Matcher matcher = LOADED.matcher(line);
                if (matcher.matches()) {
                    paths.add(Path.of(matcher.group(1)));
                }
            }
            if (!loader.waitFor(LOADER_SECONDS, TimeUnit.SECONDS)) {
                loader.destroyForcibly();
            }
        } catch (IOException e) {
            return List.of();       // no such loader: no libraries of the kind that it loads
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("interrupted while the libraries of " + program + " were looked for", e);
        }
        return paths;
    }

    private static ElfFile read(Path file) throws InputException {
        try {
            return ElfFile.read(file);
        } catch (FormatException e) {
            throw new InputException(Failures.oneLine(e), e);
        } catch (IOException e) {
            throw new InputException("cannot read " + Failures.describe(e), e);
        }
    }

    // ---- in the started program

    /** The instruction, for which the program is started if need be. */
    Found find(Request request, BooleanSupplier stop) throws InputException, TargetException {
        Entry entry = request.level().entry();
        Optional<Found> known = inFiles(entry);
        if (known.isPresent()) {
            return known.get();
        }
        RunSpec run = new RunSpec(program, request.level().arguments(), request.target().folder(), request.target().isa(),
                Optional.empty(), entry.toString(), request.startLimit(), request.level().device());
        return switch (entry) {
            case Entry.Receive(String _, int port) -> {
                DpdkPorts ports = new DpdkPorts(port);
                try {
                    yield RunningTarget.find(run, stop, ports::at);
                } catch (TargetException e) {
                    throw new TargetException(e.getMessage() + ports.hint(), e);
                }
            }
            case Entry.Code code -> {
                Path library = RunningTarget.find(run, stop, target -> mapped(target, code.library().orElseThrow()));
                yield new Found(inLibrary(code, library));
            }
        };
    }

    private static Optional<Path> mapped(RunningTarget target, String name) {
        return target.mappings().stream().filter(Mapping::executable).map(Mapping::name).filter(file -> file.startsWith("/"))
                .map(Path::of).filter(path -> isNamed(path, name) && Files.isReadable(path)).findFirst();
    }
}
