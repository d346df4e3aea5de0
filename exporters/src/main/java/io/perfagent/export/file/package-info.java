/** OTLP JSON lines in a bounded, rotated file. */
@NullMarked
package io.perfagent.export.file;

import org.jspecify.annotations.NullMarked;
