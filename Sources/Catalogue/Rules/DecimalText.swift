/// Decimal numbers in their one written form: no plus sign, no leading zeros, no minus before zero.
enum DecimalText {
    /// The digits as one integer and how many of them are behind the point; nil for other forms
    /// and for more than 18 digits.
    static func parse(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) -> (mantissa: Int64, scale: Int)? {
        var index = range.lowerBound
        guard index < range.upperBound else { return nil }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let firstDigit = index
        var point: Int?
        var mantissa: Int64 = 0
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "."), point == nil, index > firstDigit {
                point = index
            } else {
                guard byte &- 0x30 < 10, index - firstDigit < (point == nil ? 18 : 19) else {
                    return nil
                }
                mantissa = mantissa * 10 + Int64(byte &- 0x30)
            }
            index += 1
        }
        let whole = (point ?? index) - firstDigit
        let scale = point.map { index - $0 - 1 } ?? 0
        guard whole > 0, whole + scale <= 18, point == nil || scale > 0,
            whole == 1 || bytes[firstDigit] != UInt8(ascii: "0"), !(isNegative && mantissa == 0)
        else { return nil }
        return (isNegative ? -mantissa : mantissa, scale)
    }

    /// Ten to the power of a scale between 0 and 18.
    static func power(_ scale: Int) -> Int64 {
        precondition(0...18 ~= scale)
        return (0..<scale).reduce(1) { power, _ in power * 10 }
    }

    /// The number with its point, without zeros at the end of the fraction.
    static func text(_ mantissa: Int64, scale: Int) -> String {
        let power = power(scale).magnitude
        let (whole, fraction) = mantissa.magnitude.quotientAndRemainder(dividingBy: power)
        let sign = mantissa < 0 ? "-" : ""
        guard fraction > 0 else { return "\(sign)\(whole)" }
        var digits = String(fraction)
        digits = String(repeating: "0", count: scale - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
