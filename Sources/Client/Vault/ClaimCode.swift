import Cryptography

/// What an issuer hands to a holder, so that he and nobody else fetches a certificate's fields.
///
///     K7QF-2M9D-XW3R-HJ4P-T8C5        nineteen random characters, then one that checks them
///
/// A character is a number below 32: digits and capital letters without I, L, O and U, which are
/// taken for others. Nineteen of them are 95 random bits. Read as a polynomial over GF(2⁵), all
/// twenty vanish at x, a generator of the field: so one wrong character, and any two that changed
/// places, are noticed before anybody is asked.
package struct ClaimCode: Hashable, Sendable {
    /// How many characters are random, five bits each.
    package static let randomCount = 19
    /// How many characters a code has, without hyphens.
    package static let count = randomCount + 1
    /// The characters by their numbers.
    package static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    /// How many characters stand together.
    private static let groupCount = 4

    private let symbols: [UInt8]

    /// Makes a code of random bytes, of which it takes five bits each.
    ///
    /// Another count than nineteen is a programming error.
    package init(random bytes: [UInt8]) {
        precondition(bytes.count == Self.randomCount, "a code has 95 random bits")
        let random = bytes.map { $0 & 0x1f }
        // What the check character stands at is 1, so it is what the others come to.
        symbols = random + [Self.timesX(Self.value(of: random))]
    }

    /// A new code from the system's randomness.
    package static func random() -> ClaimCode {
        ClaimCode(random: SecureRandom.bytes(randomCount))
    }

    /// Reads what a person typed: in any case and groups, full-width or not, look-alikes and all.
    package init(_ typed: String) throws(ClaimCodeError) {
        var symbols: [UInt8] = []
        for character in typed where !Self.isGap(character) {
            guard let symbol = Self.symbol(of: character) else {
                throw .wrongCharacter(character, at: symbols.count + 1)
            }
            symbols.append(symbol)
            guard symbols.count <= Self.count else { throw .tooLong }
        }
        guard symbols.count == Self.count else { throw .tooShort(found: symbols.count) }
        guard Self.value(of: symbols) == 0 else { throw .mistyped }
        self.symbols = symbols
    }

    /// The code as it is printed and read aloud.
    package var text: String {
        let characters = symbols.map { Self.alphabet[Int($0)] }
        return stride(from: 0, to: Self.count, by: Self.groupCount)
            .map { String(characters[$0..<($0 + Self.groupCount)]) }
            .joined(separator: "-")
    }

    /// The bytes from which keys are derived: the characters without hyphens.
    var secret: [UInt8] { Array(text.utf8.filter { $0 != UInt8(ascii: "-") }) }

    // MARK: GF(32) by x⁵ + x² + 1

    private static func timesX(_ value: UInt8) -> UInt8 {
        let double = value << 1
        return double & 0x20 == 0 ? double : double ^ 0x25
    }

    /// The polynomial with these coefficients, the first one highest, at x.
    private static func value(of symbols: [UInt8]) -> UInt8 {
        symbols.reduce(0) { timesX($0) ^ $1 }
    }

    // MARK: What people type

    private static func isGap(_ character: Character) -> Bool {
        character.isWhitespace || "-‐‑–—−－_.·".contains(character)
    }

    private static func symbol(of character: Character) -> UInt8? {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1,
            // The full-width forms of ASCII, which Chinese keyboards offer.
            let narrow = Unicode.Scalar(
                (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
            )
        else { return nil }
        switch Character(narrow).uppercased() {
        case "O": return 0
        case "I", "L": return 1
        case let upper: return alphabet.firstIndex { String($0) == upper }.map { UInt8($0) }
        }
    }
}

/// Why a text is no claim code; nobody was asked.
package enum ClaimCodeError: Error, Hashable, Sendable {
    /// There are too few characters.
    case tooShort(found: Int)
    /// There are too many characters.
    case tooLong
    /// A character that no code has; places count from 1, hyphens left out.
    case wrongCharacter(Character, at: Int)
    /// The characters do not belong together: one is wrong, or two changed places.
    case mistyped
}

extension ClaimCodeError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .tooShort: "claim.tooShort"
        case .tooLong: "claim.tooLong"
        case .wrongCharacter: "claim.wrongCharacter"
        case .mistyped: "claim.mistyped"
        }
    }

    /// One English sentence for people.
    package var english: String {
        switch self {
        case .tooShort(let found):
            "The claim code has \(found) of its \(ClaimCode.count) characters."
        case .tooLong: "The claim code has more than \(ClaimCode.count) characters."
        case .wrongCharacter(let character, let place):
            "Character \(place) of the claim code, \"\(character)\", is in no claim code."
        case .mistyped:
            "The claim code was mistyped: a character is wrong, or two changed places."
        }
    }

    /// One Chinese sentence for people.
    package var chinese: String {
        switch self {
        case .tooShort(let found): "领取码应有 \(ClaimCode.count) 位，只输入了 \(found) 位。"
        case .tooLong: "领取码只有 \(ClaimCode.count) 位，输入过长。"
        case .wrongCharacter(let character, let place):
            "领取码第 \(place) 位“\(character)”不是领取码所用字符。"
        case .mistyped: "领取码输入有误：有一位写错，或两位颠倒。"
        }
    }
}
