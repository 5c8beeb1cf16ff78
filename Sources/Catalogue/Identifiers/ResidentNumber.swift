/// The identity number of a resident (公民身份号码, GB 11643-1999).
///
/// It is checked where a person types it and never recorded: the ledger holds keyed digests only.
package enum ResidentNumber {
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkCharacters = Array("10X98765432".utf8)

    /// Judges a number: form, then the date of birth, then the check character.
    package static func verdict(of number: String) -> IdentifierVerdict {
        let bytes = Array(number.utf8)
        let digits = bytes.prefix(17).map { Int($0) - 0x30 }
        guard bytes.count == 18, digits.allSatisfy({ 0...9 ~= $0 }),
            0x30...0x39 ~= bytes[17] || bytes[17] == UInt8(ascii: "X")
        else { return .format }
        let year = digits[6..<10].reduce(0) { $0 * 10 + $1 }
        let month = digits[10] * 10 + digits[11]
        guard Calendar.hasDay(year, month, digits[12] * 10 + digits[13]) else { return .date }
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return bytes[17] == checkCharacters[sum % 11] ? .valid : .check
    }
}
