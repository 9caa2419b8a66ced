package org.perfcontracts.cpu;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Map;

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
        Trace.Builder builder = new Trace.Builder();
        int reads = 0;
        while (true) {
            need(Wire.BLOCK_BYTES);
            int kind = buffer.getInt();
            int length = buffer.getInt();
            switch (kind) {
                case Wire.BLOCK_STEPS -> steps(builder, length);
                case Wire.BLOCK_READ -> {
                    reads = emptyReads(builder, replay, reads);
                    builder.read(pieces(replay.reads().get(reads++).length(), length));
                }
                case Wire.BLOCK_END -> {
                    emptyReads(builder, replay, reads);
                    return end(builder);
                }
                default -> throw new IOException("the agent sent a block of unknown kind " + kind);
            }
        }
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

    private void send(Replay replay, Stepping stepping) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(requestBytes(replay)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(out.capacity() - Long.BYTES);
        out.putLong(switch (replay.stop()) {
            case Replay.Stop.ReturnToCaller() -> Wire.STOP_RETURN;
            case Replay.Stop.Reentry() -> Wire.STOP_REENTRY;
        });
        out.putLong(stepping.wire());
        out.putLong(replay.stepLimit());
        putGenerals(out, replay.generals());
        out.putLong(replay.timestamps().size());
        replay.timestamps().forEach(out::putLong);
        out.putLong(replay.writes().size());
        for (MemoryWrite write : replay.writes()) {
            out.putLong(write.address()).putLong(write.bytes().length).put(write.bytes());
            out.position(padded(out.position()));
        }
        out.putLong(replay.reads().size());
        for (MemoryRange range : replay.reads()) {
            out.putLong(range.address()).putLong(range.length());
        }
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private static int requestBytes(Replay replay) {
        int words = 1 + 3 + 17 + 3 + replay.timestamps().size() + 2 * replay.writes().size()
                + 2 * replay.reads().size();
        int bytes = Long.BYTES * words;
        for (MemoryWrite write : replay.writes()) {
            bytes = Math.addExact(bytes, padded(write.bytes().length));
        }
        return bytes;
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
        Trace.End end = switch (kind) {
            case Wire.END_DONE -> new Trace.End.Done();
            case Wire.END_STEP_LIMIT -> new Trace.End.StepLimit(address);
            case Wire.END_SYSTEM_CALL -> new Trace.End.SystemCall(address, detail);
            case Wire.END_FAULT -> new Trace.End.Fault(address, (int) detail);
            case Wire.END_UNSUPPORTED -> new Trace.End.Unsupported(address);
            case Wire.END_UNDO_FULL -> new Trace.End.UndoFull(address);
            case Wire.END_BAD_WRITE -> throw new BadWriteException(address);
            default -> throw new IOException("the agent ended a replay in an unknown way " + kind);
        };
        return builder.build(end, generals, instructionPointer, flags, steps);
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
