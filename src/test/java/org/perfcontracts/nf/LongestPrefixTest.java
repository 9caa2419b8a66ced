package org.perfcontracts.nf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.perfcontracts.traffic.EthernetFrames;
import org.perfcontracts.traffic.Ipv4Frame;

/** The two routers that look for the longest prefix, as programs: they do the same by different tables. */
class LongestPrefixTest {

    private record Route(int prefix, int length, int port, int gateway) {

        static Route of(int prefix, int length, int port, int gateway) {
            return new Route(prefix & mask(length), length, port, gateway);
        }

        static int mask(int length) {
            return length == 0 ? 0 : -1 << (32 - length);
        }

        boolean matches(int address) {
            return (address & mask(length)) == prefix;
        }

        String option() {
            return "--route=" + address(prefix) + "/" + length + "," + port + ",02:00:00:00:01:" + "%02x".formatted(gateway);
        }
    }

    @TempDir Path folder;

    private static String address(int address) {
        return (address >>> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    private static Route longest(List<Route> routes, int address) {
        Route best = null;
        for (Route route : routes) {
            if (route.matches(address) && (best == null || route.length > best.length)) {
                best = route;
            }
        }
        return best;
    }

    /** Addresses that routes are about, at the ends of a prefix and beside it, among nested and other routes. */
    @ParameterizedTest
    @ValueSource(strings = {"lpm", "trie"})
    void theLongestPrefixDecides(String name) throws IOException, InterruptedException {
        NfRun.build(name);
        long seed = 20_260_303;
        Random random = new Random(seed);
        List<Route> routes = new ArrayList<>();
        while (routes.size() < 60) {
            int length = random.nextInt(32) + 1;
            int prefix = random.nextBoolean() ? random.nextInt() : 0x0a010200 | random.nextInt(256);
            Route route = Route.of(prefix, length, random.nextInt(2), routes.size());
            if (routes.stream().noneMatch(other -> other.prefix == route.prefix && other.length == route.length)) {
                routes.add(route);
            }
        }
        check(name, routes, random, seed);
        routes.add(Route.of(0, 0, 1, 99));
        check(name, routes, random, seed);
    }

    private void check(String name, List<Route> routes, Random random, long seed) throws IOException, InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        List<List<List<String>>> expected = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 2000; i++) {
            Route near = routes.get(random.nextInt(routes.size()));
            int address = switch (random.nextInt(4)) {
                case 0 -> near.prefix - 1;
                case 1 -> near.prefix | ~Route.mask(near.length);
                case 2 -> near.prefix | random.nextInt() & ~Route.mask(near.length);
                default -> random.nextInt();
            };
            packets.add(Ipv4Frame.plain(0x01020304, address).withOptions(new byte[4 * random.nextInt(2)]).bytes());
            Route route = longest(routes, address);
            if (route != null) {
                expected.get(route.port).add(List.of(
                        address(address), "02:00:00:00:01:" + "%02x".formatted(route.gateway), "63", "1"));
            }
        }
        String[] options = routes.stream().map(Route::option).toArray(String[]::new);
        NfRun.Output output = NfRun.run(folder, name, packets, List.of(), options);
        output.assertCounts(packets.size(), expected.get(0).size() + expected.get(1).size());
        for (int port = 0; port < 2; port++) {
            assertEquals(
                    expected.get(port),
                    Decoder.fields(output.capture(port), "ip.dst", "eth.dst", "ip.ttl", "ip.checksum.status"),
                    name + ", seed " + seed + ", port " + port);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lpm", "trie"})
    void whatCannotBeRoutedIsDropped(String name) throws IOException, InterruptedException {
        NfRun.build(name);
        Ipv4Frame plain = Ipv4Frame.plain(1, 0x0a000001);
        byte[] whole = plain.bytes();
        List<byte[]> packets = new ArrayList<>(List.of(
                plain.withTimeToLive(0).bytes(),
                plain.withTimeToLive(1).bytes(),
                Ipv4Frame.plain(1, 0x0b000001).bytes(),
                EthernetFrames.frame(1, 2, 0x0806, new byte[46]),
                plain.withTimeToLive(2).bytes()));
        for (int length = 1; length < whole.length; length++) {
            packets.add(Arrays.copyOf(whole, length));
        }
        NfRun.Output output = NfRun.run(folder, name, packets, List.of(), "--route=10.0.0.0/8,1");
        output.assertCounts(packets.size(), 1);
        assertEquals(List.of(List.of("1", "1")), Decoder.fields(output.capture(1), "ip.ttl", "ip.checksum.status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lpm", "trie"})
    void mistakesInOptionsAreNamed(String name) throws IOException, InterruptedException {
        NfRun.build(name);
        for (String[] mistake : new String[][] {
            {"--route=10.0.0.0", "not PREFIX/LENGTH,PORT[,GATEWAY]"},
            {"--route=10.0.0.0/33,1", "not PREFIX/LENGTH,PORT[,GATEWAY]"},
            {"--route=10.0.0.1/8,1", "the prefix has bits beyond its length"},
            {"--route=10.0.0.0/8,1,zz", "not an Ethernet address at its end"},
            {"--route=10.0.0.0/8,2", "a route leads to port 2, there are 2 ports"},
        }) {
            NfRun.Output output = NfRun.runIdle(folder, name, mistake[0]);
            assertEquals(1, output.status(), output.text());
            assertTrue(output.text().contains(mistake[1]), output.text());
        }
        NfRun.Output none = NfRun.runIdle(folder, name);
        assertTrue(none.text().contains("the router has no route: give it --route"), none.text());
    }
}
