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
        Path place = file.get();
        boolean isPlain = !Files.exists(place) || Files.isRegularFile(place);     // a device or a pipe has no place to move to
        Path draft = isPlain ? place.resolveSibling("." + place.getFileName() + "." + ProcessHandle.current().pid()) : place;
        try {
            return new SentCapture(file, Optional.of(draft), Optional.of(PcapNgWriter.create(draft, PORTS)));
        } catch (IOException e) {
            throw fault(place, e);
        }
    }

    /** There is no writing the file, on the way to it. */
    static final class Unwritable extends IOException {
        private static final long serialVersionUID = 1;

        private final InputException told;

        private Unwritable(InputException told) {
            super(told.getMessage(), told);
            this.told = told;
        }

        /** What users are told. */
        InputException told() {
            return told;
        }
    }

    private static InputException fault(Path place, IOException e) {
        return new InputException("cannot write " + place + ": " + Failures.oneLine(e), e);
    }

    @Override
    public void take(Sent frame, long time) throws Unwritable {
        frames++;
        if (writer.isPresent()) {
            try {
                writer.get().write(new Packet(time, frame.bytes(), frame.bytes().length, frame.port()));
            } catch (IOException e) {
                throw new Unwritable(fault(file.get(), e));
            }
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
            if (!draft.equals(file)) {
                Files.move(draft.get(), file.get(), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw fault(file.get(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent() && !draft.equals(file)) {
            Files.deleteIfExists(draft.get());
        }
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
