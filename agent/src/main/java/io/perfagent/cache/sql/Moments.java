package io.perfagent.cache.sql;

/** Texts that are another date or time each time PostgreSQL reads them as one (section 8.5.1.4 of its manual). Pure. */
public final class Moments {
    /** Letters and digits that PostgreSQL takes into a date or time, and some more; what is between them does not count. */
    private static final int MAX_CHARS = 160;

    private Moments() {}

    /**
     * Whether a value, as text, may mean a moment: {@code now}, {@code today 12:00}, {@code (now);}. Whatever is no letter is
     * between words there.
     */
    public static boolean isOne(String value) {
        int length = value.length();
        int taken = 0;
        int from = 0;
        for (int i = 0; i <= length && taken <= MAX_CHARS; i++) {
            char c = i < length ? value.charAt(i) : ' ';
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                taken++;
                continue;
            }
            if (isWord(value, from, i, "now")
                    || isWord(value, from, i, "today")
                    || isWord(value, from, i, "tomorrow")
                    || isWord(value, from, i, "yesterday")) {
                return true;
            }
            taken += c >= '0' && c <= '9' ? 1 : 0;
            from = i + 1;
        }
        return false;
    }

    private static boolean isWord(String value, int from, int to, String word) {
        return to - from == word.length() && value.regionMatches(true, from, word, 0, to - from);
    }
}
