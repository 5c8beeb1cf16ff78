import CBOR
import COSE
import Cryptography
import Evidence
import Ledger

// MARK: - What the issuer signed

extension Corpus {
    mutating func addGoodFiles() throws {
        let ledger = source.ledger
        add("good-within-one-epoch", nil, from: source.plain) { _ in }
        add("good-across-three-epochs", nil) { _ in }
        add("good-signed-by-a-granted-key", nil, from: source.granted) { _ in }
        add("good-issued-by-a-member-admitted-later", nil, from: source.admitted) { _ in }
        add("good-signed-by-two-persons", nil, from: source.approved) { _ in }
        add("good-of-a-type-adopted-later", nil, from: source.adopted) { _ in }
        add("good-with-one-field-shown", nil) { $0 = $0.keepingDisclosures(of: ["amount"]) }
        add("good-with-no-field-shown", nil) { $0.disclosures = [] }
        add("good-without-receipts", nil) { $0.receipts = [] }
        add("good-with-one-receipt", nil) { $0.receipts.removeLast(2) }
        add("good-without-event", nil) { $0.evidence.statusEvent = nil }
        for signers in [[0, 1, 2], [1, 2, 3], [0, 1, 2, 3]] {
            let name = signers.map(String.init).joined()
            add("good-status-votes-of-\(name)", nil) {
                $0.evidence.statusAnchor = ledger.anchor(signers: signers)
            }
        }
        let boundary = source.main.evidence.hops[0]
        add("good-boundary-finalized-in-a-later-view", nil) {
            $0.evidence.hops[0] = Hop(
                anchor: ledger.anchor(header: boundary.anchor.header, laterViews: 7),
                nextValidators: boundary.nextValidators
            )
        }
    }

    mutating func addStatementFaults() {
        let suite = source.ledger.suite
        let other = suite == .p256 ? Suite.sm2 : .p256
        add("statement-algorithm-unknown", .unreadable, at: .protected + [.key(1)])
        add("statement-algorithm-of-the-other-suite", .tampered, at: .protected + [.key(1)]) { _ in
            CBORValue(other.signatureAlgorithm)
        }
        add("statement-key-identifier", .notIssuedBySource, at: .protected + [.key(4)])
        add("statement-key-of-another-member", .tampered, at: .protected + [.key(4)]) {
            [source] _ in
            .bytes(source.ledger.statKey.identifier.bytes)
        }
        for (label, name) in [(1, "issuer"), (2, "subject"), (6, "time")] as [(Int64, String)] {
            let claim: [CBORStep] = .protected + [.key(15), .key(label)]
            add("statement-\(name)-in-the-header-only", .contradictory, at: claim)
        }
        add("statement-type-unknown", .unreadable, at: .protected + [.key(16)])
        add("statement-of-another-kind", .notACertificate, at: .protected + [.key(16)]) { _ in
            .text(StatementKind.grant.contentType)
        }
        add("statement-for-another-ledger", .notOnThisLedger, at: .protected + [.key(-70000)])
        for (label, name, reason) in [
            (170, "allowed", .tampered), (99, "unknown", .unreadable),
            (-70001, "of-votes", .unreadable), (-70002, "of-evidence", .unreadable),
        ] as [(Int64, String, Reason)] {
            add("statement-label-\(name)-added", reason, at: .protected) { header in
                header.adding(label, .unsigned(1))
            }
        }
        add("signature-r", .tampered, at: .signature) { $0.flipping(0) }
        add("signature-s", .tampered, at: .signature) { $0.flipping(63) }
        add("signature-zero", .tampered, at: .signature) { _ in
            .bytes([UInt8](repeating: 0, count: 64))
        }
        add("signature-short", .unreadable, at: .signature) { _ in
            .bytes([UInt8](repeating: 1, count: 63))
        }
        add("signature-halves-swapped", .tampered, at: .signature) { value in
            guard case .bytes(let bytes) = value else { return value }
            return .bytes(Array(bytes[32...] + bytes[..<32]))
        }
        if suite == .p256 {
            add("signature-with-the-higher-s", .tampered, at: .signature, \.higherTwin)
        }
        addOtherStatements()
    }

