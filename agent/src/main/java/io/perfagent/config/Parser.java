package io.perfagent.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values from text. Nothing here throws: what is wrong gives the marker that the method names. */
final class Parser {
    /** Given for a number that is wrong. */
    static final long WRONG = Long.MIN_VALUE;

    private static final int MAX_CHARS = 32 * 1024;
    private static final int MAX_ITEMS = 1000;

    private Parser() {}

    /** The value, boxed, or null when it is wrong. */
    static @Nullable Object any(Setting<?> setting, String text) {
        switch (setting.kind) {
            case Setting.BOOL -> {
                int value = bool(text);
                return value < 0 ? null : (Object) (value == 1);
            }
            case Setting.INT -> {
                long value = number(setting, text);
                return value == WRONG ? null : (Object) (int) value;
            }
            case Setting.MILLIS, Setting.BYTES -> {
                long value = number(setting, text);
                return value == WRONG ? null : (Object) value;
            }
            case Setting.DOUBLE -> {
                double value = fraction(setting, text);
                return Double.isNaN(value) ? null : (Object) value;
            }
            case Setting.CHOICE -> {
                return choice(setting.choices, text);
            }
            case Setting.LIST -> {
                List<String> items = list(setting, text, null);
                return items.isEmpty() ? null : items;
            }
            case Setting.MAP -> {
                Map<String, String> entries = map(text, null);
                return entries.isEmpty() ? null : entries;
            }
            default -> {
                return text.length() <= MAX_CHARS && text.indexOf('\0') < 0 ? text : null;
            }
        }
    }

    /** 1, 0, or -1 when it is neither {@code true} nor {@code false}. */
    static int bool(String text) {
        if (text.equalsIgnoreCase("true")) {
            return 1;
        }
        return text.equalsIgnoreCase("false") ? 0 : -1;
    }

    /** A whole number, duration in milliseconds or size in bytes within its bounds, or {@link #WRONG}. */
    static long number(Setting<?> setting, String text) {
        int digits = 0;
        while (digits < text.length() && (isDigit(text.charAt(digits)) || (digits == 0 && text.charAt(0) == '-'))) {
            digits++;
        }
        long factor = factor(setting.kind, text.substring(digits).trim());
        if (factor == 0) {
            return WRONG;
        }
        try {
            long value = Math.multiplyExact(Long.parseLong(text.substring(0, digits)), factor);
            return value < setting.min || value > setting.max ? WRONG : value;
        } catch (ArithmeticException | NumberFormatException e) {
            return WRONG;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** What a unit multiplies by, or 0 for an unknown one. */
    private static long factor(int kind, String unit) {
        if (unit.isEmpty()) {
            return 1;
        }
        if (kind == Setting.MILLIS) {
            return durationFactor(unit);
        }
        return kind == Setting.BYTES ? sizeFactor(unit) : 0;
    }

    private static long durationFactor(String unit) {
        if (unit.equals("ms")) {
            return 1;
        }
        if (unit.length() != 1) {
            return 0;
        }
        return switch (unit.charAt(0)) {
            case 's' -> 1000;
            case 'm' -> 60_000;
            case 'h' -> 3_600_000;
            case 'd' -> 86_400_000;
            default -> 0;
        };
    }

    /** K, KB and KiB are all 1024, as they are to {@code -Xmx}. */
    private static long sizeFactor(String unit) {
        if (unit.equalsIgnoreCase("B")) {
            return 1;
        }
        String rest = unit.substring(1);
        if (!rest.isEmpty() && !rest.equalsIgnoreCase("B") && !rest.equalsIgnoreCase("iB")) {
            return 0;
        }
        return switch (unit.charAt(0)) {
            case 'k', 'K' -> 1L << 10;
            case 'm', 'M' -> 1L << 20;
            case 'g', 'G' -> 1L << 30;
            default -> 0;
        };
    }

    /** A number within its bounds, or NaN. */
    static double fraction(Setting<?> setting, String text) {
        try {
            double value = Double.parseDouble(text);
            return value >= setting.minDouble && value <= setting.maxDouble ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The choice as it is declared, or null. */
    static @Nullable String choice(String[] choices, String text) {
        for (String choice : choices) {
            if (choice.equalsIgnoreCase(text)) {
                return choice;
            }
        }
        return null;
    }

    /** The right items; those that are wrong are added to {@code wrong} where it is given. */
    static List<String> list(Setting<?> setting, String text, @Nullable List<String> wrong) {
        List<String> items = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int end = text.indexOf(',', from);
            if (end < 0) {
                end = text.length();
            }
            String item = text.substring(from, end).trim();
            from = end + 1;
            if (item.isEmpty()) {
                continue;
            }
            String found = setting.choices.length == 0 ? item : choice(setting.choices, item);
            if (found == null || items.size() >= MAX_ITEMS) {
                if (wrong != null) {
                    wrong.add(item);
                }
            } else if (!items.contains(found)) {
                items.add(found);
            }
        }
        return Collections.unmodifiableList(items);
    }

    /** The right entries; of those that are wrong, where they stand (from 1) is added to {@code wrong} if given. */
    static Map<String, String> map(String text, @Nullable List<Integer> wrong) {
        Map<String, String> entries = new LinkedHashMap<>();
        int from = 0;
        int number = 0;
        while (from <= text.length()) {
            int end = text.indexOf(',', from);
            if (end < 0) {
                end = text.length();
            }
            String entry = text.substring(from, end).trim();
            from = end + 1;
            number++;
            if (entry.isEmpty()) {
                continue;
            }
            int equals = entry.indexOf('=');
            String key = equals <= 0 ? "" : decode(entry.substring(0, equals).trim());
            if (key.isEmpty() || entries.size() >= MAX_ITEMS) {
                if (wrong != null) {
                    wrong.add(number);
                }
            } else {
                entries.put(key, decode(entry.substring(equals + 1).trim()));
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    /** Percent-decodes UTF-8; a percent sign that begins no escape stays. A plus sign is no space: tokens have them. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                out.write(bytes[i]);
            } else {
                out.write((high << 4) | low);
                i += 2;
            }
        }
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
