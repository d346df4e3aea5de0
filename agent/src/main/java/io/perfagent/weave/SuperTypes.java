package io.perfagent.weave;

import org.jspecify.annotations.Nullable;

/** The names at the head of a class file: its own and those of its super types (JVM specification, 4.1). */
final class SuperTypes {
    final String name;
    final @Nullable String superName;
    final String[] interfaces;

    /** Where the fields begin. */
    final int end;

    /** @throws RuntimeException if the bytes are no class file */
    SuperTypes(ConstantPool pool) {
        int at = pool.end();
        name = pool.className(pool.int2(at + 2));
        int superIndex = pool.int2(at + 4);
        superName = superIndex == 0 ? null : pool.className(superIndex);
        interfaces = new String[pool.int2(at + 6)];
        at += 8;
        for (int i = 0; i < interfaces.length; i++, at += 2) {
            interfaces[i] = pool.className(pool.int2(at));
        }
        end = at;
    }
}
