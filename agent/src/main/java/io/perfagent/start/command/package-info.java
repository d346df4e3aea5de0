/** The command line: what runs in a JVM of its own and talks to one with the agent, or to the data directory. */
@NullMarked
package io.perfagent.start.command;

import org.jspecify.annotations.NullMarked;
