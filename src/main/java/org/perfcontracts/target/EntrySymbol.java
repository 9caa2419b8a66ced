package org.perfcontracts.target;

import java.util.Optional;
import org.perfcontracts.image.CodeMap;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;

/**
 * The function at whose beginning a process stands.
 *
 * @param file that has the symbol
 */
record EntrySymbol(ElfFile file, ElfSymbol symbol) {
    /** By the entry's name if that is a symbol there, else by its address. */
    static Optional<EntrySymbol> at(CodeMap code, long address, Entry entry) {
        return code.file(address).flatMap(loaded -> {
            long linkAddress = address - loaded.bias();
            Optional<ElfSymbol> named = entry instanceof Entry.Function function ? loaded.elf().symbol(function.name()) : Optional.empty();
            return named.or(() -> loaded.elf().symbolAt(linkAddress)).filter(symbol -> symbol.address() == linkAddress)
                    .map(symbol -> new EntrySymbol(loaded.elf(), symbol));
        });
    }

    /** Whether an address is known to be behind the beginning of a function. */
    static boolean isInside(CodeMap code, long address) {
        return code.functionBounds(address).filter(bounds -> bounds.start() != address).isPresent();
    }
}
