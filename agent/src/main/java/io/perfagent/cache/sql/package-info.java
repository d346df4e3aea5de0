/** What an SQL text of PostgreSQL reads, writes and depends on: pure, and what is not understood in full is said to be so. */
@NullMarked
package io.perfagent.cache.sql;

import org.jspecify.annotations.NullMarked;
