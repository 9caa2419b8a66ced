package org.perfcontracts.target;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.perfcontracts.image.FunctionParameters.Bounds;
import org.perfcontracts.image.FunctionParameters.Parameter;
import org.perfcontracts.image.FunctionParameters.Pointee;
import org.perfcontracts.image.FunctionParameters.Thing;
import org.perfcontracts.image.FunctionParameters.Type;
import org.perfcontracts.image.FunctionParameters.Values;

/** Which of a function's parameters are the packet and its length, or packet buffers and their number, by their types and names. */
final class ParameterGuess {
    private static final Set<String> PACKETS = Set.of("packet", "pkt", "p", "data", "buf", "buffer", "frame");
    private static final Set<String> LENGTHS = Set.of("length", "len", "size", "sz", "n", "nbytes", "bytes", "caplen", "plen", "datalen", "pktlen", "buflen");
    /** What an integer beside a packet is called that is something else. */
    private static final Set<String> OTHERS = Set.of("port", "queue", "q", "now", "time", "timestamp", "ts", "tsc", "flags", "id", "proto",
            "protocol", "type", "mark", "vlan", "hash", "seed", "core", "cpu", "dir", "direction", "mode", "index", "idx", "i", "if", "iface", "ifindex");
    private static final Set<String> COUNTS = Set.of("n", "nb", "num", "number", "count", "cnt", "len", "length", "size", "burst", "total");
    private static final Set<String> ENDS = Set.of("end");
    private static final Set<String> LENGTH_TYPES = Set.of("size_t", "ssize_t");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("_+|(?<=[a-z])(?=[A-Z])");

    private final Map<Role, Parameter> roles = new EnumMap<>(Role.class);

    /** What a parameter is to a packet. */
    enum Role {
        /** A pointer to bytes, or to something without a type. */
        PACKET("packet"),
        /** An integer; none without a packet. */
        LENGTH("length"),
        /** A pointer to the byte behind the packet; then no integer is its length. */
        END("end of the packet"),
        /** A pointer to a structure that says where the packet begins and ends; then nothing else is a packet. */
        BOUNDED("beginning and end of the packet"),
        /** A pointer to a packet buffer; then nothing else is a packet. */
        BUFFER("packet buffer"),
        /** A pointer to pointers to packet buffers; none without a count, and then nothing else is a packet. */
        BURST("burst of packets"),
        /** An integer; none without a burst. */
        COUNT("number of packets");

        private final String words;

        Role(String words) {
            this.words = words;
        }

        /** How a contract calls it. */
        String words() {
            return words;
        }
    }

    /** What pointers lead to when the function is entered. */
    interface Pointed {
        /** Whether a pointer leads to memory that can hold a packet. */
        boolean isWritable(Parameter pointer);

        /** Whether one pointer leads to no less than the other, and not out of the memory that this one leads to. */
        boolean isBehind(Parameter end, Parameter pointer);

        /** Whether the structure that a pointer leads to says where a packet is that can be written. */
        boolean isBounded(Parameter pointer, Bounds fields);

        /** Whether a pointer leads to a packet buffer that has memory. */
        boolean isPacketBuffer(Parameter pointer);
    }

    /**
     * Guesses.
     *
     * @param parameters of the function, in the order of the source, those in registers only
     */
    ParameterGuess(List<Parameter> parameters, Pointed pointed) {
        Optional<Parameter> burst = parameters.stream().filter(each -> leadsTo(each, Thing.PACKET_BUFFERS))
                .filter(each -> beside(parameters, each, COUNTS).isPresent()).findFirst();
        Optional<Parameter> buffer = parameters.stream().filter(each -> leadsTo(each, Thing.PACKET_BUFFER) && pointed.isPacketBuffer(each))
                .findFirst();
        if (burst.isPresent()) {
            roles.put(Role.BURST, burst.get());
            roles.put(Role.COUNT, beside(parameters, burst.get(), COUNTS).orElseThrow());
        } else if (buffer.isPresent()) {
            roles.put(Role.BUFFER, buffer.get());
        } else {
            takePacket(parameters, pointed);
        }
    }

    private void takePacket(List<Parameter> parameters, Pointed pointed) {
        Optional<Parameter> packet = parameters.stream().filter(each -> isOfBytes(each) && pointed.isWritable(each))
                .min(Comparator.comparingInt(ParameterGuess::rank)); // the first of several
        Optional<Parameter> bounded = parameters.stream()
                .filter(each -> bounds(each).filter(fields -> pointed.isBounded(each, fields)).isPresent()).findFirst();
        packet.ifPresent(found -> measure(found, parameters, pointed));
        if (bounded.isPresent() && roles.isEmpty()) {
            roles.put(Role.BOUNDED, bounded.get());
        } else {
            packet.ifPresent(found -> roles.put(Role.PACKET, found));
        }
    }

    private void measure(Parameter packet, List<Parameter> parameters, Pointed pointed) {
        Optional<Parameter> end = parameters.stream()
                .filter(each -> isOfBytes(each) && !each.equals(packet) && isCalled(each, ENDS) && pointed.isBehind(each, packet)).findFirst();
        if (end.isPresent()) {
            roles.put(Role.END, end.get());
        } else {
            beside(parameters, packet, LENGTHS).ifPresent(length -> roles.put(Role.LENGTH, length));
        }
    }

    /** The fields of the structure that a pointer leads to which say where a packet begins and ends. */
    static Optional<Bounds> bounds(Parameter parameter) {
        return parameter.type() instanceof Type.Pointer(String _, Bounds fields) ? Optional.of(fields) : Optional.empty();
    }

    /** The parameter that has a role. */
    Optional<Parameter> the(Role role) {
        return Optional.ofNullable(roles.get(role));
    }

    /** The role of a parameter. */
    Optional<Role> role(Parameter parameter) {
        return roles.keySet().stream().filter(role -> roles.get(role).equals(parameter)).findFirst();
    }

    private static boolean leadsTo(Parameter parameter, Thing wanted) {
        return parameter.type() instanceof Type.Pointer(String _, Pointee pointee) && pointee == wanted;
    }

    private static boolean isOfBytes(Parameter parameter) {
        return leadsTo(parameter, Thing.BYTES) || leadsTo(parameter, Thing.UNNAMED);
    }

    private static int rank(Parameter parameter) {
        if (isCalled(parameter, PACKETS)) {
            return 0;
        }
        return leadsTo(parameter, Thing.BYTES) ? 1 : 2;
    }

    /** The integer with one of the names, or else the one behind a parameter if its name does not speak of something else. */
    private static Optional<Parameter> beside(List<Parameter> parameters, Parameter of, Set<String> names) {
        int position = parameters.indexOf(of);
        List<Parameter> behind = parameters.subList(position + 1, parameters.size());
        List<Parameter> before = parameters.subList(0, position).reversed();
        return Stream.concat(behind.stream(), before.stream()).filter(each -> isCount(each) && isCalled(each, names)).findFirst()
                .or(() -> behind.stream().limit(1).filter(each -> isCount(each) && (isOfLengthType(each) || !isCalled(each, OTHERS))).findFirst());
    }

    private static boolean isCount(Parameter parameter) {
        return parameter.type() instanceof Type.Number(String _, int _, Values values) && values != Values.TRUTH;
    }

    private static boolean isOfLengthType(Parameter parameter) {
        return LENGTH_TYPES.contains(parameter.type().name());
    }

    private static boolean isCalled(Parameter parameter, Set<String> words) {
        return BETWEEN_WORDS.splitAsStream(parameter.name()).anyMatch(word -> words.contains(word.toLowerCase(Locale.ROOT)));
    }
}
