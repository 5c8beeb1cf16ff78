import CBOR
import Cryptography
import Evidence
import Ledger
import Merkle

// MARK: - Places in trees

extension Corpus {
    mutating func addPlaceFaults() {
        for (name, index, size) in [
            ("leaf-index-one-more", 1, 0), ("leaf-index-one-less", -1, 0),
            ("tree-size-one-more", 0, 1), ("tree-size-one-less", 0, -1), ("both-one-more", 1, 1),
        ] as [(String, Int64, Int64)] {
            add("inclusion-" + name, .notRecorded) {
                let proof = $0.evidence.inclusion
                $0.evidence.inclusion.leafIndex = proof.leafIndex &+ UInt64(bitPattern: index)
                $0.evidence.inclusion.treeSize = proof.treeSize &+ UInt64(bitPattern: size)
            }
        }
        add("inclusion-relabelled-to-a-small-tree", .notRecorded) {
            $0.evidence.inclusion.leafIndex = 1
            $0.evidence.inclusion.treeSize = 2
        }
        add("inclusion-relabelled-to-size-one", .notRecorded) {
            $0.evidence.inclusion = InclusionProof(treeSize: 1, leafIndex: 0, path: [])
        }
        add("inclusion-leaf-outside-the-tree", .notRecorded) {
            $0.evidence.inclusion.leafIndex = 2 * $0.evidence.inclusion.treeSize
        }
        add("inclusion-largest-numbers", .notRecorded) {
            $0.evidence.inclusion.leafIndex = .max
            $0.evidence.inclusion.treeSize = .max
        }
        for place in source.main.evidence.inclusion.path.indices {
            add("inclusion-path-\(place)", .notRecorded, at: .inclusion + [.item(2), .item(place)])
        }
        addPathFaults("inclusion", .notRecorded, \.evidence.inclusion.path)
        add("inclusion-path-too-long", .unreadable) {
            $0.evidence.inclusion.path = Array(repeating: .zero, count: 65)
        }
        add("inclusion-of-another-entry", .notRecorded) { [source] in
            $0.evidence.inclusion = source.granted.evidence.grants[0].inclusion
        }
    }

    /// What can be wrong with the number and order of hashes.
    private mutating func addPathFaults(
        _ name: String,
        _ reason: Reason,
        _ path: WritableKeyPath<EvidenceFile, [Digest]>
    ) {
        add("\(name)-path-with-one-more", reason) { $0[keyPath: path].append(.zero) }
        add("\(name)-path-empty", reason) { $0[keyPath: path] = [] }
        guard source.main[keyPath: path].count > 1 else { return }
        add("\(name)-path-without-its-first", reason) { _ = $0[keyPath: path].removeFirst() }
        add("\(name)-path-without-its-last", reason) { _ = $0[keyPath: path].removeLast() }
        add("\(name)-path-swapped", reason) { $0[keyPath: path].swapAt(0, 1) }
    }

    mutating func addStatusFaults() throws {
        let ledger = source.ledger
        let index = source.main.leafIndex
        let place = Int(index % StatusTree.entriesPerChunk / 2)
        add("status-own-nibble", .statusNotProven) { $0.evidence.status.chunk[place] ^= 0x11 }
        add("status-other-nibble", .statusNotProven) {
            $0.evidence.status.chunk[(place + 9) % 256] ^= 1
        }
        add("status-chunk-count", .statusNotProven) { $0.evidence.status.chunkCount += 1 }
        add("status-chunk-index", .statusNotProven) { $0.evidence.status.chunkIndex += 1 }
        add("status-chunk-index-huge", .statusNotProven) { $0.evidence.status.chunkIndex = .max }
        add("status-chunk-short", .unreadable) { _ = $0.evidence.status.chunk.removeLast() }
        add("status-chunk-long", .unreadable) { $0.evidence.status.chunk.append(0) }
        for place in source.main.evidence.status.path.indices {
            let step: [CBORStep] = .status + [.item(3), .item(place)]
            add("status-path-\(place)", .statusNotProven, at: step)
        }
        addPathFaults("status", .statusNotProven, \.evidence.status.path)
        let another = try ledger.status(of: 0)
        add("status-chunk-of-other-entries", .statusNotProven) {
            $0.evidence.status = another.proof
        }
        add("status-of-an-older-block", .statusNotProven) { [source] in
            $0.evidence.status = source.stale.evidence.status
        }
        add("validators-changed", .notFinal, at: .validators)
        add("validators-of-the-genesis", .notFinal) {
            $0.evidence.validators = ledger.genesis.validators.encoded[...]
        }
        add("validators-missing", .notFinal) { $0.evidence.validators = [] }
        try addEventFaults()
    }

