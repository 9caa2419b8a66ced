package org.perfcontracts.explore.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.perfcontracts.expr.Symbol;
import org.perfcontracts.expr.Term;
import org.perfcontracts.expr.Terms;
import org.perfcontracts.image.FunctionParameters.Bounds;
import org.perfcontracts.image.Snapshot;

/** Puts symbols into the registers and the memory through which a function gets its parameters. */
final class ArgumentInjection {
    private static final int LENGTH_BITS = 16;

    private final Terms terms;
    private final Snapshot snapshot;
    private final Map<Integer, Term> generals = new LinkedHashMap<>();
    private final Map<String, Symbol> named = new LinkedHashMap<>();
    private final List<Term> assumptions = new ArrayList<>();
    private final List<Injection.Cell> cells = new ArrayList<>();
    private Layer layer = Layer.ETHERNET;
    private String lengthName = "";
    private String countName = "";
    /** Of the packet, where there is one whose bytes a parameter leads to. */
    private Optional<Long> packetAt = Optional.empty();
    /** Of the register that holds the address behind the packet. */
    private Optional<Integer> end = Optional.empty();
    /** As many bytes are symbols. */
    private long longest;
    private Optional<BurstInjection> burst = Optional.empty();

    ArgumentInjection(Terms terms, Snapshot snapshot) {
        this.terms = terms;
        this.snapshot = snapshot;
    }

    /** The injection, with a parameter for each of the first registers for integer arguments. */
    Injection injection(List<Injection.Parameter> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            enter(parameters.get(i), i);
        }
        if (burst.isPresent()) {
            return burst.get().injection(countName, generals, named, assumptions);
        }
        end.ifPresent(register -> generals.put(register, behind(packetAt.orElseThrow(), named.get(lengthName))));
        List<Symbol> bytes = packetAt.map(at -> Injection.packet(terms, snapshot, at, longest, Injection.PACKET, cells)).orElse(List.of());
        return new Injection(new Inputs(bytes, named, lengthName, assumptions, layer), generals, cells);
    }

    private void enter(Injection.Parameter parameter, int position) {
        int register = Injection.argumentRegister(position);
        switch (parameter) {
            case Injection.Parameter.Packet packet -> {
                packetAt = Optional.of(Injection.argument(snapshot, position));
                layer = packet.layer();
                longest = Math.max(longest, packet.bytes());
            }
            case Injection.Parameter.Length(String name, int bits, long low, long high) -> {
                generals.put(register, terms.zext(number(name, bits, low, high), 64));
                lengthName = name;
                longest = Math.max(longest, high);
            }
            case Injection.Parameter.End(String _, String length, long low, long high) -> {
                measured(length, low, high);
                end = Optional.of(register);
            }
            case Injection.Parameter.Bounded(String _, Bounds fields, String length, long low, long high) ->
                    bounded(Injection.argument(snapshot, position), fields, measured(length, low, high));
            case Injection.Parameter.Buffer(String name, String length) -> buffer(name, Injection.argument(snapshot, position), length);
            case Injection.Parameter.Buffers(String name, int most) ->
                    burst = Optional.of(new BurstInjection(terms, snapshot, name, Injection.argument(snapshot, position), most));
            case Injection.Parameter.Count(String name, int bits, long low, long high) -> {
                generals.put(register, terms.zext(number(name, bits, low, high), 64));
                countName = name;
            }
            case Injection.Parameter.Number(String name, int bits, long low, long high) ->
                    generals.put(register, terms.zext(number(name, bits, low, high), 64));
            case Injection.Parameter.Signed(String name, int bits) -> {
                Symbol symbol = terms.symbol(name, bits);
                named.put(name, symbol);
                generals.put(register, terms.zext(bits < 32 ? terms.sext(symbol, 32) : symbol, 64));
            }
            case Injection.Parameter.Kept _ -> { }
        }
    }

    private void buffer(String name, long address, String length) {
        PacketBuffer buffer = PacketBuffer.at(snapshot, address)
                .orElseThrow(() -> new IllegalArgumentException(name + " does not lead to a packet buffer"));
        packetAt = Optional.of(buffer.data());
        cells.addAll(buffer.cells(terms, snapshot, measured(length, 0, buffer.longest())));
    }

    /** Both fields come with the packet: what it leaves there is nothing that the next one finds. */
    private void bounded(long address, Bounds fields, Symbol length) {
        long data = fields.dataIn(snapshot, address).orElseThrow(() -> new IllegalArgumentException(
                "0x" + Long.toHexString(address + fields.data()) + " does not say where the packet begins: nothing is mapped there"));
        snapshot.used(address + fields.data(), fields.bits() / Byte.SIZE);
        packetAt = Optional.of(data);
        cells.add(new Injection.Cell(address + fields.data(), terms.constant(fields.bits(), data)));
        cells.add(new Injection.Cell(address + fields.end(), terms.resize(behind(data, length), fields.bits())));
    }

    private Term behind(long data, Symbol length) {
        return terms.add(terms.constant(64, data), terms.zext(length, 64));
    }

    /** The symbol for the packet's length where no parameter is it. */
    private Symbol measured(String name, long low, long high) {
        lengthName = name;
        longest = Math.max(longest, high);
        return number(name, LENGTH_BITS, low, high);
    }

    private Symbol number(String name, int bits, long low, long high) {
        Symbol symbol = terms.symbol(name, bits);
        named.put(name, symbol);
        Injection.assumeRange(terms, symbol, low, high, assumptions);
        return symbol;
    }
}
