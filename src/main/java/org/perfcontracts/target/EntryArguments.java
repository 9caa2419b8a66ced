package org.perfcontracts.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.perfcontracts.contract.Outcomes;
import org.perfcontracts.explore.input.Burst;
import org.perfcontracts.explore.input.Injection;
import org.perfcontracts.explore.input.Layer;
import org.perfcontracts.explore.input.PacketBuffer;
import org.perfcontracts.image.DebugInfo;
import org.perfcontracts.image.ElfFile;
import org.perfcontracts.image.ElfSymbol;
import org.perfcontracts.image.FormatException;
import org.perfcontracts.image.FunctionParameters;
import org.perfcontracts.image.FunctionParameters.Bounds;
import org.perfcontracts.image.FunctionParameters.Type;
import org.perfcontracts.image.FunctionParameters.Values;
import org.perfcontracts.image.Snapshot;

/**
 * What enters through the arguments of a packet function: what its target's file says of its parameters, or else what debug
 * information does. What does not enter is as it was in the snapshot, and is named.
 */
final class EntryArguments {
    private static final List<String> REGISTERS = List.of("rdi", "rsi", "rdx", "rcx", "r8", "r9");
    private static final long LONGEST = Level.ETHERNET_FRAME.high();
    /** What the length of a packet is called that no parameter tells. */
    private static final String LENGTH = "length";
    /** As many packets has a burst unless said otherwise. */
    private static final int BURST = 4;

    private final String entry;
    private final String start;
    private final Snapshot snapshot;
    private final PointedMemory memory;
    private final Optional<FunctionParameters> known;
    private final OptionalInt burst;
    private final List<Injection.Parameter> parameters = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    /** Whether all arguments are spoken of, so that the registers need not be. */
    private boolean told;

    private EntryArguments(Level level, Snapshot snapshot, PointedMemory memory, Optional<FunctionParameters> known) {
        this.entry = level.entry().toString();
        this.start = level.start();
        this.snapshot = snapshot;
        this.memory = memory;
        this.known = known;
        this.burst = level.burst();
    }

    /**
     * The arguments at a level; at level {@code stack} nothing enters through them.
     *
     * @param bias what is added to link-time addresses of the binary to give those in the snapshot
     * @param function the symbol of the entry, with the file that has it; empty if there is none
     */
    static EntryArguments of(Level level, ElfFile binary, long bias, Optional<EntrySymbol> function, Snapshot snapshot) {
        Optional<FunctionParameters> known = level.name() == LevelName.NF ? function.flatMap(EntryArguments::known) : Optional.empty();
        EntryArguments arguments = new EntryArguments(level, snapshot, new PointedMemory(binary, bias, snapshot), known);
        if (level.parameters().isPresent()) {
            arguments.take(level.parameters().get());
        } else if (known.isPresent()) {
            arguments.guess(known.get());
        } else {
            arguments.keepAll();
        }
        if (level.name() == LevelName.NF && level.burst().isPresent() && arguments.parameters.stream().noneMatch(Injection.Parameter.Buffers.class::isInstance)) {
            throw new IllegalArgumentException("--burst: " + level.entry() + " has no burst of packets and their number among its parameters");
        }
        return arguments;
    }

