import CBOR
import Cryptography
import Evidence
import Ledger

// MARK: - Blocks and their finalizations

extension Corpus {
    /// The items of a header, with what comes out when one is changed and nothing signed again.
    private static let headerFaults: [(name: String, reason: Reason)] = [
        ("version", .unreadable), ("chain", .notOnThisLedger), ("epoch", .notFinal),
        ("height", .notFinal), ("view", .notFinal), ("parent", .notFinal), ("time", .notFinal),
        ("proposer", .notFinal), ("tree-size", .notFinal), ("tree-root", .notFinal),
        ("status-root", .notFinal), ("state-digest", .notFinal), ("validators-hash", .notFinal),
        ("next-validators-hash", .notFinal),
    ]
    private static let finalizationItems = [
        "epoch", "view", "kind", "header-hash", "signers-padding-bit", "signatures",
    ]

    /// Every item of every header and finalization wrong once.
    mutating func addAnchorFaults() throws {
        let anchors: [(String, [CBORStep])] = [
            ("recorded", .recorded), ("status", .statusAnchor), ("hop-1", .hops + [.item(0)]),
            ("hop-2", .hops + [.item(1)]),
        ]
        for (anchor, path) in anchors {
            let header = path + [.item(0), .embedded]
            for (place, fault) in Self.headerFaults.enumerated() {
                add("\(anchor)-header-\(fault.name)", fault.reason, at: header + [.item(place)])
            }
            add("\(anchor)-header-short", .unreadable, at: header)
            let finalization = path + [.item(1), .embedded]
            for (place, name) in Self.finalizationItems.enumerated() {
                add("\(anchor)-votes-\(name)", .notFinal, at: finalization + [.item(place)])
            }
            let first = finalization + [.item(5), .item(0)]
            add("\(anchor)-votes-first-signature", .notFinal, at: first)
            if source.ledger.suite == .p256 {
                add("\(anchor)-votes-higher-s", .notFinal, at: first, \.higherTwin)
            }
            add("\(anchor)-votes-signatures-swapped", .notFinal, at: finalization + [.item(5)]) {
                guard case .array(let items) = $0 else { return $0 }
                return .array([items[1], items[0], items[2]])
            }
            add("\(anchor)-votes-long-bitmap", .notFinal, at: finalization + [.item(4)]) {
                guard case .bytes(let bytes) = $0 else { return $0 }
                return .bytes(bytes + [0])
            }
            add("\(anchor)-votes-of-others", .notFinal, at: finalization + [.item(4)]) { _ in
                .bytes([0b0111_0000])
            }
            add("\(anchor)-votes-missing", .notFinal, at: path + [.item(1)]) { _ in .bytes([]) }
        }
    }

    /// Blocks that validators signed as no honest quorum would, or too few of them.
    mutating func addForgedBlocks() throws {
        let ledger = source.ledger
        let recorded = source.main.evidence.recorded.header
        let status = source.main.evidence.statusAnchor.header
        for (name, header) in [("recorded", recorded), ("status", status)] {
            let isRecorded = name == "recorded"
            let put = { (anchor: Anchor, file: inout EvidenceFile) in
                if isRecorded {
                    file.evidence.recorded = anchor
                } else {
                    file.evidence.statusAnchor = anchor
                }
                file.receipts = []
            }
            add("\(name)-one-vote-short", .notFinal) {
                put(ledger.anchor(signers: [0, 1], header: header), &$0)
            }
            add("\(name)-no-votes", .notFinal) {
                put(ledger.anchor(signers: [], header: header), &$0)
            }
            add("\(name)-duplicate-signer", .notFinal) {
                put(Self.doubled(header, ledger, members: [0, 1, 2]), &$0)
            }
            add("\(name)-duplicate-signature", .notFinal) {
                put(Self.doubled(header, ledger, members: [0, 1]), &$0)
            }
            add("\(name)-only-notarized", .notFinal) {
                put(ledger.anchor(signers: [0, 1, 2, 3], kind: .notarize, header: header), &$0)
            }
            let other = ledger.keysByEpoch[header.epoch == 0 ? 1 : 0]
            add("\(name)-votes-of-another-epoch", .notFinal) {
                put(ledger.anchor(header: header, by: other), &$0)
            }
            let strangers = (0..<4).map { _ in SigningKey(generating: ledger.suite) }
            add("\(name)-votes-of-strangers", .notFinal) {
                put(ledger.anchor(header: header, by: strangers), &$0)
            }
            for (fault, reason, spoil) in Self.signedFaults {
                var wrong = header
                spoil(&wrong)
                let keys = ledger.keysByEpoch[Int(header.epoch)]
                add("\(name)-signed-\(fault)", reason) {
                    put(ledger.anchor(header: wrong, by: keys), &$0)
                }
            }
        }
        addForks()
    }

