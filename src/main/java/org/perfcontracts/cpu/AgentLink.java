package org.perfcontracts.cpu;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Speaks with the agent in a stopped target: sends replays, receives traces. Not for several threads at once. */
final class AgentLink implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 17;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** On a connected, blocking channel whose next bytes are an answer to a request. */
    AgentLink(SocketChannel channel) {
        this.channel = channel;
        buffer.limit(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Executes a replay; an {@link EOFException} says that the target has ended. */
    Trace replay(Replay replay, Stepping stepping) throws IOException, BadWriteException {
        send(replay, stepping);
        return end(blocks(replay, Wire.BLOCK_END, new ArrayList<>()));
    }

    /** What was executed, up to the block of the kind that is the last, whose content is next. */
    private Trace.Builder blocks(Replay run, int last, List<Sent> sent) throws IOException {
        Trace.Builder builder = new Trace.Builder();
        int reads = 0;
        while (true) {
            need(Wire.BLOCK_BYTES);
            int kind = buffer.getInt();
            int length = buffer.getInt();
            if (kind == last) {
                emptyReads(builder, run, reads);
                return builder;
            }
            switch (kind) {
                case Wire.BLOCK_STEPS -> steps(builder, length);
                case Wire.BLOCK_READ -> {
                    reads = emptyReads(builder, run, reads);
                    builder.read(pieces(run.reads().get(reads++).length(), length));
                }
                case Wire.BLOCK_SENT -> sent.add(sent(length));
                default -> throw new IOException("the agent sent a block of unknown kind " + kind);
            }
        }
    }

    private Sent sent(int length) throws IOException {
        int port = (int) word();
        byte[] bytes = new byte[length - Long.BYTES];
        bytes(bytes, 0, bytes.length);
        return new Sent(port, bytes);
    }

    /** A write of a replay has no memory to go to. */
    static final class BadWriteException extends Exception {
        private final long address;

        BadWriteException(long address) {
            super("no writable memory at 0x" + Long.toHexString(address), null, false, false);
            this.address = address;
        }

        long address() {
            return address;
        }
    }

    // ---- sequences

    /** Says what sequences count from now on; false if the agent has no room for it. */
    boolean setTables(PointTable table) throws IOException {
        ByteBuffer out = request(3 + 2 * table.points().size() + 3 * table.regions().size());
        out.putLong(Wire.REQUEST_TABLES);
        out.putLong(table.points().size());
        table.points().forEach(point -> out.putLong(point.address()).putLong(flags(point.counting())));
        out.putLong(table.regions().size());
        table.regions().forEach(region -> out.putLong(region.start()).putLong(region.end()).putLong(region.instance()));
        write(out);
        return ready();
    }

    private static long flags(PointTable.Counting counting) {
        return switch (counting) {
            case PLAIN -> 0;
            case BY_INSTANCE -> Wire.POINT_BY_INSTANCE;
            case IN_ORDER -> Wire.POINT_IN_ORDER;
        };
    }

    /** Takes back what sequences have changed; false if that is not possible. */
    boolean reset() throws IOException {
        ByteBuffer out = request(1);
        out.putLong(Wire.REQUEST_RESET);
        write(out);
        return ready();
    }

    private boolean ready() throws IOException {
        need(Wire.BLOCK_BYTES);
        int kind = buffer.getInt();
        buffer.getInt();
        if (kind != Wire.BLOCK_READY) {
            throw new IOException("the agent sent a block of unknown kind " + kind);
        }
        return word() == 1;
    }

    /**
     * Executes runs one behind the other, each in the state that the one before has left.
     *
     * @param runs of one stop and one step limit
     * @return of as many runs as came to their end, and of the first that did not
     */
    List<SequenceRun> sequence(List<Replay> runs, Detail detail) throws IOException, BadWriteException {
        send(runs, detail);
        List<SequenceRun> done = new ArrayList<>();
        while (done.size() < runs.size() && (done.isEmpty() || done.getLast().trace().isDone())) {
            done.add(sequenceRun(runs.get(done.size())));
        }
        return done;
    }

    /** What is noted of the runs of a sequence besides their sums. */
    enum Detail {
        SUMMARY(0),
        /** Each instruction. */
        STEPS(Wire.FOLLOW_STEPS),
        /** What memory held before, so that the latest run can be timed, where all were noted so since the last reset. */
        CHANGES(Wire.FOLLOW_CHANGES),
        STEPS_AND_CHANGES(Wire.FOLLOW_STEPS | Wire.FOLLOW_CHANGES),
        /** Likewise; and the latest run, of which its changes were noted, is taken back before. */
        STEPS_AND_CHANGES_AGAIN(Wire.FOLLOW_STEPS | Wire.FOLLOW_CHANGES | Wire.FOLLOW_AGAIN);

        private final int wire;

        Detail(int wire) {
            this.wire = wire;
        }
    }

    private SequenceRun sequenceRun(Replay run) throws IOException, BadWriteException {
        List<Sent> sent = new ArrayList<>();
        return summary(blocks(run, Wire.BLOCK_SUMMARY, sent), sent);
    }

    private SequenceRun summary(Trace.Builder builder, List<Sent> sent) throws IOException, BadWriteException {
        int kind = (int) word();
        long address = word();
        long detail = word();
        long steps = word();
        long instructions = word();
        long accesses = word();
        long lines = word();
        long[] generals = new long[16];
        generals[0] = word();
        long[] counts = new long[2 * (int) word()];
        int[] passed = new int[(int) word()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = word();
        }
        for (int i = 0; i < passed.length; i++) {
            passed[i] = (int) word();
        }
        return new SequenceRun(builder.build(end(kind, address, detail), generals, 0, 0, steps), instructions, accesses, lines, counts, passed, sent);
    }

    /**
     * Times the latest run of a sequence, whose changes were noted.
     *
     * @param runs        of each kind, from 1 to 256
     * @param nanoseconds of this process' time that they may take together
     */
    NativeRuns time(int runs, long nanoseconds) throws IOException {
        ByteBuffer out = request(3);
        out.putLong(Wire.REQUEST_TIME).putLong(runs).putLong(nanoseconds);
        write(out);
        need(Wire.BLOCK_BYTES);
        int kind = buffer.getInt();
        buffer.getInt();
        if (kind != Wire.BLOCK_TIMES) {
            throw new IOException("the agent sent a block of unknown kind " + kind);
        }
        NativeRuns.Stop stop = stop((int) word(), word());
        int done = (int) word();
        long additions = word();
        return new NativeRuns(stop, additions, ticks(done), ticks(done), ticks(done));
    }

    /** What a device would choose for a frame, in the order of {@link org.perfcontracts.explore.input.Delivery.Packet#chosen}. */
    List<Long> told(byte[] frame) throws IOException {
        ByteBuffer out = request(2 + padded(frame.length) / Long.BYTES);
        out.putLong(Wire.REQUEST_TELL).putLong(frame.length).put(frame);
        out.position(padded(out.position()));
        write(out);
        need(Wire.BLOCK_BYTES);
        int kind = buffer.getInt();
        int words = buffer.getInt() / Long.BYTES;
        if (kind != Wire.BLOCK_TOLD) {
            throw new IOException("the agent sent a block of unknown kind " + kind);
        }
        List<Long> told = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            told.add(word());
        }
        return told;
    }

    private static NativeRuns.Stop stop(int kind, long detail) throws IOException {
        return switch (kind) {
            case Wire.TIMED_DONE -> new NativeRuns.Stop.Done();
            case Wire.TIMED_NOTHING -> new NativeRuns.Stop.Nothing();
            case Wire.TIMED_UNGUARDED -> new NativeRuns.Stop.Unguarded();
            case Wire.TIMED_FAULT -> new NativeRuns.Stop.Fault((int) detail);
            case Wire.TIMED_SYSTEM_CALL -> new NativeRuns.Stop.SystemCall(detail);
            case Wire.TIMED_ENDLESS -> new NativeRuns.Stop.Endless();
            default -> throw new IOException("the agent ended a timed run in an unknown way " + kind);
        };
    }

    private List<NativeRuns.Ticks> ticks(int runs) throws IOException {
        List<NativeRuns.Ticks> ticks = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            ticks.add(new NativeRuns.Ticks(word(), word()));
        }
        return ticks;
    }

    private void send(List<Replay> runs, Detail detail) throws IOException {
        int words = 5;
        for (Replay run : runs) {
            words += 3 + deliveredWords(run) + 2 * run.generals().size() + writeWords(run) + 2 * run.reads().size();
        }
        ByteBuffer out = request(words);
        out.putLong(Wire.REQUEST_SEQUENCE);
        out.putLong(stop(runs.getFirst()));
        out.putLong(detail.wire);
        out.putLong(runs.getFirst().stepLimit());
        out.putLong(runs.size());
        for (Replay run : runs) {
            putDelivered(out, run);
            out.putLong(run.generals().size());
            run.generals().forEach((number, value) -> out.putLong(number).putLong(value));
            putMemory(out, run);
        }
        write(out);
    }

    // ---- requests

    private static ByteBuffer request(int words) {
        int bytes = Math.multiplyExact(words, Long.BYTES);
        return ByteBuffer.allocate(Math.addExact(bytes, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes);
    }

    private void write(ByteBuffer out) throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private static long stop(Replay replay) {
        return switch (replay.stop()) {
            case Replay.Stop.ReturnToCaller() -> Wire.STOP_RETURN;
            case Replay.Stop.Reentry() -> Wire.STOP_REENTRY;
        };
    }

    private static int deliveredWords(Replay run) {
        return 1 + run.delivered().map(device -> 4 + device.standing().size() + device.packets().stream()
                .mapToInt(packet -> 2 + padded(packet.bytes().length) / Long.BYTES + packet.chosen().size()).sum()).orElse(0);
    }

    private static void putDelivered(ByteBuffer out, Replay run) {
        if (run.delivered().isEmpty()) {
            out.putLong(Wire.ARRIVES_AS_WRITTEN);
            return;
        }
        Delivered device = run.delivered().get();
        out.putLong(Wire.ARRIVES_FROM_DEVICE);
        out.putLong(device.occasion().queue()).putLong(device.occasion().later().toNanos());
        out.putLong(device.standing().size());
        device.standing().forEach(out::putLong);
        out.putLong(device.packets().size());
        for (Delivered.Packet packet : device.packets()) {
            out.putLong(packet.bytes().length).put(packet.bytes());
            out.position(padded(out.position()));
            out.putLong(packet.chosen().size());
            packet.chosen().forEach(out::putLong);
        }
    }

    private static int writeWords(Replay replay) {
        int words = 0;
        for (MemoryWrite write : replay.writes()) {
            words = Math.addExact(words, 2 + padded(write.bytes().length) / Long.BYTES);
        }
        return words;
    }

    private static void putMemory(ByteBuffer out, Replay replay) {
        out.putLong(replay.writes().size());
        for (MemoryWrite write : replay.writes()) {
            out.putLong(write.address()).putLong(write.bytes().length).put(write.bytes());
            out.position(padded(out.position()));
        }
        out.putLong(replay.reads().size());
        for (MemoryRange range : replay.reads()) {
            out.putLong(range.address()).putLong(range.length());
        }
    }

    private void send(Replay replay, Stepping stepping) throws IOException {
        ByteBuffer out = request(4 + 17 + 3 + replay.told().size() + writeWords(replay) + 2 * replay.reads().size());
        out.putLong(Wire.REQUEST_REPLAY);
        out.putLong(stop(replay));
        out.putLong(stepping.wire());
        out.putLong(replay.stepLimit());
        putGenerals(out, replay.generals());
        out.putLong(replay.told().size());
        replay.told().forEach(out::putLong);
        putMemory(out, replay);
        write(out);
    }

    private static int padded(int bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }

    private static void putGenerals(ByteBuffer out, Map<Integer, Long> generals) {
        long mask = 0;
        for (int number : generals.keySet()) {
            mask |= 1L << number;
        }
        out.putLong(mask);
        for (int number = 0; number < 16; number++) {
            out.putLong(generals.getOrDefault(number, 0L));
        }
    }

    private void steps(Trace.Builder builder, int bytes) throws IOException {
        int left = bytes / Long.BYTES;
        while (left > 0) {
            long step = word();
            builder.step(step);
            int count = (step & Wire.VDSO) != 0 ? 0 : (int) (step >>> Wire.COUNT_SHIFT) & Wire.COUNT_MASK;
            for (int k = 0; k < count; k++) {
                builder.access(word());
            }
            left -= 1 + count;
        }
    }

    // The agent sends nothing for a range without bytes.
    private static int emptyReads(Trace.Builder builder, Replay replay, int from) {
        int next = from;
        while (next < replay.reads().size() && replay.reads().get(next).length() == 0) {
            builder.read(new byte[0]);
            next++;
        }
        return next;
    }

    private byte[] pieces(int asked, int firstLength) throws IOException {
        byte[] bytes = new byte[asked];
        int at = 0;
        int length = firstLength;
        while (true) {
            bytes(bytes, at, length);
            int expected = Math.min(asked - at, Wire.READ_MOST);
            at += length;
            if (length < expected || at == asked) {
                return at == asked ? bytes : Arrays.copyOf(bytes, at);
            }
            need(Wire.BLOCK_BYTES);
            buffer.getInt();
            length = buffer.getInt();
        }
    }

    private Trace end(Trace.Builder builder) throws IOException, BadWriteException {
        int kind = (int) word();
        long address = word();
        long detail = word();
        long steps = word();
        long[] generals = new long[16];
        for (int number = 0; number < 16; number++) {
            generals[number] = word();
        }
        long instructionPointer = word();
        long flags = word();
        return builder.build(end(kind, address, detail), generals, instructionPointer, flags, steps);
    }

    private static Trace.End end(int kind, long address, long detail) throws IOException, BadWriteException {
        return switch (kind) {
            case Wire.END_DONE -> new Trace.End.Done();
            case Wire.END_STEP_LIMIT -> new Trace.End.StepLimit(address);
            case Wire.END_SYSTEM_CALL -> new Trace.End.SystemCall(address, detail);
            case Wire.END_FAULT -> new Trace.End.Fault(address, (int) detail);
            case Wire.END_UNSUPPORTED -> new Trace.End.Unsupported(address);
            case Wire.END_UNDO_FULL -> new Trace.End.UndoFull(address);
            case Wire.END_NO_ARRIVAL -> new Trace.End.NotDelivered(detail == Wire.END_DONE ? Optional.empty()
                    : Optional.of(end((int) detail & Wire.DETAIL_MASK, address, detail >>> Wire.DETAIL_SHIFT)));
            case Wire.END_BAD_WRITE -> throw new BadWriteException(address);
            default -> throw new IOException("the agent ended a replay in an unknown way " + kind);
        };
    }

    private long word() throws IOException {
        need(Long.BYTES);
        return buffer.getLong();
    }

    private void bytes(byte[] to, int from, int count) throws IOException {
        int at = from;
        int left = count;
        while (left > 0) {
            need(1);
            int part = Math.min(left, buffer.remaining());
            buffer.get(to, at, part);
            at += part;
            left -= part;
        }
    }

    private void need(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        buffer.compact();
        while (buffer.position() < bytes) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the target has ended");
            }
        }
        buffer.flip();
    }
}
