/// A number below the order of P-256 (SEC 2 §2.4.2), as much arithmetic as ``OpenKey`` needs.
struct CurveNumber: Hashable, Sendable {
    /// Ten limbs of 32 bits, the lowest first; a product with a small number fits.
    private var limbs: [UInt32]

    private static let limbCount = 10

    private static let order = CurveNumber(hexadecimal: [
        0xffff_ffff, 0x0000_0000, 0xffff_ffff, 0xffff_ffff,
        0xbce6_faad, 0xa717_9e84, 0xf3b9_cac2, 0xfc63_2551,
    ])
    /// The x coordinate of the base point: r of every signature with the nonce 1.
    static let baseX = CurveNumber(hexadecimal: [
        0x6b17_d1f2, 0xe12c_4247, 0xf8bc_e6e5, 0x63a4_40f2,
        0x7703_7d81, 0x2deb_33a0, 0xf4a1_3945, 0xd898_c296,
    ])

    private init(hexadecimal words: [UInt32]) {
        limbs = words.reversed() + [0, 0]
    }

    /// A number of 32 bytes, the highest first, as it is.
    init(_ bytes: [UInt8]) {
        precondition(bytes.count == 32, "a number has 32 bytes")
        let words = stride(from: 0, to: 32, by: 4).map { start in
            bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        self.init(hexadecimal: words)
    }

    /// The 32 bytes, the highest first.
    var bytes: [UInt8] {
        limbs.prefix(8).reversed().flatMap { limb in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: limb >> $0) }
        }
    }

    /// The number times `factor` plus another, modulo the order.
    func multiplied(by factor: UInt32, adding other: CurveNumber) -> CurveNumber {
        var result = self
        var carry: UInt64 = 0
        for index in limbs.indices {
            let sum = UInt64(limbs[index]) * UInt64(factor) + UInt64(other.limbs[index]) + carry
            result.limbs[index] = UInt32(truncatingIfNeeded: sum)
            carry = sum >> 32
        }
        for shift in (0...34).reversed() {
            let multiple = Self.order.shifted(by: shift)
            if !result.isBelow(multiple) { result.subtract(multiple) }
        }
        return result
    }

    /// The number or its negative, whichever is lower: the one form of s that the ledger takes.
    var lower: CurveNumber {
        var negative = Self.order
        negative.subtract(self)
        return negative.isBelow(self) ? negative : self
    }

    private func shifted(by bits: Int) -> CurveNumber {
        var result = self
        let (words, rest) = (bits / 32, UInt32(bits % 32))
        for index in limbs.indices.reversed() {
            let low = index >= words ? limbs[index - words] : 0
            let lower = index > words ? limbs[index - words - 1] : 0
            result.limbs[index] = rest == 0 ? low : low << rest | lower >> (32 - rest)
        }
        return result
    }

    private func isBelow(_ other: CurveNumber) -> Bool {
        for index in limbs.indices.reversed() where limbs[index] != other.limbs[index] {
            return limbs[index] < other.limbs[index]
        }
        return false
    }

    private mutating func subtract(_ other: CurveNumber) {
        var borrow: Int64 = 0
        for index in limbs.indices {
            let difference = Int64(limbs[index]) - Int64(other.limbs[index]) - borrow
            limbs[index] = UInt32(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
    }
}
