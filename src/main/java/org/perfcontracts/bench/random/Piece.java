package org.perfcontracts.bench.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece that programs are put together from; its texts are {@linkplain Template templates}.
 *
 * @param name    unique among the pieces
 * @param bytes   the least length of a packet that it can work on
 * @param outcome what can come of it beside a return
 * @param top     what stands at top level
 * @param setup   what is done once, before the first packet
 * @param body    of a function of the packet {@code p}, its length {@code len} and the value {@code s} so far
 */
public record Piece(String name, int bytes, Outcome outcome, String top, String setup, String body) {
    private static final String FILE = "pieces.txt";
    private static final String HEAD = "=== ";
    private static final String PART = "--- ";

    /** What can come of a piece beside a return. */
    public enum Outcome {
        /** Nothing. */
        RETURN,
        /** Some packets end in a fault. */
        FAULT,
        /** Some packets keep it going for ever. */
        ENDLESS
    }

    /** All pieces, in the order of their file. */
    public static List<Piece> all() {
        try (InputStream file = Piece.class.getResourceAsStream(FILE)) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " is a part of Bolt and must be readable", e);
        }
    }

    /** The piece of a name. */
    public static Optional<Piece> named(String name) {
        return all().stream().filter(piece -> piece.name.equals(name)).findFirst();
    }

    static List<Piece> parse(String text) {
        List<Piece> pieces = new ArrayList<>();
        String[] blocks = ("\n" + text).split("\n" + HEAD);
        for (int i = 1; i < blocks.length; i++) {
            int end = blocks[i].indexOf('\n');
            pieces.add(piece(blocks[i].substring(0, end).split(" "), blocks[i].substring(end)));
        }
        return List.copyOf(pieces);
    }

    private static Piece piece(String[] head, String text) {
        Outcome outcome = head.length < 3 ? Outcome.RETURN : switch (head[2]) {
            case "fault" -> Outcome.FAULT;
            case "endless" -> Outcome.ENDLESS;
            default -> throw new IllegalArgumentException(head[0] + ": what is " + head[2] + "?");
        };
        return new Piece(head[0], Integer.parseInt(head[1]), outcome, part("top", text), part("setup", text), part("body", text));
    }

    private static String part(String name, String text) {
        String head = "\n" + PART + name + "\n";
        int start = text.indexOf(head);
        if (start < 0) {
            return "";
        }
        int end = text.indexOf("\n" + PART, start + head.length());
        String part = text.substring(start + head.length(), end < 0 ? text.length() : end).stripTrailing();
        return part.isEmpty() ? "" : part + "\n";
    }
}
