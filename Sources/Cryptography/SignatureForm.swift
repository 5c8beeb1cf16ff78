/// Converts between r‖s, which travels, and DER, which OpenSSL speaks (RFC 3279 §2.2.3).
extension Signature {
    /// Whether r and s lie in 1..<n and, for P-256, s is the lower of the two that verify.
    ///
    /// With ECDSA (r, n−s) verifies whenever (r, s) does, so that anyone could give a signed
    /// statement a second form; only the one with s ≤ n/2 is admitted. SM2 has no such twin:
    /// negating the computed point needs both −s and −(r+s), which no single pair (r, s′) gives.
    func isCanonical(_ suite: Suite) -> Bool {
        let order = suite.curveOrder
        guard r != .zero, s != .zero, r < order, s < order else { return false }
        return suite == .sm2 || s <= order &- s
    }

    /// The same signature with the lower s, for P-256; SM2 signatures stay as they are.
    func normalized(_ suite: Suite) -> Signature {
        isCanonical(suite) ? self : Signature(r: r, s: suite.curveOrder &- s)
    }

    /// SEQUENCE { r INTEGER, s INTEGER }: at most 72 bytes.
    var der: [UInt8] {
        let integers = Self.derInteger(r) + Self.derInteger(s)
        return [0x30, UInt8(integers.count)] + integers
    }

    /// Reads what OpenSSL produced; nil for anything but two integers of at most 256 bits.
    init?(der: [UInt8]) {
        guard der.count >= 2, der[0] == 0x30, Int(der[1]) == der.count - 2 else { return nil }
        var rest = der.dropFirst(2)
        guard let r = Self.takeInteger(&rest), let s = Self.takeInteger(&rest), rest.isEmpty else {
            return nil
        }
        self.init(r: r, s: s)
    }

    private static func derInteger(_ number: Bytes32) -> [UInt8] {
        // Safe: the bytes are copied while they are lent.
        let digits = unsafe number.withBytes { unsafe Array($0.drop { $0 == 0 }) }
        let sign: [UInt8] = (digits.first ?? 0x80) >= 0x80 ? [0] : []
        return [0x02, UInt8(sign.count + digits.count)] + sign + digits
    }

    private static func takeInteger(_ rest: inout ArraySlice<UInt8>) -> Bytes32? {
        guard rest.popFirst() == 0x02, let count = rest.popFirst(), count <= rest.count else {
            return nil
        }
        let digits = rest.prefix(Int(count)).drop { $0 == 0 }
        rest = rest.dropFirst(Int(count))
        guard digits.count <= 32 else { return nil }
        return Bytes32([UInt8](repeating: 0, count: 32 - digits.count) + digits)
    }
}