    // Debug information that cannot be read is none: what is missing is said.
    private static Optional<FunctionParameters> known(EntrySymbol function) {
        try {
            return DebugInfo.parameters(function.file(), function.symbol());
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    /** What is put where, for each of the first registers for integer arguments. */
    List<Injection.Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /**
     * What was taken to be what, a sentence each.
     *
     * @param used whether the exploration has made use of what a register, by its number in encoding order, held at the entry
     */
    List<String> assumptions(IntPredicate used) {
        List<String> all = new ArrayList<>(sentences);
        String registers = IntStream.range(parameters.size(), REGISTERS.size())
                .filter(position -> used.test(Injection.argumentRegister(position)))
                .mapToObj(REGISTERS::get).collect(Collectors.joining(", "));
        if (!told && !registers.isEmpty()) {
            all.add("Arguments without a name among the parameters are as they were when " + start + ": " + registers + ".");
        }
        return all;
    }

    /** What paths come to by the value that the entry returns, where debug information says that this is an integer. */
    Outcomes outcomes() {
        return known.isPresent() && known.get().returned() instanceof Type.Number(String _, int bits, Values values)
                ? Outcomes.of(bits, values) : Outcomes.UNKNOWN;
    }

    // ---- parameters that the target's file names

    private void take(List<Parameter> named) {
        for (Parameter parameter : named) {
            take(parameter, named);
        }
        known.ifPresent(all -> {
            tellKept(all.parameters().stream().filter(each -> each.register().orElse(REGISTERS.size()) >= named.size()).toList());
            told = true;
        });
    }

    private void take(Parameter parameter, List<Parameter> all) {
        boolean measured = all.stream().anyMatch(each -> each instanceof Parameter.Length || each instanceof Parameter.End);
        List<String> names = all.stream().map(Parameter::name).toList();
        int position = parameters.size();
        switch (parameter) {
            case Parameter.Packet(String name, Layer layer) -> parameters.add(packet(name, layer, position, measured ? Optional.of(0L) : Optional.empty()));
            case Parameter.Length(String name, String _, int bits, Range range) -> length(name, bits, range);
            case Parameter.End(String name, String of, Optional<Range> range) ->
                    end(name, Injection.argument(snapshot, names.indexOf(of)), of, range, names);
            case Parameter.Bounded(String name, Bounds fields, Optional<Range> range) -> bounded(name, fields, position, range, names);
            case Parameter.Scalar(String name, int bits, Range range) -> number(name, bits, range);
            case Parameter.Buffer(String name) -> buffer(name, position, names);
            case Parameter.Burst(String name) -> {
                Parameter.Count count = all.stream().filter(Parameter.Count.class::isInstance).map(Parameter.Count.class::cast)
                        .findFirst().orElseThrow();
                burst(name, largest(name, position, argument(all.indexOf(count), count.bits()), count.range()));
            }
            case Parameter.Count(String name, String of, int bits, Optional<Range> range) ->
                    count(name, bits, range.map(Range::low).orElse(0L), largest(of, names.indexOf(of), argument(position, bits), range));
        }
    }

    /** A packet of so many bytes; without a number as many as there are. */
    private Injection.Parameter packet(String name, Layer layer, int position, Optional<Long> bytes) {
        if (bytes.isPresent()) {
            return new Injection.Parameter.Packet(name, layer, bytes.get());
        }
        long pointer = Injection.argument(snapshot, position);
        long room = Math.min(memory.room(pointer), LONGEST);
        if (room == 0) {
            throw new IllegalArgumentException("the packet pointer 0x" + Long.toHexString(pointer) + " does not point to mapped memory");
        }
        sentences.add(name + ": " + room + " bytes take any value, as no parameter is its length.");
        return new Injection.Parameter.Packet(name, layer, room);
    }

    private void length(String name, int bits, Range range) {
        sentences.add(name + " is " + range + " bytes.");
        parameters.add(new Injection.Parameter.Length(name, bits, range.low(), range.high()));
    }

    private void number(String name, int bits, Range range) {
        if (!range.equals(Range.ofBits(bits))) {
            sentences.add(name + " is " + range + ".");
        }
        parameters.add(new Injection.Parameter.Number(name, bits, range.low(), range.high()));
    }

    // ---- packets whose length no parameter is

    private void end(String name, long packet, String packetName, Optional<Range> range, List<String> names) {
        Range lengths = lengths(packet, packetName, range);
        String length = lengthName(packetName, names);
        parameters.add(new Injection.Parameter.End(name, length, lengths.low(), lengths.high()));
        sentences.add(length + " is " + lengths + " bytes.");
    }

    /** A packet between two addresses that a structure holds. */
    private void bounded(String name, Bounds fields, int position, Optional<Range> range, List<String> names) {
        long data = fields.dataIn(snapshot, Injection.argument(snapshot, position)).stream().filter(memory::isWritable).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " leads to no packet when " + start));
        Range lengths = lengths(data, name, range);
        String length = lengthName(name, names);
        parameters.add(new Injection.Parameter.Bounded(name, fields, length, lengths.low(), lengths.high()));
        sentences.add(name + ": the packet has any bytes; what else is there is as it was when " + start + ".");
        sentences.add(length + " is " + lengths + " bytes.");
    }

    private Range lengths(long packet, String name, Optional<Range> wanted) {
        long room = memory.room(packet);
        if (wanted.isPresent() && wanted.get().high() > room) {
            throw new IllegalArgumentException(name + " leads to a packet of at most " + room + " bytes when " + start + ", not " + wanted.get().high());
        }
        return wanted.orElse(new Range(0, Math.min(room, LONGEST)));
    }

    /** What the length of a packet is called; it must be no parameter's name. */
    private static String lengthName(String packet, List<String> names) {
        return names.contains(LENGTH) ? packet + "." + LENGTH : LENGTH;
    }

