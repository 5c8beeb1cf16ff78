import CBOR
import COSE
import Cryptography
import Evidence
import Ledger
import Merkle

// MARK: - Grants, fields, receipts

extension Corpus {
    mutating func addGrantFaults() throws {
        let good = source.granted
        let refused = Reason.notIssuedBySource
        for place in good.evidence.grants.indices {
            let name = "grant-\(place + 1)"
            let grant: [CBORStep] = .grants + [.item(place)]
            let statement = grant + [.item(0), .embedded, .content]
            add("\(name)-missing", refused, from: good) { $0.evidence.grants.remove(at: place) }
            add("\(name)-signature", refused, from: good, at: statement + [.item(3)])
            for (item, what) in ["member", "key", "scope"].enumerated() {
                let payload = statement + [.item(2), .embedded, .item(item)]
                add("\(name)-\(what)", refused, from: good, at: payload)
            }
            add("\(name)-tree-size", refused, from: good, at: grant + [.item(1), .item(0)])
            add("\(name)-leaf-index", refused, from: good, at: grant + [.item(1), .item(1)])
            let path = grant + [.item(1), .item(2), .item(0)]
            add("\(name)-path", refused, from: good, at: path)
        }
        add("grant-repeated", refused, from: good) {
            $0.evidence.grants.append($0.evidence.grants[0])
        }
        add("grants-missing", refused, from: good) { $0.evidence.grants = [] }
        add("grants-too-many", .unreadable, from: good) {
            $0.evidence.grants = Array(repeating: $0.evidence.grants[0], count: 17)
        }
        add("grants-of-another-certificate", refused) { [source] in
            $0.evidence.grants = source.granted.evidence.grants
        }
        addAdmissionFaults()
        try addAdoptionFaults()
        try addGrantsThatGiveNoRight()
    }

    private mutating func addAdoptionFaults() throws {
        let good = source.adopted
        let refused = Reason.notIssuedBySource
        let statement: [CBORStep] = .grants + [.item(0), .item(0), .embedded, .content]
        let change = statement + [.item(2), .embedded, .item(0), .item(0)]
        for (item, name) in [(1, "code"), (2, "version"), (3, "json")] {
            add("adoption-\(name)", refused, from: good, at: change + [.item(item)])
        }
        add("adoption-signature", refused, from: good, at: statement + [.item(3)])
        add("adoption-missing", refused, from: good) { $0.evidence.grants = [] }
        let other = try CorpusLedger.adopted(
            in: source.ledger,
            source.main.evidence.hops,
            issuer: "BANK"
        )
        add("adoption-for-another-role", refused, from: other) { _ in }
    }

    private mutating func addAdmissionFaults() {
        let good = source.admitted
        let refused = Reason.notIssuedBySource
        let admission: [CBORStep] = .grants + [.item(1)]
        let statement = admission + [.item(0), .embedded, .content]
        let change = statement + [.item(2), .embedded, .item(0), .item(0)]
        for (item, name) in ["code", "role", "chinese-name", "english-name", "uscc"].enumerated() {
            let path = change + [.item(1), .item(item)]
            add("admission-member-\(name)", refused, from: good, at: path)
        }
        add("admission-key", refused, from: good, at: change + [.item(2)])
        add("admission-signature", refused, from: good, at: statement + [.item(3)])
        add("admission-leaf-index", refused, from: good, at: admission + [.item(1), .item(1)])
        add("admission-missing", refused, from: good) { $0.evidence.grants.removeLast() }
        add("admission-without-the-own-grant", refused, from: good) {
            $0.evidence.grants.removeFirst()
        }
        add("admission-of-no-use", refused, from: source.granted) {
            $0.evidence.grants += [good.evidence.grants[1]]
        }
    }

    /// Certificates that were recorded although the signing key had no right to issue them.
    private mutating func addGrantsThatGiveNoRight() throws {
        let ledger = source.ledger
        let key = SigningKey(generating: ledger.suite)
        let deputy = SigningKey(generating: ledger.suite)
        let elsewhere = Scope(categories: .all, certificates: .only(["CERT-01"]))
        let next = ledger.nextMs
        let cases: [(String, [SignedStatement])] = [
            ("by-a-stranger", [ledger.grant(key, by: deputy)]),
            ("by-another-member", [ledger.grant(key, by: ledger.statKey)]),
            (
                "in-the-name-of-another-member",
                [ledger.grant(key, issuer: TestLedger.statUSCC, by: ledger.statKey)]
            ),
            ("for-other-types", [ledger.grant(key, scope: elsewhere)]),
            ("expired", [ledger.grant(key, notAfterMs: next)]),
            ("by-an-officer-who-may-not", [ledger.grant(deputy), ledger.grant(key, by: deputy)]),
            (
                "by-an-expired-deputy",
                [
                    ledger.grant(deputy, scope: .everything, notAfterMs: next),
                    ledger.grant(key, by: deputy),
                ]
            ),
            (
                "in-a-circle",
                [
                    ledger.grant(key, scope: .everything, by: deputy),
                    ledger.grant(deputy, scope: .everything, by: key),
                ]
            ),
            ("for-another-ledger", [ledger.grant(key, chainID: .zero)]),
        ]
        for (name, grants) in cases {
            let file = try recorded(after: grants, by: key)
            add("grant-\(name)", .notIssuedBySource, from: file) { _ in }
        }
        for (name, type, issuer, signer) in [
            ("by-another-agency", "CERT-04", TestLedger.statUSCC, ledger.statKey),
            ("with-the-key-of-another-agency", "CERT-04", TestLedger.taxUSCC, ledger.statKey),
            ("in-the-name-of-another-agency", "CERT-04", TestLedger.statUSCC, ledger.taxKey),
            ("of-an-unknown-type", "CERT-99", TestLedger.taxUSCC, ledger.taxKey),
        ] {
            let file = try recorded(after: [], by: signer, type: type, issuer: issuer)
            add("issued-\(name)", .notIssuedBySource, from: file) { _ in }
        }
        var late = ledger
        let certificate = late.certificate("1.2.156.3005.2.EARLY", with: key)
        let grant = late.grant(key)
        let index = late.record(certificate.statement, grant)
        let early = try late.file(
            certificate,
            at: index,
            hops: source.main.evidence.hops,
            grants: [late.proven(grant, at: index + 1)]
        )
        add("grant-after-the-certificate", .notIssuedBySource, from: early) { _ in }
    }

