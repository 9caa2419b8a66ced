package org.perfcontracts.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What every file keeps to. */
class TextTest {
    // A path that exists on one developer's machine only means nothing to anyone else.
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.])/(?:home|root|Users|work|tmp/\\w+)/[\\w.-]+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    @Test
    void noFileNamesAPathOfOneMachine() throws IOException {
        var found = new ArrayList<String>();
        for (Path file : Repository.files()) {
            Matcher path = MACHINE_PATH.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (path.find()) {
                found.add(Repository.HOME.relativize(file) + ": " + path.group());
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void theSearchForPathsFindsThem() {
        for (String root : List.of("/home", "/root", "/tmp/x")) {
            assertTrue(MACHINE_PATH.matcher("at " + root + "/some" + "one.").find(), root);
        }
    }

    @Test
    void linksBetweenPagesLeadSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (Path page : Repository.files()) {
            if (!page.toString().endsWith(".md")) {
                continue;
            }
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                boolean outside = link.group(1).contains("://");
                if (!outside && !Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(Repository.HOME.relativize(page) + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
    }
}
