package org.perfcontracts.bench.random;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A compiler with its options. */
public enum Compiler {
    /** Everything is in memory. */
    GCC_O0("gcc", "-O0"),
    /** Straight code. */
    GCC_O1("gcc", "-O1"),
    /** What most programs are built with. */
    GCC_O2("gcc", "-O2"),
    /** Vectors, unrolled and split loops. */
    GCC_O3("gcc", "-O3"),
    /** The same with vectors of 32 bytes and bit instructions. */
    GCC_O3_V3("gcc", "-O3", "-march=x86-64-v3"),
    /** Another code generator. */
    CLANG_O2("clang", "-O2");

    private final List<String> words;

    Compiler(String... words) {
        this.words = List.of(words);
    }

    /** The command that builds a program, a word each. */
    List<String> command(Path home, List<String> more, String binary) {
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of("-g", "-fno-stack-protector", "-I" + home.resolve("native")));
        command.addAll(more);
        command.addAll(List.of("-o", binary));
        return command;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }

    /** As a part of a file's name. */
    String fileName() {
        return toString().replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** The one that a program of a seed is built with. */
    static Compiler of(long seed) {
        return values()[Math.floorMod(Long.hashCode(seed * 0x9e3779b97f4a7c15L), values().length)];
    }

    /** All of them. */
    static List<Compiler> all() {
        return Arrays.asList(values());
    }
}
