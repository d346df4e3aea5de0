package io.perfagent.weave;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outline of a class file, without its code: names, super types, members, and what its constant pool refers to (JVM
 * specification, chapter 4).
 */
public final class ClassOutline {
    private final byte[] bytes;
    private final ConstantPool pool;
    public final String name;
    public final @Nullable String superName;
    public final String[] interfaces;

    /** Access flags, name and descriptor of each field and method, one string each, fields first. */
    public final List<String> members = new ArrayList<>();

    /** {@code name + descriptor} of each method. */
    public final List<String> methods = new ArrayList<>();

    /** @throws RuntimeException if the bytes are no class file */
    public ClassOutline(byte[] classFile) {
        bytes = classFile;
        pool = new ConstantPool(classFile);
        SuperTypes types = new SuperTypes(pool);
        name = types.name;
        superName = types.superName;
        interfaces = types.interfaces;
        members(members(types.end, false), true);
    }

    private int members(int start, boolean areMethods) {
        int at = start + 2;
        for (int n = int2(start); n > 0; n--) {
            String signature = pool.text(int2(at + 2)) + pool.text(int2(at + 4));
            members.add(int2(at) + (areMethods ? "m" : "f") + signature);
            if (areMethods) {
                methods.add(signature);
            }
            int attributes = int2(at + 6);
            at += 8;
            for (; attributes > 0; attributes--) {
                int length = int4(at + 2);
                if (length < 0) {
                    throw new IllegalArgumentException("no class file");
                }
                at += 6 + length;
            }
        }
        return at;
    }

    /** The class names of all class entries of the constant pool. */
    public List<String> classes() {
        List<String> found = new ArrayList<>();
        for (int i = 1; i < pool.count(); i++) {
            if (pool.tag(i) == ConstantPool.CLASS) {
                found.add(pool.className(i));
            }
        }
        return found;
    }

    /** All member references of the constant pool as {@code owner.name:descriptor}; dynamic ones with an owner of "#". */
    public List<String> references() {
        List<String> found = new ArrayList<>();
        for (int i = 1; i < pool.count(); i++) {
            switch (pool.tag(i)) {
                case ConstantPool.FIELD_REF:
                case ConstantPool.METHOD_REF:
                case ConstantPool.INTERFACE_METHOD_REF:
                    found.add(pool.reference(i));
                    break;
                case ConstantPool.DYNAMIC:
                case ConstantPool.INVOKE_DYNAMIC:
                    found.add("#." + pool.dynamic(i));
                    break;
                case ConstantPool.METHOD_HANDLE:
                    found.add("#" + pool.methodHandle(i));
                    break;
                default:
            }
        }
        return found;
    }

    private int int2(int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private int int4(int at) {
        return int2(at) << 16 | int2(at + 2);
    }
}
