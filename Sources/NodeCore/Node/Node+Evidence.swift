import CBOR
import COSE
import Cryptography
import Ledger
import Merkle
import Storage

extension Node {
    /// Everything that proves one statement and its present status.
    func evidence(of leafIndex: UInt64) -> ClientReply.Body {
        guard let height = history.height(ofLeaf: leafIndex), height > 0 else {
            return .refused(.unknownLeaf(leafIndex))
        }
        do throws(StorageError) {
            guard let statement = try statement(at: leafIndex, height: height),
                let recorded = try anchor(covering: height)
            else { return .refused(.unknownLeaf(leafIndex)) }
            return .evidence(try evidence(statement.statement, leafIndex, recorded))
        } catch {
            return .refused(
                .unreadable(code: error.code, chinese: error.chinese, english: error.english)
            )
        }
    }

    private func evidence(
        _ statement: ArraySlice<UInt8>,
        _ leafIndex: UInt64,
        _ recorded: Anchor
    ) throws(StorageError) -> EvidenceParts {
        let tip = blocks.tip
        return EvidenceParts(
            statement: Array(statement),
            recordedHeader: recorded.block.header.encoded,
            recordedFinalization: recorded.proof,
            inclusion: inclusion(of: leafIndex, in: recorded.block),
            statusHeader: tip.header.encoded,
            statusFinalization: tipProof,
            status: encoded {
                blocks.state.finalized.statuses.proof(of: leafIndex).encode(into: &$0)
            },
            validatorSet: validatorSet(of: tip),
            hops: epochs.hops(to: tip.header.epoch),
            issuerEvidence: try issuerEvidence(of: statement, at: leafIndex, recorded),
            statusEvent: try statusEvent(of: leafIndex, tip)
        )
    }

    /// The newest status of 512 statements in a row, of which the asker says no more.
    ///
    /// The statements that changed a status go along for all of them, where they are few.
    func statusChunk(_ index: UInt64) -> ClientReply.Body {
        let statuses = blocks.state.finalized.statuses
        guard index < StatusTree.chunkCount(of: statuses.count), !tipProof.isEmpty else {
            return .refused(.unknownChunk(index))
        }
        let tip = blocks.tip
        let first = index * StatusTree.entriesPerChunk
        let last = min(first + StatusTree.entriesPerChunk, statuses.count)
        let changed = (first..<last).filter { history.statusEvent(of: $0) != nil }
        do throws(StorageError) {
            var changes: [StatusParts.Change] = []
            if changed.count <= StatusParts.maximumChanges {
                for leaf in changed {
                    guard let event = try statusEvent(of: leaf, tip) else { continue }
                    changes.append(StatusParts.Change(leafIndex: leaf, event: event))
                }
            }
            return .statusChunk(
                StatusParts(
                    header: tip.header.encoded,
                    finalization: tipProof,
                    status: encoded { statuses.proof(of: first).encode(into: &$0) },
                    validatorSet: validatorSet(of: tip),
                    hops: epochs.hops(to: tip.header.epoch),
                    changes: changes
                )
            )
        } catch {
            return .refused(
                .unreadable(code: error.code, chinese: error.chinese, english: error.english)
            )
        }
    }

    private func validatorSet(of block: HashedHeader) -> [UInt8] {
        (epochs.validators(of: block.header.epoch) ?? epochs.first).encoded
    }

    /// What the signer's right rests on, when it is not a key of the genesis.
    private func issuerEvidence(
        of statement: ArraySlice<UInt8>,
        at leafIndex: UInt64,
        _ recorded: Anchor
    ) throws(StorageError) -> [ProvenStatement] {
        var chain: [ProvenStatement] = []
        for (leaf, found) in try foundations(of: statement, at: leafIndex) {
            chain.append(
                ProvenStatement(
                    statement: Array(found),
                    inclusion: inclusion(of: leaf, in: recorded.block)
                )
            )
        }
        return chain
    }

    private func statusEvent(
        of leafIndex: UInt64,
        _ tip: HashedHeader
    ) throws(StorageError) -> ProvenStatement? {
        guard let leaf = history.statusEvent(of: leafIndex),
            let height = history.height(ofLeaf: leaf),
            let event = try statement(at: leaf, height: height)
        else { return nil }
        return ProvenStatement(
            statement: Array(event.statement),
            inclusion: inclusion(of: leaf, in: tip)
        )
    }

    private func inclusion(of leafIndex: UInt64, in block: HashedHeader) -> [UInt8] {
        let proof = history.tree.inclusionProof(of: leafIndex, size: block.header.treeSize)
        return encoded { proof.encode(into: &$0) }
    }

    private func encoded(_ encode: (inout CBORWriter) -> Void) -> [UInt8] {
        var writer = CBORWriter()
        encode(&writer)
        return writer.bytes
    }
}

/// A finalized header with the finalization of its own.
struct Anchor {
    let block: HashedHeader
    let proof: [UInt8]
}

extension Node {
    /// The first finalized header at or above a height that has a finalization of its own.
    func anchor(covering height: UInt64) throws(StorageError) -> Anchor? {
        if let stored = try setting.archive.finalization(covering: height),
            let header = history.header(at: stored.height), header.hash == stored.hash
        {
            return Anchor(block: header, proof: stored.proof)
        }
        guard !tipProof.isEmpty else { return nil }
        return Anchor(block: blocks.tip, proof: tipProof)
    }

    /// A recorded statement with its attachment, read from its block.
    func statement(
        at leafIndex: UInt64,
        height: UInt64
    ) throws(StorageError) -> Submission? {
        guard let header = history.header(at: height), height > 0,
            let before = history.header(at: height - 1),
            let body = try body(of: header.hash)
        else { return nil }
        let position = Int(leafIndex - before.header.treeSize)
        return body.submissions.indices.contains(position) ? body.submissions[position] : nil
    }

    /// A stored block's body; the one read last is at hand.
    private func body(of hash: Digest) throws(StorageError) -> BlockBody? {
        if let bodyAtHand, bodyAtHand.hash == hash { return bodyAtHand.body }
        guard let stored = try setting.archive.block(hash),
            let body = try? BlockBody(stored: stored.body)
        else { return nil }
        bodyAtHand = (hash, body)
        return body
    }
}
