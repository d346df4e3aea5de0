package io.perfagent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.instrument.family.Recorder;
import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.pool.policy.PoolBounds;
import org.junit.jupiter.api.Test;

class SizedPoolTest {
    private static final long SECOND = 1_000_000_000L;

    private final Recorder recorder = new Recorder();
    private final FakePool fake = new FakePool(recorder, "main", 10);
    private final SizedPool pool = new SizedPool(fake, PoolBounds.of(10, 2, 0), 0);
    private long now;

    private void second() {
        now += SECOND;
        pool.step(now);
    }

    /** A second in which ten connections are in use for 20 ms each time, and are waited for as long. */
    private void busy() {
        fake.used = 10;
        for (int i = 0; i < 500; i++) {
            pool.waited(20_000_000);
            pool.used(20_000_000);
        }
        second();
    }

    @Test
    void it_is_held_at_a_size_and_given_back_as_it_was() {
        fake.minIdle = 4;
        SizedPool other = new SizedPool(fake, PoolBounds.of(10, 2, 0), 0);
        other.hold(15);
        assertThat(fake.max).isEqualTo(15);
        assertThat(fake.minIdle).as("as many idle ones as before").isEqualTo(4);
        other.hold(6);
        assertThat(fake.max).isEqualTo(6);
        assertThat(fake.minIdle).isEqualTo(4);
        other.hold(3);
        assertThat(fake.minIdle).as("or the pool would keep all of them").isEqualTo(2);
        other.hold(1000);
        assertThat(fake.max).as("within the bounds").isEqualTo(20);

        other.release();

        assertThat(fake.max).isEqualTo(10);
        assertThat(fake.minIdle).isEqualTo(4);
        assertThat(other.objection()).isNull();
    }

    @Test
    void the_policy_moves_it_once_it_may() {
        for (int i = 0; i < 30; i++) {
            busy();
        }
        assertThat(fake.max).isEqualTo(10);
        assertThat(pool.wantsMore()).isTrue();
        pool.hold(10);
        for (int i = 0; i < 30; i++) {
            busy();
        }
        assertThat(fake.max).as("held as it was decided").isEqualTo(10);
        pool.adapt(true);
        int largest = 0;
        for (int i = 0; i < 30; i++) {
            busy();
            largest = Math.max(largest, fake.max);
        }
        assertThat(largest).isEqualTo(15);
    }

    @Test
    void what_something_else_has_resized_is_left_alone_for_good_and_not_given_back() {
        pool.hold(15);
        fake.max = 12;
        second();

        assertThat(pool.objection())
                .isEqualTo(
                        "something else has resized it, to 12 (at least 10 idle): it is left alone" + " from now on");
        pool.release();
        assertThat(fake.max).isEqualTo(12);
        assertThatThrownBy(() -> pool.hold(15)).hasMessageContaining("something else has resized it");
        assertThat(fake.max).isEqualTo(12);
        assertThat(pool.surplus()).isZero();
    }

    @Test
    void nor_is_what_was_resized_in_the_moment_before_it_is_given_back() {
        pool.hold(15);
        fake.minIdle = 1;

        pool.release();

        assertThat(fake.max).isEqualTo(15);
        assertThat(fake.minIdle).isEqualTo(1);
    }

    @Test
    void a_pool_that_refuses_is_left_alone() {
        fake.refuses = true;
        assertThatThrownBy(() -> pool.hold(15))
                .hasMessage("the pool refuses to be resized from 10 to 15: java.lang.IllegalStateException: sealed");
        fake.refuses = false;
        pool.release();
        assertThat(fake.max).isEqualTo(10);

        FakePool deaf = new FakePool(recorder, "deaf", 10);
        deaf.ignores = true;
        SizedPool other = new SizedPool(deaf, PoolBounds.of(10, 0, 0), 0);
        assertThatThrownBy(() -> other.hold(15)).hasMessageEndingWith("it stays at 10");
        assertThat(other.wantsMore()).isFalse();
    }

    @Test
    void a_pool_that_refuses_to_be_given_back_says_so_each_time_until_it_does_not() {
        pool.hold(15);
        fake.refuses = true;
        assertThatThrownBy(pool::release).hasMessageContaining("refuses to be resized from 15 to 10");
        assertThatThrownBy(pool::release).hasMessageContaining("refuses");
        fake.refuses = false;
        pool.release();
        assertThat(fake.max).isEqualTo(10);
    }

    @Test
    void connections_beyond_its_size_are_closed_one_by_one_while_there_are_idle_ones() {
        fake.used = 10;
        fake.idle = 5;
        assertThat(pool.surplus()).as("not of our making").isZero();
        pool.hold(15);
        pool.release();
        assertThat(pool.surplus()).isEqualTo(5);
        fake.idle = 2;
        fake.used = 13;

        pool.evict(1);

        assertThat(pool.surplus()).isEqualTo(3);
        fake.used = 6;
        fake.idle = 7;
        pool.evict(1);
        assertThat(pool.surplus()).isZero();
        assertThat(fake.idle).as("no more than that").isEqualTo(4);
    }

    @Test
    void pools_go_by_their_names_and_one_that_is_gone_makes_room() {
        SizedPools pools = new SizedPools(0, 0);
        recorder.connectionPools.add(fake);
        recorder.connectionPools.listen(pools);
        FakePool second = new FakePool(recorder, "main", 5);
        recorder.connectionPools.add(second);
        fake.waited(1, false);
        second.waited(1, false);
        assertThat(pools.all()).hasSize(1);
        assertThat(pools.all()[0].originalSize()).isEqualTo(10);

        fake.gone = true;
        assertThat(pools.all()).isEmpty();
        FakePool third = new FakePool(recorder, "main", 7);
        recorder.connectionPools.add(third);

        SizedPool known = pools.find("main");
        assertThat(known == null ? 0 : known.originalSize()).isEqualTo(7);
    }

    @Test
    void all_who_listen_hear_of_waits_and_sizes_and_our_own_waits_are_none() {
        int[] heard = new int[3];
        ResourceUse listener = new ResourceUse() {
            @Override
            public void waited(long waitNanos) {
                heard[0]++;
            }

            @Override
            public void used(long useNanos) {
                heard[1]++;
            }

            @Override
            public void resized(int size) {
                heard[2] = size;
            }
        };
        SizedPools pools = new SizedPools(0, 0);
        recorder.connectionPools.add(fake);
        recorder.connectionPools.listen(ignored -> listener);
        recorder.connectionPools.listen(pools);
        fake.waited(1, false);
        fake.used(1);
        SizedPool known = pools.all()[0];
        known.hold(12);
        known.step(System.nanoTime());

        assertThat(heard).containsExactly(1, 1, 12);
        assertThat(known.total().borrows()).isEqualTo(1);
        assertThat(known.total().uses()).isEqualTo(1);
    }
}
