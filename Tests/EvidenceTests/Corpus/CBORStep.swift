import CBOR

/// One step into a CBOR item.
enum CBORStep {
    /// To an item of an array.
    case item(Int)
    /// To the value of a key in a map.
    case key(Int64)
    /// Past a tag.
    case content
    /// Into the item that a byte string holds.
    case embedded
}

extension CBORValue {
    /// A copy in which the item at the end of a path is another; nil where the path leads nowhere.
    func changing(
        _ path: some Collection<CBORStep>,
        _ change: (CBORValue) -> CBORValue
    ) -> CBORValue? {
        guard let step = path.first else { return change(self) }
        let rest = Array(path.dropFirst())
        switch (step, self) {
        case (.item(let index), .array(var items)) where items.indices.contains(index):
            guard let item = items[index].changing(rest, change) else { return nil }
            items[index] = item
            return .array(items)
        case (.key(let label), .map(var pairs)):
            guard let place = pairs.firstIndex(where: { $0.key == CBORValue(label) }),
                let value = pairs[place].value.changing(rest, change)
            else { return nil }
            pairs[place] = CBORPair(pairs[place].key, value)
            return .map(pairs)
        case (.content, .tagged(let tag, let item)):
            return item.changing(rest, change).map { .tagged(tag, $0) }
        case (.embedded, .bytes(let bytes)):
            let item = try? CBORValue(decoding: bytes)
            return item?.changing(rest, change).map { .bytes($0.encoded) }
        default:
            return nil
        }
    }

    /// The next value of the same type: one more, the last bit flipped, another last letter.
    var altered: CBORValue {
        switch self {
        case .unsigned(let number): .unsigned(number &+ 1)
        case .negative(let number): .negative(number &+ 1)
        case .bytes(var bytes):
            if let last = bytes.indices.last {
                {
                    bytes[last] ^= 1; return .bytes(bytes)
                }()
            } else {
                .bytes([0])
            }
        case .text(let text): .text(text.dropLast() + (text.hasSuffix("9") ? "8" : "9"))
        case .array(let items): .array(Array(items.dropLast()))
        case .boolean(let flag): .boolean(!flag)
        default: .null
        }
    }
}
