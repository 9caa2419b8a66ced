package org.perfcontracts.cli;

import java.io.IOException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Run once after each build, when the JVM writes its archive of classes: what is loaded here starts faster from then on.
 */
final class Rehearsal {
    private static final String CLASS = ".class";

    private Rehearsal() {}

    /** Loads every class of the jar that is the first argument, and builds the command line once. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        try (var jar = new JarFile(arguments[0])) {
            for (JarEntry entry : jar.stream().filter(each -> each.getName().endsWith(CLASS)).toList()) {
                String name = entry.getName().substring(0, entry.getName().length() - CLASS.length());
                if (!name.endsWith("package-info")) {
                    Class.forName(name.replace('/', '.'), false, Rehearsal.class.getClassLoader());
                }
            }
        }
        Main.main(new String[] {"contract", "--help"});
    }
}
