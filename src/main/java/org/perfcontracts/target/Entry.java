package org.perfcontracts.target;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an analysis begins, as {@code bolt.yaml} and {@code --entry} say it; as text it is what was written there. */
public sealed interface Entry {
    /** What it can be, for messages. */
    String FORMS = "the name of a function, function+0xoffset, 0xaddress, any of them behind 'library.so:', or receive(port N)";

    /**
     * An instruction.
     *
     * @param library the name of the file that holds it, without its folder, or its beginning; empty for the program, or, with a
     *     function, the first of the program and the libraries that has it
     */
    sealed interface Code extends Entry {
        Optional<String> library();
    }

    /**
     * An address, as the file has it.
     *
     * @param text as written
     */
    record Address(String text, Optional<String> library, long address) implements Code {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A function, or an instruction so many bytes behind its beginning.
     *
     * @param name of a symbol, or what it is in C++ or Rust
     */
    record Function(String text, Optional<String> library, String name, long offset) implements Code {
        @Override
        public String toString() {
            return text;
        }
    }

    /** The receive function of a port of DPDK. */
    record Receive(String text, int port) implements Entry {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A function of the program, by the name of its symbol. */
    static Entry function(String name) {
        return new Function(name, Optional.empty(), name, 0);
    }

    /** What a text says; empty if it says nothing. */
    static Optional<Entry> of(String text) {
        Matcher port = Forms.PORT.matcher(text);
        if (port.matches()) {
            return Optional.of(new Receive(text, Integer.parseInt(port.group(1))));
        }
        Matcher code = Forms.CODE.matcher(text);
        if (!code.matches()) {
            return Optional.empty();
        }
        Optional<String> library = Optional.ofNullable(code.group("library"));
        if (code.group("address") != null) {
            return Optional.of(new Address(text, library, Long.parseLong(code.group("address"), 16)));
        }
        String hex = code.group("hex");
        String decimal = code.group("decimal");
        long offset = hex != null ? Long.parseLong(hex, 16) : decimal != null ? Long.parseLong(decimal) : 0;
        String name = code.group("name");
        return Forms.isName(name) ? Optional.of(new Function(text, library, name, offset)) : Optional.empty();
    }

    /** How the texts look. */
    final class Forms {
        private static final Pattern PORT = Pattern.compile("receive\\(\\s*port\\s+([0-9]{1,3})\\s*\\)");
        private static final Pattern CODE = Pattern.compile("(?:(?<library>[^/:\\s]+\\.so[^/:\\s]*):)?"
                + "(?:0[xX](?<address>[0-9a-fA-F]{1,15})|(?<name>.+?)(?:\\+(?:0[xX](?<hex>[0-9a-fA-F]{1,8})|(?<decimal>[0-9]{1,9})))?)");
        private static final Pattern SYMBOL = Pattern.compile("[A-Za-z_.$][A-Za-z0-9_.$@]*");
        /** In C++ and Rust: with ::, or with the parameters' types. */
        private static final Pattern QUALIFIED = Pattern.compile("[A-Za-z_~<(&*\\[{][^\\p{Cntrl}]*");
        private static final String RECEIVE = "receive(";

        private Forms() {
        }

        private static boolean isName(String name) {
            return SYMBOL.matcher(name).matches()
                    || !name.startsWith(RECEIVE) && (name.contains("::") || name.endsWith(")") || name.endsWith(">")) && QUALIFIED.matcher(name).matches();
        }
    }
}
