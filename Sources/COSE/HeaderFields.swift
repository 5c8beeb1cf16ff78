import CBOR

/// The entries of a header or claims map while they are taken out one by one.
///
/// What is not asked for stays, so that nothing passes unread.
struct HeaderFields {
    private(set) var rest: [(label: Int64, value: ArraySlice<UInt8>)] = []

    /// Reads an encoded map whose keys are integers, in deterministic order.
    init(_ map: ArraySlice<UInt8>) throws(COSEError) {
        var reader = CBORReader(map)
        let entries = try reading { () throws(CBORError) in
            let entries = try reader.mapEntries()
            try reader.finish()
            return entries
        }
        rest.reserveCapacity(entries.count)
        for (key, value) in entries {
            guard let label = Int64(key) else { throw .labelNotInteger }
            rest.append((label, value))
        }
    }

    /// Takes out the value of a label that must be there.
    mutating func take<Value>(
        _ label: Int64,
        _ read: (inout CBORReader) throws(CBORError) -> Value
    ) throws(COSEError) -> Value {
        guard let place = rest.firstIndex(where: { $0.label == label }) else {
            throw .missingLabel(label)
        }
        var reader = CBORReader(rest.remove(at: place).value)
        return try reading { () throws(CBORError) in
            let value = try read(&reader)
            try reader.finish()
            return value
        }
    }

    /// Throws unless everything was taken.
    func finish() throws(COSEError) {
        if let unread = rest.first { throw .unknownLabel(unread.label) }
    }
}

extension Int64 {
    /// The number that a CBOR item stands for; nil for other items and for numbers that do not fit.
    init?(_ value: CBORValue) {
        switch value {
        case .unsigned(let number):
            guard let fitting = Int64(exactly: number) else { return nil }
            self = fitting
        case .negative(let number):
            guard let fitting = Int64(exactly: number) else { return nil }
            self = ~fitting
        default:
            return nil
        }
    }
}
