/** What every call adds to: OTLP histograms per attribute set, HdrHistogram recorders per operation. */
@NullMarked
package io.perfagent.metric;

import org.jspecify.annotations.NullMarked;
