package org.perfcontracts.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one analysis took.
 *
 * @param paths explored
 * @param instructions executed symbolically
 * @param queries that reached the solver
 * @param seconds from the start of the command, building included
 * @param peakMemoryBytes the most that the process ever had resident; 0 where the system does not say
 * @param solverSeconds that solvers took, over all threads, by what they were asked for
 * @param reused whether the answer is that of an earlier run, so that nothing was explored
 */
public record Statistics(long paths, long instructions, long queries, double seconds, long peakMemoryBytes, Map<String, Double> solverSeconds, boolean reused) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Figures without what solvers were asked for. */
    public Statistics(long paths, long instructions, long queries, double seconds, long peakMemoryBytes, boolean reused) {
        this(paths, instructions, queries, seconds, peakMemoryBytes, Map.of(), reused);
    }

    /** The statistics of this process so far. */
    public static Statistics of(Result result, long nanoseconds) {
        Result.Effort effort = result.effort().orElse(new Result.Effort(0, 0, 0));
        return new Statistics(effort.paths(), effort.instructions(), effort.queries(), nanoseconds / 1e9, peakMemory(), effort.solverSeconds(),
                result.origin() == Result.Origin.REUSED);
    }

    /** What {@link #json} wrote. */
    public static Statistics read(Path file) throws IOException {
        JsonNode node = MAPPER.readTree(file.toFile());
        return new Statistics(node.path("paths").asLong(), node.path("instructions").asLong(),
                node.path("queries").asLong(), node.path("seconds").asDouble(), node.path("peakMemoryBytes").asLong(),
                solverSeconds(node.path("solverSeconds")), node.path("reused").asBoolean());
    }

    private static Map<String, Double> solverSeconds(JsonNode node) {
        Map<String, Double> seconds = new TreeMap<>();
        node.properties().forEach(each -> seconds.put(each.getKey(), each.getValue().asDouble()));
        return seconds;
    }

    /** The same with a time measured from outside. */
    public Statistics lasting(double other) {
        return new Statistics(paths, instructions, queries, other, peakMemoryBytes, solverSeconds, reused);
    }

    /** As a JSON object whose members are named as the components. */
    public String json() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record of numbers is always JSON", e);
        }
    }

    // VmHWM of proc(5), in kB.
    private static long peakMemory() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
            return lines.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
