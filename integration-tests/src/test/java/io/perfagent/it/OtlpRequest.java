package io.perfagent.it;

import java.util.Map;

/**
 * One request as the {@link OtlpSink} saw it, whatever it answered.
 *
 * @param headers by lower-case name, the first value of each
 * @param wireBytes size of the body as sent, compressed or not
 * @param status the status answered, 0 where the connection was closed instead
 */
public record OtlpRequest(String path, Map<String, String> headers, int wireBytes, int items, int status) {}
