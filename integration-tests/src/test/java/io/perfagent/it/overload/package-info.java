/** More load than a service can take: what its limits do then. */
package io.perfagent.it.overload;
