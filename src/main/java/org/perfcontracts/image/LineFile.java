package org.perfcontracts.image;

/**
 * A source file of a line table: its name, relative to a folder, which may be relative to the folder of the compilation.
 * Either folder may be empty. The parts are joined only when asked for, for a table can name many files that nobody asks for.
 */
record LineFile(String compilation, String folder, String name) {
    String path() {
        return join(compilation, join(folder, name));
    }

    boolean endsWith(String suffix) {
        if (!suffix.endsWith(name.substring(name.lastIndexOf('/') + 1))) {
            return false;
        }
        String path = path();
        return path.equals(suffix) || path.endsWith("/" + suffix);
    }

    private static String join(String folder, String path) {
        return path.startsWith("/") || folder.isEmpty() ? path : folder + "/" + path;
    }
}
