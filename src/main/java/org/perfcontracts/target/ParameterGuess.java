package org.perfcontracts.target;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.perfcontracts.image.FunctionParameters.Parameter;
import org.perfcontracts.image.FunctionParameters.Pointee;
import org.perfcontracts.image.FunctionParameters.Type;
import org.perfcontracts.image.FunctionParameters.Values;

/**
 * Which of a function's parameters are the packet and its length, or a burst of packets and their number, by their types and names.
 *
 * @param packet a pointer to bytes, or to something without a type; none where there is a burst
 * @param length an integer; none without a packet
 * @param burst a pointer to pointers to packet buffers; none without a count
 * @param count an integer; none without a burst
 */
record ParameterGuess(Optional<Parameter> packet, Optional<Parameter> length, Optional<Parameter> burst, Optional<Parameter> count) {
    private static final Set<String> PACKETS = Set.of("packet", "pkt", "p", "data", "buf", "buffer", "frame");
    private static final Set<String> LENGTHS = Set.of("length", "len", "size", "sz", "n", "nbytes", "bytes", "caplen", "plen", "datalen", "pktlen", "buflen");
    /** What an integer beside a packet is called that is something else. */
    private static final Set<String> OTHERS = Set.of("port", "queue", "q", "now", "time", "timestamp", "ts", "tsc", "flags", "id", "proto",
            "protocol", "type", "mark", "vlan", "hash", "seed", "core", "cpu", "dir", "direction", "mode", "index", "idx", "i", "if", "iface", "ifindex");
    private static final Set<String> COUNTS = Set.of("n", "nb", "num", "number", "count", "cnt", "len", "length", "size", "burst", "total");
    private static final Set<String> LENGTH_TYPES = Set.of("size_t", "ssize_t");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("_+|(?<=[a-z])(?=[A-Z])");

    /**
     * Guesses.
     *
     * @param parameters of the function, in the order of the source, those in registers only
     * @param points     whether a pointer leads to memory that can hold a packet
     */
    static ParameterGuess of(List<Parameter> parameters, Predicate<Parameter> points) {
        Optional<Parameter> burst = parameters.stream()
                .filter(each -> isOfBuffers(each) && count(parameters, parameters.indexOf(each)).isPresent()).findFirst();
        if (burst.isPresent()) {
            return new ParameterGuess(Optional.empty(), Optional.empty(), burst, count(parameters, parameters.indexOf(burst.get())));
        }
        Optional<Parameter> packet = parameters.stream()
                .filter(each -> isOfBytes(each) && points.test(each))
                .min(Comparator.comparingInt(ParameterGuess::rank)); // the first of several
        return new ParameterGuess(packet, packet.flatMap(found -> length(parameters, parameters.indexOf(found))),
                Optional.empty(), Optional.empty());
    }

    private static boolean isOfBuffers(Parameter parameter) {
        return parameter.type() instanceof Type.Pointer(String _, Pointee pointee) && pointee == Pointee.PACKET_BUFFERS;
    }

    private static boolean isOfBytes(Parameter parameter) {
        return parameter.type() instanceof Type.Pointer(String _, Pointee pointee) && (pointee == Pointee.BYTES || pointee == Pointee.UNNAMED);
    }

    private static int rank(Parameter parameter) {
        if (isCalled(parameter, PACKETS)) {
            return 0;
        }
        return parameter.type() instanceof Type.Pointer(String _, Pointee pointee) && pointee == Pointee.BYTES ? 1 : 2;
    }

    private static Optional<Parameter> length(List<Parameter> parameters, int packet) {
        return beside(parameters, packet, LENGTHS);
    }

    private static Optional<Parameter> count(List<Parameter> parameters, int burst) {
        return beside(parameters, burst, COUNTS);
    }

    /** The integer with one of the names, or else the one behind a parameter if its name does not speak of something else. */
    private static Optional<Parameter> beside(List<Parameter> parameters, int position, Set<String> names) {
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
