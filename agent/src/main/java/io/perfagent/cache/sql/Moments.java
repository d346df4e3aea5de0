package io.perfagent.cache.sql;

/** Texts that are another date or time each time PostgreSQL reads them as one (section 8.5.1.4 of its manual). Pure. */
public final class Moments {
    private static final int MAX_CHARS = 40;

    private Moments() {}

    /** Whether a value, as text, may mean a moment: {@code now}, {@code today 12:00}. */
    public static boolean isOne(String value) {
        int length = value.length();
        if (length < 3 || length > MAX_CHARS) {
            return false;
        }
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || value.charAt(i) <= ' ' || value.charAt(i) == ',') {
                if (isWord(value, from, i, "now")
                        || isWord(value, from, i, "today")
                        || isWord(value, from, i, "tomorrow")
                        || isWord(value, from, i, "yesterday")) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static boolean isWord(String value, int from, int to, String word) {
        return to - from == word.length() && value.regionMatches(true, from, word, 0, to - from);
    }
}