    /** A packet in the buffer that is there at the entry. */
    private void buffer(String name, int position, List<String> names) {
        PacketBuffer buffer = PacketBuffer.at(snapshot, Injection.argument(snapshot, position)).orElseThrow(() ->
                new IllegalArgumentException(name + " leads to no packet buffer when " + start));
        String length = lengthName(name, names);
        parameters.add(new Injection.Parameter.Buffer(name, length));
        sentences.add(name + ": the packet is one segment, of any bytes; what else the buffer's structure holds is as it was when " + start + ".");
        sentences.add(length + " is " + new Range(0, buffer.longest()) + " bytes.");
    }

    private void burst(String name, int most) {
        parameters.add(new Injection.Parameter.Buffers(name, most));
        sentences.add(name + ": each packet is one segment, of any bytes and any length that its buffer has room for, up to " + LONGEST
                + "; what else the array and the buffers' structures hold is as it was when " + start + ".");
    }

    private void count(String name, int bits, long low, int most) {
        sentences.add(name + " is " + new Range(low, most) + " packets.");
        parameters.add(new Injection.Parameter.Count(name, bits, low, most));
    }

    /** What is in the low bits of an argument. */
    private long argument(int position, int bits) {
        return Injection.argument(snapshot, position) & Range.ofBits(bits).high();
    }

    /**
     * How many packets a burst has at most: as many as was asked for; else 4, or as many as there are buffers for if these are fewer.
     *
     * @param array the position of the parameter that points to the array of buffers
     * @param there their number at the entry, unsigned
     */
    private int largest(String name, int array, long there, Optional<Range> range) {
        OptionalInt wanted = burst.isPresent() ? burst : range.map(each -> OptionalInt.of((int) each.high())).orElse(OptionalInt.empty());
        // Pointers behind those that the program speaks of may be left over, and their buffers be in use elsewhere.
        int most = wanted.orElse(BURST);
        long spoken = Long.compareUnsigned(there, most) < 0 ? there : most;
        int usable = PacketBuffer.ofArray(snapshot, Injection.argument(snapshot, array), spoken).size();
        if (usable < wanted.orElse(1)) {
            throw new IllegalArgumentException(name + " leads to " + (usable == 0 ? "no packet buffer" : usable == 1 ? "1 packet buffer"
                    : usable + " packet buffers") + " when " + start + ", not to " + wanted.orElse(1)
                    + "; start where a burst has more (arrival)" + (usable == 0 ? "" : ", or ask for fewer (--burst)"));
        }
        if (range.isPresent() && range.get().low() > usable) {
            throw new IllegalArgumentException("--burst: " + name + " has at least " + range.get().low() + " packets, not " + usable);
        }
        return usable;
    }

    private void tellKept(List<FunctionParameters.Parameter> kept) {
        if (!kept.isEmpty()) {
            sentences.add(kept.stream().map(EntryArguments::described).collect(Collectors.joining(", "))
                    + (kept.size() == 1 ? " is as it was when " : " are as they were when ") + start + ".");
        }
    }

    private static String described(FunctionParameters.Parameter parameter) {
        String type = parameter.type().name();
        return called(parameter) + (type.isEmpty() ? "" : " (" + type + ")");
    }

    private static String called(FunctionParameters.Parameter parameter) {
        return parameter.name().isEmpty() ? "a parameter without a name" : parameter.name();
    }

    // ---- parameters that debug information tells

    private void guess(FunctionParameters all) {
        told = true;
        List<FunctionParameters.Parameter> held = all.parameters().stream().filter(each -> each.register().isPresent())
                .sorted(Comparator.comparingInt(each -> each.register().getAsInt())).toList();
        ParameterGuess guess = new ParameterGuess(held, new PointedAtEntry());
        sentences.add("Parameters from debug information: " + roles(held, guess) + ".");
        List<FunctionParameters.Parameter> kept = new ArrayList<>(all.parameters());
        for (FunctionParameters.Parameter parameter : held) {
            while (parameters.size() < parameter.register().getAsInt()) {
                parameters.add(new Injection.Parameter.Kept(""));
            }
            if (enters(parameter, guess, held)) {
                kept.remove(parameter);
            }
        }
        tellKept(kept);
    }

    /** What the arguments at the entry lead to. */
    private final class PointedAtEntry implements ParameterGuess.Pointed {
        @Override
        public boolean isWritable(FunctionParameters.Parameter pointer) {
            return memory.isWritable(pointer(pointer));
        }

        @Override
        public boolean isBehind(FunctionParameters.Parameter end, FunctionParameters.Parameter pointer) {
            return isBehind(pointer(end), pointer(pointer));
        }

        private boolean isBehind(long end, long data) {
            return Long.compareUnsigned(end - data, memory.room(data)) <= 0;
        }

