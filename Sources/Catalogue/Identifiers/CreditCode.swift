/// The unified social credit code of an organisation (统一社会信用代码, GB 32100-2015).
package enum CreditCode {
    /// How many characters a code has.
    package static let length = 18

    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// The place of each byte in the alphabet; 255 where it is not in it (I, O, S, V, Z and
    /// others).
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// Judges a code.
    ///
    /// `check` is a reason to ask and not to refuse: genuine codes with a wrong check character
    /// exist.
    package static func verdict(of code: String) -> IdentifierVerdict {
        let bytes = Array(code.utf8)
        guard hasForm(bytes.span, 0..<bytes.count) else { return .format }
        return bytes[17] == checkCharacter(of: bytes[..<17]) ? .valid : .check
    }

    /// Whether there are 18 characters of the alphabet, the third to the eighth being digits.
    static func hasForm(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == length else { return false }
        let values = values.span
        for index in range where values[Int(bytes[index])] >= 31 { return false }
        for index in range.lowerBound + 2..<range.lowerBound + 8 where bytes[index] > 0x39 {
            return false
        }
        return true
    }

    /// The character that belongs after 17 others; all must be of the alphabet.
    private static func checkCharacter(of body: ArraySlice<UInt8>) -> UInt8 {
        let sum = zip(body, weights).reduce(0) { $0 + Int(values[Int($1.0)]) * $1.1 }
        return alphabet[(31 - sum % 31) % 31]
    }

    /// The whole code for its first 17 characters; nil unless they have the form of a code.
    package static func completing(_ body: String) -> String? {
        let bytes = Array(body.utf8)
        let candidate = bytes + [UInt8(ascii: "0")]
        guard hasForm(candidate.span, 0..<candidate.count) else { return nil }
        return body + String(Unicode.Scalar(checkCharacter(of: bytes[...])))
    }
}
