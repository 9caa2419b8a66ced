package org.perfcontracts.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;

/** Where a result goes. A file is there complete or not at all. */
sealed interface Output {
    /** Finds out early what would make writing fail late. */
    void check() throws InputException;

    /** Writes the whole result. */
    void write(String text) throws InputException;

    /** The standard output, given as a stream that does not swallow errors. */
    record Standard(OutputStream stream) implements Output {
        @Override
        public void check() {}

        @Override
        public void write(String text) throws InputException {
            try {
                stream.write(text.getBytes(StandardCharsets.UTF_8));
                stream.flush();
            } catch (IOException e) {
                throw new InputException("cannot write the standard output: " + Failures.oneLine(e), e);
            }
        }
    }

    /** A file; written beside its place first, and moved there when complete. */
    record File(Path path) implements Output {
        @Override
        public void check() throws InputException {
            if (Files.isDirectory(path)) {
                throw new InputException("cannot write " + path + ": it is a folder");
            }
            Path folder = path.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new InputException("cannot write " + path + ": its folder does not exist");
            }
            boolean replaced = !Files.exists(path) || Files.isRegularFile(path);
            if (!Files.isWritable(replaced ? folder : path)) {
                throw new InputException("cannot write " + path + ": permission denied");
            }
        }

        @Override
        public void write(String text) throws InputException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            try {
                if (Files.exists(path) && !Files.isRegularFile(path)) {
                    Files.write(path, bytes, StandardOpenOption.WRITE);     // a device or a pipe has no place to move to
                } else {
                    replace(bytes);
                }
            } catch (IOException e) {
                throw new InputException("cannot write " + path + ": " + reason(e), e);
            }
        }

        private void replace(byte[] bytes) throws IOException {
            Path place = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();    // keeps symbolic links
            Path draft = place.resolveSibling("." + place.getFileName() + "." + ProcessHandle.current().pid());
            try {
                Files.write(draft, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        }

        // The system's words without the file's name, which the message has already and which may be the draft's.
        private static String reason(IOException e) {
            String words = Failures.describe(e);
            return words.substring(words.lastIndexOf(": ") + 1).strip();
        }
    }
}
