package io.perfagent.it.kit;

import io.perfagent.it.Jdk;

class JedisIT extends RedisKit {
    JedisIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String path() {
        return "/redis/";
    }

    @Override
    String refused() {
        return "redis.clients.jedis.exceptions.JedisConnectionException";
    }
}
