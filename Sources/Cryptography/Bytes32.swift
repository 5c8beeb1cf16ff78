/// Thirty-two bytes in place: the storage of digests, keys and signatures, and a big-endian number.
struct Bytes32: Hashable, Sendable {
    // The words hold the bytes in memory order, whatever the machine's byte order.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    static let byteCount = 32
    static let zero = Bytes32()

    private init() {
        words = (0, 0, 0, 0)
    }

    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var storage = Bytes32()
        // Safe: the counts are equal, so every byte lands inside the storage.
        unsafe storage.withMutableBytes { unsafe $0.copyBytes(from: bytes) }
        self = storage
    }

    /// Storage filled by `body`, which sees exactly 32 writable bytes.
    init(fill body: (UnsafeMutableRawBufferPointer) -> Void) {
        self.init()
        // Safe: `body` is handed the storage for the duration of the call.
        unsafe withMutableBytes(body)
    }

    static func == (left: Self, right: Self) -> Bool {
        left.words == right.words
    }

    func hash(into hasher: inout Swift.Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        // Safe: four words of 64 bits are 32 bytes without padding.
        unsafe withUnsafeBytes(of: words) { unsafe body($0) }
    }

    private mutating func withMutableBytes(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
        // Safe: four words of 64 bits are 32 bytes without padding, and every bit pattern is valid.
        unsafe withUnsafeMutableBytes(of: &words) { unsafe body($0) }
    }
}

// MARK: - As a big-endian number

extension Bytes32: Comparable {
    private var limbs: [4 of UInt64] {
        [words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian]
    }

    /// The first eight bytes and the next eight, as big-endian numbers.
    var leadingWords: (UInt64, UInt64) { (words.0.bigEndian, words.1.bigEndian) }

    init(mostSignificantFirst limbs: [4 of UInt64]) {
        words = (limbs[0].bigEndian, limbs[1].bigEndian, limbs[2].bigEndian, limbs[3].bigEndian)
    }

    static func < (left: Self, right: Self) -> Bool {
        let (left, right) = (left.limbs, right.limbs)
        for place in 0..<4 where left[place] != right[place] {
            return left[place] < right[place]
        }
        return false
    }

    /// The difference modulo 2²⁵⁶.
    static func &- (left: Self, right: Self) -> Self {
        let (left, right) = (left.limbs, right.limbs)
        var difference: [4 of UInt64] = [0, 0, 0, 0]
        var borrow: UInt64 = 0
        for place in (0..<4).reversed() {
            let (partial, first) = left[place].subtractingReportingOverflow(right[place])
            let (whole, second) = partial.subtractingReportingOverflow(borrow)
            difference[place] = whole
            borrow = first || second ? 1 : 0
        }
        return Bytes32(mostSignificantFirst: difference)
    }
}
