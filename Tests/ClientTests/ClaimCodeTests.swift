import Client
import Cryptography
import TestSupport
import Testing

/// The codes that holders are handed, and what becomes of a typing error.
@Suite struct ClaimCodeTests {
    private static let zeros = ClaimCode(random: [UInt8](repeating: 0, count: 19))

    private func random(_ generator: inout SeededGenerator) -> ClaimCode {
        ClaimCode(random: (0..<19).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// Why a text is no code; nil when it is one.
    private func fault(_ text: String) -> String? {
        do throws(ClaimCodeError) {
            _ = try ClaimCode(text)
            return nil
        } catch {
            #expect(!error.english.isEmpty && !error.chinese.isEmpty)
            return error.code
        }
    }

    @Test func `a code is five groups of four characters, none of which looks like another`() {
        #expect(Self.zeros.text == "0000-0000-0000-0000-0000")
        withSeeds(0..<200) { generator in
            let groups = random(&generator).text.split(separator: "-")
            return groups.map(\.count) == [4, 4, 4, 4, 4]
                && groups.joined().allSatisfy { ClaimCode.alphabet.contains($0) }
        }
        #expect(ClaimCode.alphabet.count == 32 && Set(ClaimCode.alphabet).count == 32)
        #expect(Set("ILOU").isDisjoint(with: ClaimCode.alphabet))
    }

    @Test func `nineteen characters are random, five bits of each byte`() {
        for place in 0..<19 {
            var bytes = [UInt8](repeating: 0, count: 19)
            bytes[place] = 0xe0
            #expect(ClaimCode(random: bytes) == Self.zeros)
            let texts = (0..<32).map { value in
                bytes[place] = UInt8(value)
                return ClaimCode(random: bytes).text
            }
            #expect(Set(texts).count == 32)
        }
        #expect(ClaimCode.random() != ClaimCode.random())
    }

    @Test func `a code reads back from its text, and has one text`() {
        withSeeds(0..<200) { generator in
            let code = random(&generator)
            return try ClaimCode(code.text) == code && ClaimCode(code.text).text == code.text
        }
    }

    @Test func `every single wrong character and every two that changed places are noticed`() {
        withSeeds(0..<3) { generator in
            let text = random(&generator).text.filter { $0 != "-" }.map { $0 }
            for place in text.indices {
                for other in ClaimCode.alphabet where other != text[place] {
                    var typed = text
                    typed[place] = other
                    guard fault(String(typed)) == "claim.mistyped" else { return false }
                }
                for second in text.indices where text[second] != text[place] {
                    var typed = text
                    typed.swapAt(place, second)
                    guard fault(String(typed)) == "claim.mistyped" else { return false }
                }
            }
            return true
        }
    }

    @Test func `case, gaps, full-width forms and look-alikes are read as what they stand for`()
        throws
    {
        let code = ClaimCode(random: [0, 1] + (10..<27).map { UInt8($0) })
        let wide = code.text.unicodeScalars.map { scalar in
            Character(Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar)
        }
        for typed in [
            code.text.lowercased(), code.text.replacing("-", with: ""),
            " " + code.text.replacing("-", with: " ") + "\n", code.text.replacing("-", with: "—"),
            String(wide), code.text.replacing("0", with: "O").replacing("1", with: "l"),
            code.text.replacing("0", with: "o").replacing("1", with: "I"),
        ] {
            #expect(try ClaimCode(typed) == code, "\(typed)")
        }
    }

    @Test func `what is too short, too long or of other characters is told apart`() {
        let text = Self.zeros.text
        #expect(fault("") == "claim.tooShort")
        #expect(fault(String(text.dropLast())) == "claim.tooShort")
        #expect(fault(text + "0") == "claim.tooLong")
        #expect(fault(String(repeating: "0", count: 100_000)) == "claim.tooLong")
        #expect(fault("U" + text.dropFirst()) == "claim.wrongCharacter")
        #expect(fault("码" + text.dropFirst()) == "claim.wrongCharacter")
        #expect(fault("0\u{301}" + text.dropFirst()) == "claim.wrongCharacter")
    }
}
