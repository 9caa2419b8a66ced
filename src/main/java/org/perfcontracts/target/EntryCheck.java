package org.perfcontracts.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.perfcontracts.image.Demangler;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;

/** Finds out, before anything is started, that the binary is a program for x86-64 and has the entry. */
public final class EntryCheck {
    private static final int SUGGESTIONS = 5;

    private EntryCheck() {}

    /** Checks a built target. */
    public static void check(Target target, Level level) throws InputException {
        new EntryFinder(target.binary(), read(target)).inFiles(level.entry());
    }

    /** What to say of a file, and of the libraries that it is loaded with, that do not have a function. */
    static String missing(ElfFile elf, Path file, String function) throws InputException {
        if (isStripped(elf)) {
            return file + " is stripped, so the entry " + function
                    + " cannot be found; build it without strip, or give its address, or 'receive(port 0)'";
        }
        String similar = similar(elf, function);
        return file + " has no function " + function + (similar.isEmpty() ? "; nm lists those it has" : "; there is " + similar);
    }

    // Names for the dynamic linker stay in a stripped program; those of its own functions are in this section.
    private static boolean isStripped(ElfFile elf) throws InputException {
        try {
            return elf.section(".symtab").isEmpty();
        } catch (FormatException e) {
            throw new InputException(Failures.oneLine(e), e);
        }
    }

    private static ElfFile read(Target target) throws InputException {
        try {
            return ElfFile.read(target.binary());
        } catch (FormatException e) {
            throw new InputException(Failures.oneLine(e), e);
        } catch (IOException e) {
            throw new InputException("cannot read " + Failures.describe(e), e);
        }
    }

    private static String similar(ElfFile elf, String entry) {
        String wanted = entry.toLowerCase(Locale.ROOT);
        List<String> names = elf.symbols().stream()
                .filter(symbol -> symbol.kind() == ElfSymbol.Kind.FUNCTION)
                .map(symbol -> Demangler.name(symbol.name()).orElse(symbol.name()))
                .filter(name -> resembles(name.toLowerCase(Locale.ROOT), wanted))
                .distinct()
                .sorted()
                .toList();
        return names.stream().limit(SUGGESTIONS).collect(Collectors.joining(", "))
                + (names.size() > SUGGESTIONS ? ", …" : "");
    }

    private static boolean resembles(String name, String wanted) {
        return name.contains(wanted) || name.length() > 3 && wanted.contains(name);
    }
}
