package org.perfcontracts.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Chromium without a window, with one page open; spoken to by its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** For anything to happen, on a busy machine. */
    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final WebSocket socket;
    private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private int last;

    private Browser(Process process, URI page, HttpClient client) {
        this.process = process;
        this.socket = client.newWebSocketBuilder().buildAsync(page, new Messages(messages)).join();
    }

    /** Starts it with a profile of its own in a folder. */
    static Browser start(Path folder) throws IOException, InterruptedException {
        Path profile = Files.createDirectory(folder.resolve("profile"));
        Process process = new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            Path file = profile.resolve("DevToolsActivePort");
            for (int i = 0; !Files.exists(file) || Files.readAllLines(file).size() < 2; i++) {
                if (!process.isAlive() || i > PATIENCE_SECONDS * 20) {
                    throw new IOException("chromium does not start");
                }
                Thread.sleep(50);
            }
            String address = "127.0.0.1:" + Files.readAllLines(file).getFirst();
            HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank")).PUT(HttpRequest.BodyPublishers.noBody()).build();
            JsonNode page = MAPPER.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            Browser browser = new Browser(process, URI.create(page.get("webSocketDebuggerUrl").asText()), client);
            for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
                browser.command(domain + ".enable", MAPPER.createObjectNode());
            }
            return browser;
        } catch (IOException | InterruptedException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    /** Goes to a file and waits until it is loaded. What went before is forgotten. */
    void open(Path file) throws InterruptedException {
        events.clear();
        command("Page.navigate", object().put("url", file.toUri().toString()));
        while (events.stream().noneMatch(event -> event.path("method").asText().equals("Page.loadEventFired"))) {
            events.add(next());
        }
    }

    /** The value of an expression of JavaScript, as JSON has it. */
    JsonNode evaluate(String expression) throws InterruptedException {
        JsonNode answer = command("Runtime.evaluate", object().put("expression", expression).put("returnByValue", true).put("awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Presses a key and lets it go. */
    void press(String key, int code) throws InterruptedException {
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode event = object().put("type", type).put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
            if (key.equals("Enter") && type.equals("keyDown")) {
                event.put("text", "\r");
            }
            command("Input.dispatchKeyEvent", event);
        }
    }

    /** The size of the screen, in CSS pixels. */
    void resize(int width, int height) throws InterruptedException {
        command("Emulation.setDeviceMetricsOverride", object().put("width", width).put("height", height).put("deviceScaleFactor", 1).put("mobile", width < 600));
    }

    /** Light or dark. */
    void prefer(String scheme) throws InterruptedException {
        ObjectNode media = object().put("media", "");
        media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
        command("Emulation.setEmulatedMedia", media);
    }

    /** Whether pages that are opened from now on may run scripts. */
    void allowScripts(boolean allowed) throws InterruptedException {
        command("Emulation.setScriptExecutionDisabled", object().put("value", !allowed));
    }

    /** What the page has asked for since it was opened, itself included. */
    List<String> requests() {
        return events.stream().filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asText()).toList();
    }

    /** What went wrong on the page since it was opened. */
    List<String> complaints() {
        return events.stream().filter(event -> List.of("Runtime.exceptionThrown", "Log.entryAdded").contains(event.path("method").asText())).map(JsonNode::toString).toList();
    }

    private static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    private JsonNode command(String method, ObjectNode parameters) throws InterruptedException {
        int id = ++last;
        ObjectNode message = object().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = next();
            if (answer.path("id").asInt() == id) {
                if (answer.has("error")) {
                    throw new AssertionError(method + ": " + answer.get("error"));
                }
                return answer.path("result");
            }
            events.add(answer);
        }
    }

    private JsonNode next() throws InterruptedException {
        JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("chromium does not answer");
        }
        return message;
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    /** Only the process that was started here, and its children; nothing of the profile is wanted any more. */
    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.addFirst(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** Puts the parts of each message together. */
    private record Messages(LinkedBlockingQueue<JsonNode> messages, StringBuilder parts) implements WebSocket.Listener {
        Messages(LinkedBlockingQueue<JsonNode> messages) {
            this(messages, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            parts.append(data);
            if (isLast) {
                try {
                    messages.add(MAPPER.readTree(parts.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
