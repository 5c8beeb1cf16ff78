import CBOR
import Evidence
import Ledger

// MARK: - Bytes that are not a file, and times

extension Corpus {
    mutating func addFormFaults() {
        let good = source.main.encoded
        add("empty", .unreadable, bytes: [])
        add("zeros", .unreadable, bytes: [UInt8](repeating: 0, count: 100))
        add("text", .unreadable, bytes: Array("{\"certificate\": 1}".utf8))
        add("too-long", .unreadable, bytes: good + [UInt8](repeating: 0, count: 4 << 20))
        add("trailing-byte", .unreadable, bytes: good + [0])
        add("trailing-file", .unreadable, bytes: good + good)
        add("without-its-tag", .unreadable, bytes: Array(good.dropFirst()))
        add("tag-of-many-signatures", .unreadable, bytes: [0xd8, 98] + good.dropFirst())
        add("tag-in-two-bytes", .unreadable, bytes: [0xd8, 18] + good.dropFirst())
        add("array-in-two-bytes", .unreadable, bytes: [0xd2, 0x98, 4] + good.dropFirst(2))
        add("array-of-no-length", .unreadable, bytes: [0xd2, 0x9f] + good.dropFirst(2) + [0xff])
        add("three-items", .unreadable, at: [.content])
        add("bare-statement", .unreadable, at: .unprotected) { _ in .map([]) }
        add("unprotected-not-a-map", .unreadable, at: .unprotected) { _ in .array([]) }
        add("unprotected-label-unknown", .unreadable, at: .unprotected) {
            $0.adding(-70003, .unsigned(1))
        }
        for label in [17, -70002] as [Int64] {
            add("unprotected-without-\(label)", .unreadable, at: .unprotected) {
                $0.removing(label)
            }
        }
        for key in 1...5 as ClosedRange<Int64> {
            add("evidence-without-\(key)", .unreadable, at: .evidence) { $0.removing(key) }
            add("evidence-\(key)-of-another-type", .unreadable, at: .evidence + [.key(key)]) { _ in
                .boolean(true)
            }
        }
        for key in 6...8 as ClosedRange<Int64> {
            add("evidence-\(key)-of-another-type", .unreadable, at: .evidence) {
                $0.removing(key).adding(key, .boolean(true))
            }
        }
        add("evidence-key-unknown", .unreadable, at: .evidence) { $0.adding(9, .unsigned(1)) }
        add("evidence-not-a-map", .unreadable, at: .evidence) { _ in .array([]) }
        addValueFaults()
        addOrderFaults()
    }

    /// Items that no file of ours has: floats, deep nesting, text that is none.
    private mutating func addValueFaults() {
        let disclosures: [CBORStep] = .unprotected + [.key(17)]
        let salt = [UInt8]([0x50] + [UInt8](repeating: 1, count: 16))
        let name = [UInt8]([0x61, 0x78])
        let deep = [UInt8](repeating: 0x81, count: 40) + [0x00]
        for (fault, value) in [
            ("float", [0xf9, 0x3c, 0x00]), ("nested-too-deep", deep),
            ("text-not-utf8", [0x62, 0xc3, 0x28]), ("number-in-two-bytes", [0x18, 0x01]),
            ("keys-unordered", [0xa2, 0x02, 0x00, 0x01, 0x00]),
            ("keys-repeated", [0xa2, 0x01, 0x00, 0x01, 0x00]),
            ("length-beyond-the-end", [0x5a, 0xff, 0xff, 0xff, 0xff]),
        ] as [(String, [UInt8])] {
            add("field-value-\(fault)", .unreadable, at: disclosures) { _ in
                .array([.bytes([0x83] + salt + value + name)])
            }
        }
    }

    /// Maps whose keys are out of order, which no CBOR writer of ours can write.
    private mutating func addOrderFaults() {
        let file = source.main
        guard let value = try? CBORValue(decoding: file.encoded),
            case .tagged(_, .array(let items)) = value, case .map(let pairs) = items[1]
        else {
            unmade.append("unprotected-keys-unordered")
            return
        }
        for (name, order) in [
            ("unordered", pairs.reversed()), ("repeated", pairs + pairs.suffix(1)),
        ] {
            var writer = CBORWriter()
            writer.tag(18)
            writer.array(4)
            writer.value(items[0])
            writer.map(order.count)
            for pair in order {
                writer.value(pair.key)
                writer.value(pair.value)
            }
            writer.value(items[2])
            writer.value(items[3])
            add("unprotected-keys-\(name)", .unreadable, bytes: writer.bytes)
        }
    }

    /// The file cut where its outer items end.
    mutating func addTruncations() {
        let bytes = source.main.encoded
        for end in Self.boundaries(of: bytes) {
            let digits = String(end)
            let place = String(repeating: "0", count: 5 - digits.count) + digits
            add("cut-after-\(place)", .unreadable, bytes: Array(bytes[..<end]))
        }
    }

    /// Where items of the three outer levels end.
    private static func boundaries(of bytes: [UInt8]) -> [Int] {
        var reader = CBORReader(bytes)
        var ends: [Int] = []
        func walk(_ depth: Int) {
            switch try? reader.peekType() {
            case .tag where depth > 0:
                _ = try? reader.tag()
                walk(depth)
            case .array where depth > 0:
                for _ in 0..<((try? reader.array()) ?? 0) { walk(depth - 1) }
            case .map where depth > 0:
                for _ in 0..<2 * ((try? reader.map()) ?? 0) { walk(depth - 1) }
            default:
                _ = try? reader.encodedItem()
            }
            ends.append(reader.position)
        }
        walk(4)
        return Set(ends).sorted().dropLast()
    }

    mutating func addTimeFaults() throws {
        let hops = source.main.evidence.hops
        var ledger = source.ledger
        let seconds = ledger.nextMs / 1_000
        for (name, reason, notBefore, expiry) in [
            ("expired", .expired, nil, seconds + 1),
            ("not-yet-valid", .notYetValid, seconds + 86_400, nil),
        ] as [(String, Reason, UInt64?, UInt64?)] {
            let certificate = ledger.certificate(
                "1.2.156.3005.2.\(name.uppercased())",
                notBefore: notBefore,
                expiry: expiry
            )
            let index = ledger.record(certificate.statement)
            let file = try ledger.file(certificate, at: index, hops: hops)
            add(name, reason, from: file) { _ in }
        }
        add("stale", .staleEvidence, from: source.stale) { _ in }
        let before = source.main.evidence.recorded.header.timeMs + 1_000
        add("asked-before-the-status-changed", .statusChangedLater, atMs: before) { _ in }
        add("asked-before-it-was-recorded", .notYetValid, atMs: before - 86_400_000) {
            $0.evidence.statusEvent = nil
        }
        var future = source.ledger
        future.blockIntervalMs = 3_600_000
        future.advance()
        let ahead = try future.status(of: source.main.leafIndex)
        add("from-the-future", .clockBehind) { $0 = $0.withRefreshedStatus(ahead) }
    }
}
