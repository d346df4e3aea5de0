package io.perfagent.profile.stack;

/** One of the profiles that a file holds, with what it is called there, such as {@code cpu}. */
public record NamedProfile(String name, StackProfile profile) {}
