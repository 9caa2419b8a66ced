package org.perfcontracts.image;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of C++ and Rust behind those of symbols (Itanium C++ ABI, section 5.1; rustc's "legacy" mangling is a case of it),
 * as {@code __cxa_demangle} of the C++ library tells them. Where the system has no C++ library there are none.
 */
public final class Demangler {
    private static final Pattern RUST_HASH = Pattern.compile("::h[0-9a-f]{16}$");
    /** What compilers add to the names of copies and parts. */
    private static final Pattern COPY = Pattern.compile("\\.(constprop|isra|part|cold|lto_priv|localalias|llvm)\\b.*$");
    private static final String MANGLED = "_Z";
    private static final int LONGEST = 1 << 16;

    /** Null where there is none. */
    private static final MethodHandle DEMANGLE;
    private static final MethodHandle FREE;

    static {
        MethodHandle demangle = null;
        MethodHandle free = null;
        try {
            Linker linker = Linker.nativeLinker();
            SymbolLookup library = SymbolLookup.libraryLookup("libstdc++.so.6", Arena.global());
            demangle = linker.downcallHandle(library.findOrThrow("__cxa_demangle"), FunctionDescriptor.of(ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
            free = linker.downcallHandle(linker.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
        } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
            demangle = null;
        }
        DEMANGLE = demangle;
        FREE = free;
    }

    private Demangler() {
    }

    /** The full name, with the types of parameters where it has them; empty for a name of C. */
    public static Optional<String> fullName(String symbol) {
        if (DEMANGLE == null || !symbol.startsWith(MANGLED)) {
            return Optional.empty();
        }
        String mangled = COPY.matcher(symbol).replaceFirst("");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = (MemorySegment) DEMANGLE.invokeExact(arena.allocateFrom(mangled), MemorySegment.NULL,
                    MemorySegment.NULL, MemorySegment.NULL);
            if (text.address() == 0) {
                return Optional.empty();
            }
            String name = text.reinterpret(LONGEST).getString(0);
            FREE.invokeExact(text);
            return Optional.of(RUST_HASH.matcher(unescaped(name)).replaceFirst("") + symbol.substring(mangled.length()));
        } catch (Throwable e) {
            throw new IllegalStateException("__cxa_demangle: " + e.getMessage(), e);
        }
    }

    /** The name alone: {@code ns::f} of {@code int ns::f<int>(char*)} is {@code ns::f<int>}. */
    public static Optional<String> name(String symbol) {
        return fullName(symbol).map(Demangler::withoutTypes);
    }

    /** Rust's own escapes within the names of C++. */
    private static String unescaped(String name) {
        if (!name.contains("$") && !name.contains("..")) {
            return name;
        }
        return name.replace("$LT$", "<").replace("$GT$", ">").replace("$RF$", "&").replace("$BP$", "*").replace("$LP$", "(")
                .replace("$RP$", ")").replace("$C$", ",").replace("$u20$", " ").replace("$u7b$", "{").replace("$u7d$", "}")
                .replace("..", "::").replaceAll("(^|::)_<", "$1<");
    }

    // The parameters are the last parentheses; a result's type stands before the last space outside of all brackets.
    private static String withoutTypes(String full) {
        int end = full.length();
        int close = full.lastIndexOf(')');
        if (close > 0) {
            int depth = 0;
            for (int i = close; i >= 0; i--) {
                depth += full.charAt(i) == ')' ? 1 : full.charAt(i) == '(' ? -1 : 0;
                if (depth == 0) {
                    end = i;
                    break;
                }
            }
        }
        String name = full.substring(0, end == 0 ? full.length() : end);
        int depth = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            char c = name.charAt(i);
            depth += c == '>' || c == ')' || c == '}' ? 1 : c == '<' || c == '(' || c == '{' ? -1 : 0;
            if (c == ' ' && depth == 0 && !name.substring(0, i).endsWith("operator")) {
                return name.substring(i + 1);
            }
        }
        return name;
    }
}
