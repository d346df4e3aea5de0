package io.perfagent.metric;

/**
 * Buckets of base-2 exponential histograms: at scale {@code s} bucket {@code i} holds values in (b^i, b^(i+1)] with b = 2
 * to the power of 2^-s.
 *
 * <p>Source: OpenTelemetry metrics data model, exponential histograms.
 */
final class ExponentialScale {
    static final int MAX = 20;

    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;
    private static final double LN2 = Math.log(2);

    private ExponentialScale() {}

    /** The bucket of {@code value}, a normal number above 0, at a scale of at most 20. */
    static int indexOf(double value, int scale) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) - EXPONENT_BIAS;
        boolean powerOfTwo = (bits & ((1L << MANTISSA_BITS) - 1)) == 0;
        // The bucket at scale 0; upper bounds are inclusive, so a power of two belongs to the bucket it ends.
        int whole = powerOfTwo ? exponent - 1 : exponent;
        if (scale <= 0) {
            return whole >> -scale;
        }
        if (powerOfTwo) {
            return (exponent << scale) - 1;
        }
        int index = (int) Math.ceil(Math.log(value) / LN2 * (1 << scale)) - 1;
        // The logarithm is rounded; the powers of two on either side are exact.
        return Math.max(whole << scale, Math.min(index, ((whole + 1) << scale) - 1));
    }

    /** Whether the buckets {@code lowest} to {@code highest}, joined {@code 2^shift} to one, are at most 160. */
    static boolean fits(int lowest, int highest, int shift) {
        return (long) (highest >> shift) - (lowest >> shift) < ExponentialWindow.MAX_BUCKETS;
    }

    /** By how much the scale must drop for the buckets {@code lowest} to {@code highest} to be at most 160. */
    static int shiftToFit(int lowest, int highest) {
        int shift = 0;
        while (!fits(lowest, highest, shift)) {
            shift++;
        }
        return shift;
    }
}