    /// Statements that were signed properly, and never recorded.
    private mutating func addOtherStatements() {
        let ledger = source.ledger
        let again = ledger.certificate("1.2.156.3005.2.MAIN")
        let byAnother = ledger.certificate("1.2.156.3005.2.MAIN", with: ledger.statKey)
        let byNobody = ledger.certificate(
            "1.2.156.3005.2.MAIN",
            with: SigningKey(generating: ledger.suite)
        )
        for (name, reason, certificate) in [
            ("signed-again-and-not-recorded", .notRecorded, again),
            ("signed-by-another-member-and-not-recorded", .notRecorded, byAnother),
            ("signed-by-an-unknown-key", .notIssuedBySource, byNobody),
        ] as [(String, Reason, (statement: SignedStatement, disclosures: [Disclosure]))] {
            add("statement-" + name, reason) { file in
                file = EvidenceFile(
                    statement: certificate.statement,
                    disclosures: certificate.disclosures,
                    evidence: file.evidence
                )
            }
        }
    }

    mutating func addClaimFaults() {
        for (label, name, reason) in [
            (1, "issuer", .contradictory), (2, "identifier", .contradictory),
            (4, "expiry", .tampered), (5, "beginning", .tampered), (6, "time", .contradictory),
            (-70101, "type", .tampered), (-70102, "superseded-entry", .tampered),
        ] as [(Int64, String, Reason)] {
            add("claim-\(name)", reason, at: .payload + [.key(label)])
        }
        let name = Array("2.MAIN".utf8)
        var bytes = source.main.encoded
        for place in bytes.indices where bytes[place...].starts(with: name) {
            bytes[place + 2] = UInt8(ascii: "V")
        }
        add("claim-identifier-in-all-places", .tampered, bytes: bytes)
        let document: [CBORStep] = .payload + [.key(-70100), .item(0)]
        for (key, reason) in [("alg", .unreadable), ("dig", .tampered), ("typ", .tampered)]
            as [(String, Reason)]
        {
            add("claim-document-\(key)", reason, at: document) { $0.altering(key) }
        }
        add("claim-document-removed", .tampered, at: .payload) { $0.removing(-70100) }
        add("claim-expiry-removed", .tampered, at: .payload) { $0.removing(4) }
        add("claim-unknown", .unreadable, at: .payload) { $0.adding(7, .unsigned(1)) }
        add("claim-field-digest-removed", .tampered, at: .payload) {
            $0.changingFieldDigests(\.altered)
        }
        add("claim-field-digest-changed", .tampered, at: .payload) { claims in
            claims.changingFieldDigests { digests in
                guard case .array(let items) = digests, let last = items.last else {
                    return digests
                }
                return .array(items.dropLast() + [last.altered])
            }
        }
        add("claim-field-digests-out-of-order", .unreadable, at: .payload) { claims in
            claims.changingFieldDigests { digests in
                guard case .array(let items) = digests else { return digests }
                return .array(items.reversed())
            }
        }
        add("claims-not-a-map", .unreadable, at: .payload) { _ in .array([]) }
        add("payload-detached", .unreadable, at: [.content, .item(2)]) { _ in .null }
    }
}

extension CBORValue {
    /// A map with one more entry.
    func adding(_ label: Int64, _ value: CBORValue) -> CBORValue {
        guard case .map(let pairs) = self else { return self }
        return .map(pairs + [CBORPair(label, value)])
    }

    /// A map without an entry.
    func removing(_ label: Int64) -> CBORValue {
        guard case .map(let pairs) = self else { return self }
        return .map(pairs.filter { $0.key != CBORValue(label) })
    }

    /// A map in which the value of a text key is altered.
    func altering(_ key: String) -> CBORValue {
        guard case .map(let pairs) = self else { return self }
        return .map(
            pairs.map { $0.key == .text(key) ? CBORPair($0.key, $0.value.altered) : $0 }
        )
    }

    /// Claims with other field digests.
    func changingFieldDigests(_ change: (CBORValue) -> CBORValue) -> CBORValue {
        guard case .map(let pairs) = self else { return self }
        return .map(
            pairs.map { $0.key == .simple(59) ? CBORPair($0.key, change($0.value)) : $0 }
        )
    }

    /// A byte string with one bit flipped.
    func flipping(_ place: Int) -> CBORValue {
        guard case .bytes(var bytes) = self, bytes.indices.contains(place) else { return self }
        bytes[place] ^= 1
        return .bytes(bytes)
    }

    /// An ECDSA signature with n − s instead of s, which verifies just as well.
    var higherTwin: CBORValue {
        guard case .bytes(var signature) = self, signature.count == 64 else { return self }
        let order =
            Array(
                hexadecimal: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
            ) ?? []
        var borrow = 0
        for place in (0..<32).reversed() {
            let difference = Int(order[place]) - Int(signature[32 + place]) - borrow
            borrow = difference < 0 ? 1 : 0
            signature[32 + place] = UInt8(truncatingIfNeeded: difference)
        }
        return .bytes(signature)
    }
}
