/** Makes code of ours fail where a test wants it to. */
package io.perfagent.faults;
