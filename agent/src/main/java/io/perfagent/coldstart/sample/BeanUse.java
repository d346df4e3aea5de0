package io.perfagent.coldstart.sample;

import java.util.List;

/**
 * A bean that was there when the application was ready.
 *
 * @param type its class, without what a proxy adds
 * @param dependents beans that it was given to, as the container has noted
 */
public record BeanUse(String name, String type, List<String> dependents) {}