    /// Statements that did not give the status its value.
    private mutating func addEventFaults() throws {
        var ledger = source.ledger
        let index = source.main.leafIndex
        let statement = source.certificate.statement
        let event: [CBORStep] = .event + [.item(0), .embedded]
        add("event-signature", .statusNotProven, at: event + [.content, .item(3)])
        add(
            "event-reason",
            .statusNotProven,
            at: event + [.content, .item(2), .embedded, .item(3)]
        )
        add("event-time", .statusNotProven, at: event + [.content, .item(2), .embedded, .item(4)])
        let place: [CBORStep] = .event + [.item(1)]
        add("event-leaf-index", .statusNotProven, at: place + [.item(1)])
        add("event-tree-size", .statusNotProven, at: place + [.item(0)])
        add("event-path", .statusNotProven, at: place + [.item(2), .item(0)])
        let changes = [
            (
                "of-another-entry",
                ledger.change(index, of: ledger.certificate("X").statement, to: .valid)
            ),
            ("at-another-place", ledger.change(0, of: statement, to: .valid)),
            ("to-another-status", ledger.change(index, of: statement, to: .suspended)),
        ]
        ledger.set(.valid, at: index)
        for (name, change) in changes {
            let event = ledger.proven(change.statement, at: change.leafIndex)
            let status = try ledger.status(of: index, event: event)
            add("event-\(name)", .statusNotProven) { $0 = $0.withRefreshedStatus(status) }
        }
        let certificate = ledger.certificate("1.2.156.3005.2.NEWER", supersedes: index)
        let newerIndex = ledger.record(certificate.statement)
        let newer = ledger.proven(certificate.statement, at: newerIndex)
        let status = try ledger.status(of: index, event: newer)
        add("event-of-a-newer-certificate-for-a-valid-one", .statusNotProven) {
            $0 = $0.withRefreshedStatus(status)
        }
    }

    /// What became of the certificate, each a legal act of its own.
    mutating func addLegalActs() throws {
        for (name, status, reason) in [
            ("revoked", .revoked, .revoked), ("suspended", .suspended, .suspended),
            ("superseded", .superseded, .superseded), ("forfeited", .forfeited, .forfeited),
            ("cancelled", .cancelled, .cancelled),
            ("not-withdrawable", .notWithdrawable, .statusNotProven),
            ("unallocated", .unallocated, .statusNotProven),
        ] as [(String, Status, Reason)] {
            var ledger = source.ledger
            ledger.set(status, at: source.main.leafIndex)
            let bare = try ledger.status(of: source.main.leafIndex)
            add("certificate-\(name)", reason) { $0 = $0.withRefreshedStatus(bare) }
            guard reason != .statusNotProven else { continue }
            let statement = source.certificate.statement
            let change = ledger.change(source.main.leafIndex, of: statement, to: status)
            let event = ledger.proven(change.statement, at: change.leafIndex)
            let told = try ledger.status(of: source.main.leafIndex, event: event)
            add("certificate-\(name)-with-its-reason", reason) {
                $0 = $0.withRefreshedStatus(told)
            }
        }
    }
}
