package org.perfcontracts.x86;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Instruction forms from files of Intel syntax, assembled by GNU {@code as}. In a line, {@code {a,b}} stands for either
 * alternative; a line stands for all combinations, and {@code <k1>} for the mask {@code {k1}}. {@code #} begins a comment.
 */
record Forms(String name, List<Form> forms) {
    private static final int SLOT = 32;

    /** One instruction: its text, its bytes and what the decoder made of them. */
    record Form(String text, byte[] code, Instruction instruction) {
    }

    static List<Forms> readAll(Path folder, Decoder decoder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().map(file -> read(file, decoder)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Forms read(Path file, Decoder decoder) {
        try {
            List<String> texts = Files.readAllLines(file).stream().map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty()).flatMap(line -> expand(line).stream()).distinct().toList();
            return new Forms(file.getFileName().toString(), decode(texts, assemble(texts, file), decoder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All combinations of the alternatives in braces; angle brackets stand for braces that the assembler sees. */
    static List<String> expand(String line) {
        int open = line.indexOf('{');
        if (open < 0) {
            return List.of(line.replace('<', '{').replace('>', '}'));
        }
        int close = line.indexOf('}', open);
        List<String> results = new ArrayList<>();
        for (String alternative : line.substring(open + 1, close).split(",", -1)) {
            results.addAll(expand(line.substring(0, open) + alternative.strip() + line.substring(close + 1)));
        }
        return results;
    }

    private static byte[] assemble(List<String> texts, Path file) throws IOException {
        Path folder = Files.createTempDirectory("forms");
        Path source = folder.resolve("forms.s");
        Path object = folder.resolve("forms.o");
        Path binary = folder.resolve("forms.bin");
        StringBuilder text = new StringBuilder(".intel_syntax noprefix\n");
        for (String form : texts) {
            text.append(".balign ").append(SLOT).append(", 0x90\n").append(form).append('\n');
        }
        text.append(".balign ").append(SLOT).append(", 0x90\n");
        Files.writeString(source, text);
        run(file, "as", "--64", "-o", object.toString(), source.toString());
        run(file, "objcopy", "-O", "binary", "-j", ".text", object.toString(), binary.toString());
        byte[] code = Files.readAllBytes(binary);
        for (Path made : List.of(source, object, binary, folder)) {
            Files.delete(made);
        }
        return code;
    }

    private static void run(Path file, String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(file + ": " + command[0] + " failed (its line n is form (n - 1) / 2):\n" + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Form> decode(List<String> texts, byte[] code, Decoder decoder) {
        List<Form> forms = new ArrayList<>();
        for (int k = 0; k < texts.size(); k++) {
            Instruction instruction = decoder.decode(code, k * SLOT, SLOT, CpuState.CODE);
            byte[] bytes = Arrays.copyOfRange(code, k * SLOT, k * SLOT + instruction.length());
            forms.add(new Form(texts.get(k), bytes, instruction));
        }
        return forms;
    }
}
