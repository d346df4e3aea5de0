package io.perfagent.instrument.pgjdbc;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;

/** What the driver's own class of queries has beyond the interface. */
interface DescribedQuery extends Query {
    @Nullable
    String getStatementName();

    int @Nullable [] getPrepareTypes();

    Field @Nullable [] getFields();
}
