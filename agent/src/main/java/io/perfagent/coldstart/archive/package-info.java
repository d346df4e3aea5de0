/**
 * Start-up archives: class-data archives (17 to 23) and AOT caches (24 and newer), how they are made at image build, named
 * in one arguments file, and checked before {@code main}. See docs/rationale.md, "Managed archives".
 */
@NullMarked
package io.perfagent.coldstart.archive;

import org.jspecify.annotations.NullMarked;
