/** What the shop knows: items, prices, carts and orders. */
@NullMarked
package io.perfagent.sample.shop.store;

import org.jspecify.annotations.NullMarked;
