import CBOR

/// libFuzzer's own mutator, for when the bytes are no CBOR.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ limit: Int) -> Int

/// Changes one item of the CBOR in an input, so that what comes out still decodes.
///
/// Bytes changed at random are refused by the reader, and nothing behind it is ever tried. Every
/// fourth time, and for inputs that are no CBOR, libFuzzer changes bytes all the same.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateItems(
    _ data: UnsafeMutablePointer<UInt8>?,
    _ size: Int,
    _ limit: Int,
    _ seed: UInt32
) -> Int {
    // Safe: libFuzzer lends `limit` writable bytes, `size` of which are set, for the call.
    let room = unsafe UnsafeMutableBufferPointer(start: data, count: limit)
    var random = SeededGenerator(seed: UInt64(seed))
    guard seed % 4 != 0, let item = try? CBORValue(decoding: unsafe Array(room[..<size])) else {
        return unsafe mutateBytes(data, size, limit)
    }
    var countdown = Int.random(in: 0..<item.itemCount, using: &random)
    let bytes = item.changed(&countdown, &random).encoded
    guard bytes.count <= limit else { return unsafe mutateBytes(data, size, limit) }
    for (place, byte) in bytes.enumerated() { unsafe room[place] = byte }
    return bytes.count
}

extension CBORValue {
    /// The items of arrays and maps, tagged ones, and the one that a byte string holds.
    private var parts: [CBORValue] {
        switch self {
        case .array(let items): items
        case .map(let pairs): pairs.map(\.value)
        case .tagged(_, let item): [item]
        case .bytes(let bytes): embedded(bytes).map { [$0] } ?? []
        default: []
        }
    }

    /// How many items there are, with all inside one another.
    var itemCount: Int { parts.reduce(1) { $0 + $1.itemCount } }

    private func embedded(_ bytes: [UInt8]) -> CBORValue? {
        guard let first = bytes.first, (0x80...0xdb).contains(first) else { return nil }
        return try? CBORValue(decoding: bytes)
    }

    /// A copy in which the item is another that comes up when the countdown reaches zero.
    func changed(_ countdown: inout Int, _ random: inout SeededGenerator) -> CBORValue {
        countdown -= 1
        if countdown == -1 { return mutant(&random) }
        switch self {
        case .array(let items):
            return .array(items.map { $0.changed(&countdown, &random) })
        case .map(let pairs):
            return .map(pairs.map { CBORPair($0.key, $0.value.changed(&countdown, &random)) })
        case .tagged(let tag, let item):
            return .tagged(tag, item.changed(&countdown, &random))
        case .bytes(let bytes):
            return embedded(bytes).map { .bytes($0.changed(&countdown, &random).encoded) } ?? self
        default:
            return self
        }
    }

    private func mutant(_ random: inout SeededGenerator) -> CBORValue {
        switch self {
        case .unsigned(let number):
            let others = [number &+ 1, number &- 1, 0, .max, random.next(), number ^ 1]
            return .unsigned(others.randomElement(using: &random) ?? 0)
        case .negative(let number): return .negative(number ^ (1 << (random.next() % 20)))
        case .bytes(let bytes): return .bytes(Self.mutant(of: bytes, &random))
        case .text(let text): return .text(random.next() % 2 == 0 ? text + "0" : "")
        case .array(let items): return .array(Self.mutant(of: items, &random))
        case .map(let pairs):
            guard let place = pairs.indices.randomElement(using: &random) else { return .null }
            return .map(pairs.indices.filter { $0 != place }.map { pairs[$0] })
        case .tagged(let tag, let item): return .tagged(tag ^ 1, item)
        case .boolean(let flag): return .boolean(!flag)
        case .null, .simple: return .unsigned(random.next())
        }
    }

    private static func mutant(
        of bytes: [UInt8],
        _ random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = bytes
        switch (random.next() % 6, bytes.indices.randomElement(using: &random)) {
        case (0, _): bytes.append(UInt8(truncatingIfNeeded: random.next()))
        case (1, .some): bytes.removeLast()
        case (2, _): bytes = [UInt8](repeating: 0, count: bytes.count)
        case (_, let place?): bytes[place] ^= 1 << UInt8(random.next() % 8)
        case (_, nil): break
        }
        return bytes
    }

    private static func mutant(
        of items: [CBORValue],
        _ random: inout SeededGenerator
    ) -> [CBORValue] {
        var items = items
        guard let place = items.indices.randomElement(using: &random),
            let other = items.indices.randomElement(using: &random)
        else { return [.unsigned(random.next())] }
        switch random.next() % 4 {
        case 0: items.remove(at: place)
        case 1: items.insert(items[place], at: other)
        case 2: items.swapAt(place, other)
        default: items[place] = items[other]
        }
        return items
    }
}
