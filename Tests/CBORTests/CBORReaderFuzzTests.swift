import CBOR
import TestSupport
import Testing

/// Hostile bytes: the reader never traps, and what it accepts has no second form.
@Suite struct CBORReaderFuzzTests {
    @Test func `a mutated item is refused or re-encodes to itself`() {
        var refused = 0
        withSeeds(0..<20_000) { generator in
            let valid = Self.item(depth: 0, &generator).encoded
            let mutant = generator.mutated(valid)
            guard let value = try? CBORValue(decoding: mutant) else {
                refused += 1
                return true
            }
            return value.encoded == mutant
        }
        #expect((1_000..<20_000).contains(refused), "the mutations miss their purpose")
    }

    @Test func `skipping and decoding accept the same bytes`() {
        withSeeds(0..<20_000) { generator in
            let mutant = generator.mutated(Self.item(depth: 0, &generator).encoded)
            var skipping = CBORReader(mutant)
            var decoding = CBORReader(mutant)
            let skipped = Result { try skipping.encodedItem() }
            let decoded = Result { try decoding.value() }
            switch (skipped, decoded) {
            case (.success(let bytes), .success(let value)):
                return value.encoded == Array(bytes) && skipping.position == decoding.position
            case (.failure(let left), .failure(let right)):
                return left as? CBORError == right as? CBORError
                    && skipping.position == 0 && decoding.position == 0
            default:
                return false
            }
        }
    }

    @Test func `random bytes never trap`() {
        withSeeds(0..<20_000) { generator in
            let bytes = generator.bytes(Int.random(in: 0...40, using: &generator))
            guard let value = try? CBORValue(decoding: bytes) else { return true }
            return value.encoded == bytes
        }
    }

    @Test func `any order of a map's pairs is written in one order`() {
        withSeeds(0..<500) { generator in
            let keys = Set((0..<8).map { _ in Self.item(depth: 3, &generator).encoded })
            let pairs = try keys.map { CBORPair(try CBORValue(decoding: $0), .null) }
            let bytes = CBORValue.map(pairs).encoded
            let shuffled = CBORValue.map(pairs.shuffled(using: &generator)).encoded
            return bytes == shuffled && (try? CBORValue(decoding: bytes)) != nil
        }
    }

    private static func item(depth: Int, _ generator: inout SeededGenerator) -> CBORValue {
        let number = generator.next() >> UInt64.random(in: 0..<64, using: &generator)
        switch Int.random(in: 0..<(depth < 4 ? 10 : 7), using: &generator) {
        case 0: return .unsigned(number)
        case 1: return .negative(number)
        case 2: return .bytes(generator.bytes(Int.random(in: 0...30, using: &generator)))
        case 3: return .text(String(repeating: "链证a", count: Int(number % 9)))
        case 4: return .boolean(number.isMultiple(of: 2))
        case 5: return .null
        case 6: return .simple(number.isMultiple(of: 2) ? 59 : 19)
        case 7:
            return .array((0..<number % 5).map { _ in item(depth: depth + 1, &generator) })
        case 8:
            let keys = Set((0..<number % 5).map { _ in generator.next() >> 40 }).sorted()
            return .map(
                keys.map { CBORPair(.unsigned($0), item(depth: depth + 1, &generator)) }
            )
        default: return .tagged(number, item(depth: depth + 1, &generator))
        }
    }
}
