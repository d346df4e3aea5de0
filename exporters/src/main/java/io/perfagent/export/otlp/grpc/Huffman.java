package io.perfagent.export.otlp.grpc;

import java.io.IOException;

/**
 * Decodes the Huffman code of HPACK. The code is canonical, so the lengths are all there is to know: codes of one length
 * are consecutive, in the order of their symbols. Source: RFC 7541, section 5.2 and appendix B.
 */
final class Huffman {
    private static final int END_OF_STRING = 256;
    private static final int MAX_BITS = 30;

    /** The length of each symbol's code, as runs of a length ({@code `} is 0) and a count of symbols in decimal. */
    private static final String LENGTHS =
            "mw|7x~|2~|8~|9fj2lmfhkj2hkhf3e3f7ghofljmfg22hghmsmnfoefefef3eg2f3efgfe2fg5oknm|tvt2v3wvw5x"
                    + "wx2vwxw4uvwvw2xvutv2w2uwv2xuvw2u2vuwvw2tv3wv2wz2tsvwvyz3{2zxysuz{2z{xu2z2|{3txtuvu2wv2y2x2"
                    + "zwz{z2{5|{5z~";

    /** Symbols in the order of their codes. */
    private static final short[] SYMBOLS = new short[END_OF_STRING + 1];
    /** By length: the first code, how many there are, and where their symbols begin. */
    private static final int[] FIRST = new int[MAX_BITS + 1];

    private static final int[] COUNT = new int[MAX_BITS + 1];
    private static final int[] OFFSET = new int[MAX_BITS + 1];

    static {
        byte[] lengths = lengths();
        int code = 0;
        int filled = 0;
        for (int bits = 1; bits <= MAX_BITS; bits++) {
            code <<= 1;
            FIRST[bits] = code;
            OFFSET[bits] = filled;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == bits) {
                    SYMBOLS[filled++] = (short) symbol;
                    code++;
                }
            }
            COUNT[bits] = filled - OFFSET[bits];
        }
    }

    private Huffman() {}

    private static byte[] lengths() {
        byte[] lengths = new byte[END_OF_STRING + 1];
        int symbol = 0;
        int i = 0;
        while (i < LENGTHS.length()) {
            int bits = LENGTHS.charAt(i++) - '`';
            int run = 0;
            while (i < LENGTHS.length() && LENGTHS.charAt(i) <= '9') {
                run = run * 10 + LENGTHS.charAt(i++) - '0';
            }
            for (int end = symbol + Math.max(1, run); symbol < end; symbol++) {
                lengths[symbol] = (byte) bits;
            }
        }
        return lengths;
    }

    /** The text coded from {@code from} to before {@code to}, one char for each byte. */
    static String decode(byte[] data, int from, int to) throws IOException {
        StringBuilder text = new StringBuilder((to - from) * 8 / 5);
        int code = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                code = code << 1 | (data[i] >> bit & 1);
                bits++;
                if (bits > MAX_BITS) {
                    throw new IOException("malformed header");
                }
                int index = code - FIRST[bits];
                if (index >= 0 && index < COUNT[bits]) {
                    int symbol = SYMBOLS[OFFSET[bits] + index];
                    if (symbol == END_OF_STRING) {
                        throw new IOException("malformed header");
                    }
                    text.append((char) symbol);
                    code = 0;
                    bits = 0;
                }
            }
        }
        // Padding is the beginning of the longest code, which is all ones, and shorter than a byte.
        if (bits > 7 || code != (1 << bits) - 1) {
            throw new IOException("malformed header");
        }
        return text.toString();
    }
}