        @Override
        public boolean isBounded(FunctionParameters.Parameter pointer, Bounds fields) {
            OptionalLong data = fields.dataIn(snapshot, pointer(pointer));
            OptionalLong end = fields.endIn(snapshot, pointer(pointer));
            return data.isPresent() && end.isPresent() && memory.isWritable(data.getAsLong()) && isBehind(end.getAsLong(), data.getAsLong());
        }

        @Override
        public boolean isPacketBuffer(FunctionParameters.Parameter pointer) {
            return PacketBuffer.at(snapshot, pointer(pointer)).isPresent();
        }
    }

    private long pointer(FunctionParameters.Parameter parameter) {
        return Injection.argument(snapshot, parameter.register().getAsInt());
    }

    private static String roles(List<FunctionParameters.Parameter> held, ParameterGuess guess) {
        List<String> roles = new ArrayList<>();
        for (ParameterGuess.Role role : ParameterGuess.Role.values()) {
            guess.the(role).ifPresent(parameter -> roles.add(role.words() + ": " + called(parameter)));
        }
        String numbers = held.stream().filter(each -> each.type() instanceof Type.Number && guess.role(each).isEmpty())
                .map(EntryArguments::called).collect(Collectors.joining(", "));
        if (!numbers.isEmpty()) {
            roles.add("numbers of any value: " + numbers);
        }
        return roles.isEmpty() ? "none that a packet can change" : String.join("; ", roles);
    }

    /** Adds a parameter; whether something enters through it. */
    private boolean enters(FunctionParameters.Parameter parameter, ParameterGuess guess, List<FunctionParameters.Parameter> held) {
        String name = called(parameter);
        List<String> names = held.stream().map(EntryArguments::called).toList();
        int position = parameter.register().orElseThrow();
        Optional<ParameterGuess.Role> role = guess.role(parameter);
        if (role.isEmpty()) {
            return enters(name, parameter.type());
        }
        switch (role.get()) {
            case PACKET -> parameters.add(packet(name, Layer.ETHERNET, position,
                    guess.the(ParameterGuess.Role.LENGTH).or(() -> guess.the(ParameterGuess.Role.END)).map(_ -> 0L)));
            case END -> {
                FunctionParameters.Parameter packet = guess.the(ParameterGuess.Role.PACKET).orElseThrow();
                end(name, pointer(packet), called(packet), Optional.empty(), names);
            }
            case BOUNDED -> bounded(name, ParameterGuess.bounds(parameter).orElseThrow(), position, Optional.empty(), names);
            case BUFFER -> buffer(name, position, names);
            case BURST -> burst(name, largest(guess));
            case LENGTH -> {
                Type.Number number = (Type.Number) parameter.type();
                length(name, number.bits(), lengths(guess.the(ParameterGuess.Role.PACKET).orElseThrow(), number.bits(), number.values()));
            }
            case COUNT -> count(name, ((Type.Number) parameter.type()).bits(), 0, largest(guess));
        }
        return true;
    }

    /** The same where it has nothing to do with a packet. */
    private boolean enters(String name, Type type) {
        if (!(type instanceof Type.Number(String _, int bits, Values values))) {
            parameters.add(new Injection.Parameter.Kept(name));
            return false;
        }
        switch (values) {
            case TRUTH -> number(name, bits, new Range(0, 1));
            case SIGNED -> parameters.add(new Injection.Parameter.Signed(name, bits));
            case UNSIGNED -> number(name, bits, Range.ofBits(bits));
        }
        return true;
    }

    private int largest(ParameterGuess guess) {
        FunctionParameters.Parameter array = guess.the(ParameterGuess.Role.BURST).orElseThrow();
        FunctionParameters.Parameter count = guess.the(ParameterGuess.Role.COUNT).orElseThrow();
        Type.Number type = (Type.Number) count.type();
        long there = argument(count.register().getAsInt(), type.bits());
        boolean isNegative = type.values() == Values.SIGNED && there >>> type.bits() - 1 != 0;
        return largest(called(array), array.register().getAsInt(), isNegative ? 0 : there, Optional.empty());
    }

    /** As long as a frame, as the type can say, and as there is room. */
    private Range lengths(FunctionParameters.Parameter packet, int bits, Values values) {
        long most = Range.ofBits(Math.min(values == Values.SIGNED ? bits - 1 : bits, Integer.SIZE)).high();
        return new Range(0, Math.min(Math.min(most, LONGEST), memory.room(pointer(packet))));
    }

    // ---- parameters that nobody tells

    private void keepAll() {
        told = true;
        sentences.add("Nothing tells the parameters of " + entry + ", neither debug information (-g) nor names of parameters: "
                + "all arguments are as they were when it was first entered.");
    }
}