    /// A certificate recorded after these grants, with all of them in its file.
    private func recorded(
        after grants: [SignedStatement],
        by key: SigningKey,
        type: String = "CERT-04",
        issuer: String = TestLedger.taxUSCC
    ) throws -> EvidenceFile {
        var ledger = source.ledger
        let places = grants.map { ($0, ledger.record($0)) }
        let certificate = ledger.certificate(issuer: issuer, type: type, with: key)
        let index = ledger.record(certificate.statement)
        return try ledger.file(
            certificate,
            at: index,
            hops: source.main.evidence.hops,
            grants: places.map { ledger.proven($0, at: $1) }
        )
    }

    mutating func addDisclosureFaults() throws {
        for place in source.main.disclosures.indices {
            let disclosure: [CBORStep] = .unprotected + [.key(17), .item(place), .embedded]
            for (item, what) in ["salt", "value", "name"].enumerated() {
                let name = "field-\(place + 1)-\(what)"
                add(name, .foreignDisclosure, at: disclosure + [.item(item)])
            }
        }
        add("field-shown-twice", .foreignDisclosure) { $0.disclosures.append($0.disclosures[0]) }
        add("field-of-another-certificate", .foreignDisclosure) {
            let salt = [UInt8](repeating: 9, count: 16)
            $0.disclosures[0] = Disclosure(salt: salt, key: .text("scope"), value: .text("ALL"))
        }
        let first: [CBORStep] = .unprotected + [.key(17), .item(0), .embedded]
        add("field-with-a-short-salt", .unreadable, at: first + [.item(0)]) { _ in
            .bytes([UInt8](repeating: 1, count: 15))
        }
        add("field-with-an-odd-name", .unreadable, at: first + [.item(2)]) { _ in .boolean(true) }
        add("field-without-a-name", .unreadable, at: first)
        add("fields-too-many", .unreadable) {
            $0.disclosures = Array(repeating: $0.disclosures[0], count: 1_025)
        }
        var ledger = source.ledger
        let twice = ledger.certificate(
            "1.2.156.3005.2.TWICE",
            further: [
                Disclosure(
                    salt: [UInt8](repeating: 8, count: 16),
                    key: .text("amount"),
                    value: .unsigned(0)
                )
            ]
        )
        let index = ledger.record(twice.statement)
        let file = try ledger.file(twice, at: index, hops: source.main.evidence.hops)
        add("field-signed-with-two-values", .contradictory, from: file) { _ in }
    }

    mutating func addReceiptFaults() throws {
        let ledger = source.ledger
        let receipts: [CBORStep] = .unprotected + [.key(394)]
        for place in source.main.receipts.indices {
            let message = receipts + [.item(place), .embedded, .content]
            let name = "receipt-\(place + 1)"
            add("\(name)-signature", .foreignReceipt, at: message + [.item(3)])
            add("\(name)-key", .foreignReceipt, at: message + [.item(1), .key(4)])
            add("\(name)-header", .foreignReceipt, at: message + [.item(0), .embedded, .key(395)])
            let proof = message + [.item(1), .key(396), .key(-1), .item(0), .embedded]
            add("\(name)-tree-size", .foreignReceipt, at: proof + [.item(0)])
            add("\(name)-leaf-index", .foreignReceipt, at: proof + [.item(1)])
            add("\(name)-path", .foreignReceipt, at: proof + [.item(2), .item(0)])
        }
        let first = receipts + [.item(0), .embedded, .content]
        add("receipt-with-a-payload", .unreadable, at: first + [.item(2)]) { _ in .bytes([1]) }
        add("receipt-with-two-proofs", .unreadable, at: first + [.item(1), .key(396), .key(-1)]) {
            guard case .array(let items) = $0 else { return $0 }
            return .array(items + items)
        }
        add("receipts-an-empty-list", .unreadable, at: receipts) { _ in .array([]) }
        add("receipts-too-many", .unreadable) {
            $0.receipts = Array(repeating: $0.receipts[0], count: 101)
        }
        let other = try source.plain.withReceipts(
            of: ledger.genesis.validators,
            chain: ledger.genesis.chain
        )
        var foreign = source.granted
        foreign.receipts = other.receipts
        add("receipts-of-another-file", .foreignReceipt, from: foreign) { _ in }
    }
}
