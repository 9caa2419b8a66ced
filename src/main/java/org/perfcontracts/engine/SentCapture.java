package org.perfcontracts.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.perfcontracts.cpu.Sent;
import org.perfcontracts.cpu.TrafficRun;
import org.perfcontracts.target.Failures;
import org.perfcontracts.target.InputException;
import org.perfcontracts.traffic.Packet;
import org.perfcontracts.traffic.PcapNgWriter;

/** What a program sends, counted, and written as pcapng if that is wanted, with its ports as interfaces. The file is there in full or not at all. */
final class SentCapture implements TrafficRun.Recipient, AutoCloseable {
    private static final int PORTS = 2;     // of a device

    private final Optional<Path> file;
    private final Optional<Path> draft;
    private final Optional<PcapNgWriter> writer;
    private long frames;

    private SentCapture(Optional<Path> file, Optional<Path> draft, Optional<PcapNgWriter> writer) {
        this.file = file;
        this.draft = draft;
        this.writer = writer;
    }

    /** One for nothing yet; without a file frames are only counted. */
    static SentCapture open(Optional<Path> file) throws InputException {
        if (file.isEmpty()) {
            return new SentCapture(Optional.empty(), Optional.empty(), Optional.empty());
        }
        try {
            Path draft = file.get().resolveSibling("." + file.get().getFileName() + "." + ProcessHandle.current().pid());
            return new SentCapture(file, Optional.of(draft), Optional.of(PcapNgWriter.create(draft, PORTS)));
        } catch (IOException e) {
            throw new InputException("cannot write " + file.get() + ": " + Failures.describe(e), e);
        }
    }

    @Override
    public void take(Sent frame, long time) throws IOException {
        frames++;
        if (writer.isPresent()) {
            writer.get().write(new Packet(time, frame.bytes(), frame.bytes().length, frame.port()));
        }
    }

    /** How many so far. */
    long frames() {
        return frames;
    }

    /** All are there: the file gets its name. */
    void complete() throws InputException {
        if (writer.isEmpty()) {
            return;
        }
        try {
            writer.get().close();
            Files.move(draft.get(), file.get(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InputException("cannot write " + file.get() + ": " + Failures.describe(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
            Files.deleteIfExists(draft.get());
        }
    }
}
