/** Reads of databases and Redis answered from memory: what adapters of libraries call, what operators are told. */
@NullMarked
package io.perfagent.cache;

import org.jspecify.annotations.NullMarked;