    /// Headers that a quorum signed with something in them that cannot be.
    private static let signedFaults: [(String, Reason, @Sendable (inout BlockHeader) -> Void)] = [
        ("for-another-ledger", .notOnThisLedger, { $0.chainID = .zero }),
        ("wrong-epoch", .notFinal, { $0.epoch = $0.epoch == 0 ? 1 : 0 }),
        ("epoch-unheard-of", .notFinal, { $0.epoch = .max }),
        ("other-validators", .notFinal, { $0.validatorsHash = .zero }),
        ("height-zero", .notFinal, { $0.height = 0 }),
    ]

    private static func doubled(
        _ header: BlockHeader,
        _ ledger: TestLedger,
        members: [Int]
    ) -> Anchor {
        let statement = VoteStatement.finalize(
            HashedHeader(header, suite: ledger.suite),
            view: header.view
        )
        let key = ledger.keysByEpoch[Int(header.epoch)][0]
        let signature = key.sign(statement.toBeSigned(ledger.suite))
        var signers = SignerBitmap(count: 4)
        for member in members { signers.insert(member) }
        let proof = QuorumProof(
            statement: statement,
            signers: signers,
            signatures: [signature, signature, signature]
        )
        return Anchor(header: header, finalization: proof.encoded[...])
    }

    /// Histories that cannot both be true, and blocks after the end of their epoch.
    private mutating func addForks() {
        let ledger = source.ledger
        let within = source.plain.evidence
        let plain = source.plain.evidence.recorded.header
        var other = plain
        other.stateDigest = ledger.suite.digest([1])
        add("fork-at-the-recording-block", .ledgerForked, from: source.plain) {
            $0.evidence.statusAnchor = ledger.anchor(header: other)
        }
        var slower = plain
        slower.height += 1
        slower.timeMs -= 1
        add("fork-with-time-running-backwards", .ledgerForked, from: source.plain) {
            $0.evidence.statusAnchor = ledger.anchor(header: slower)
        }
        var smaller = plain
        smaller.height += 1
        smaller.timeMs += 1
        smaller.treeSize -= 1
        add("fork-with-a-shrinking-tree", .ledgerForked, from: source.plain) {
            $0.evidence.statusAnchor = ledger.anchor(header: smaller)
        }
        let boundary = source.main.evidence.hops[0].anchor.header
        var forked = boundary
        forked.stateDigest = ledger.suite.digest([1])
        add("fork-at-a-boundary", .ledgerForked) {
            $0.evidence.recorded = ledger.anchor(header: forked)
            $0.receipts = []
        }
        var late = boundary
        late.height += 1
        late.view += 1
        late.timeMs += 1
        late.validatorsHash = boundary.validatorsHash
        late.nextValidatorsHash = boundary.validatorsHash
        add("status-by-retired-validators", .notFinal) {
            $0.evidence.statusAnchor = ledger.anchor(header: late)
        }
        add("status-after-a-boundary-without-its-hop", .notFinal) {
            $0.evidence.recorded = ledger.anchor(header: boundary)
            $0.evidence.inclusion = within.inclusion
            $0.evidence.hops = []
            $0.evidence.statusAnchor = ledger.anchor(header: late)
            $0.evidence.status = within.status
            $0.evidence.validators = within.validators
            $0.evidence.statusEvent = nil
            $0.receipts = []
        }
        add("anchors-swapped", .notRecorded) { file in
            let recorded = file.evidence.recorded
            file.evidence.recorded = file.evidence.statusAnchor
            file.evidence.statusAnchor = recorded
            file.receipts = []
        }
    }
}
