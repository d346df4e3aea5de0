package io.perfagent.control.ledger;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** Says whether what stands in a file may be acted on: whether somebody else could have written it. */
public interface Trust {
    /** Why the file, or the place where it would be made, may not be trusted; null if it may. */
    @Nullable
    String objection(File file);
}
