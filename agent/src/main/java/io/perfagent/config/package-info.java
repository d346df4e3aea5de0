/** Every setting, declared once; the only room that reads the environment and system properties. */
@NullMarked
package io.perfagent.config;

import org.jspecify.annotations.NullMarked;
