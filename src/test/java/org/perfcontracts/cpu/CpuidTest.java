package org.perfcontracts.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.perfcontracts.timing.ProcessorModel;

/** What the processor says of itself, against what the kernel makes of it. */
class CpuidTest {
    private static String kernel(String key) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
        return lines.stream().filter(line -> line.replaceFirst("\\s*:.*", "").equals(key)).map(line -> line.replaceFirst("[^:]*:\\s*", "")).findFirst().orElseThrow();
    }

    @Test
    void isTheOneThatTheKernelKnows() throws IOException {
        assertEquals(new ProcessorModel(kernel("vendor_id"), Integer.parseInt(kernel("cpu family")), Integer.parseInt(kernel("model"))), Cpuid.model());
    }
}
