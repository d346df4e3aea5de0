/** The shop's pages, one servlet each. */
@NullMarked
package io.perfagent.sample.shop.web;

import org.jspecify.annotations.NullMarked;
