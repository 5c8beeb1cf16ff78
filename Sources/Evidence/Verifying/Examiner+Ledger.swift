import Cryptography
import Ledger
import Merkle

/// The validators of every epoch from the genesis to the last hop of a file.
struct Succession {
    /// One epoch's validators, and up to which height they decided.
    struct Epoch {
        let set: ValidatorSet
        let electorate: Electorate
        let heights: ClosedRange<UInt64>
        /// The block that ended the epoch; nil for the last one that a file leads to.
        let boundary: BlockHeader?
    }

    fileprivate(set) var epochs: [Epoch]

    /// The validators of an epoch, if the file leads to them.
    subscript(epoch: UInt64) -> Epoch? {
        Int(exactly: epoch).flatMap { epochs.indices.contains($0) ? epochs[$0] : nil }
    }
}

// MARK: - Validators, blocks, places

extension Examiner {
    /// Follows the changes of the validator set from the genesis.
    func validators(after hops: [Hop]) throws(Objection) -> Finding<Succession> {
        var set = genesis.validators
        var first: UInt64 = 1
        var succession = Succession(epochs: [])
        for hop in hops {
            let header = hop.anchor.header
            guard header.height >= first else {
                throw Objection(
                    .notFinal,
                    "The changes of validators are out of order.",
                    "验证节点变更次序错误。"
                )
            }
            succession.epochs.append(
                try epoch(of: set, heights: first...header.height, boundary: header)
            )
            _ = try finality(of: hop.anchor, in: succession)
            set = try successor(of: set, by: hop)
            guard header.height < .max else { throw Objection(.notFinal) }
            first = header.height + 1
        }
        succession.epochs.append(try epoch(of: set, heights: first...UInt64.max, boundary: nil))
        return Finding(
            succession,
            "\(set.count) validators, \(set.quorum) of which decide, in epoch \(set.epoch).",
            "第 \(set.epoch) 纪元：\(set.count) 个验证节点，\(set.quorum) 个构成法定多数。"
        )
    }

    private func epoch(
        of set: ValidatorSet,
        heights: ClosedRange<UInt64>,
        boundary: BlockHeader?
    ) throws(Objection) -> Succession.Epoch {
        do {
            return Succession.Epoch(
                set: set,
                electorate: try Electorate(chain: genesis.chain, set: set),
                heights: heights,
                boundary: boundary
            )
        } catch {
            throw Objection(.notFinal, error.english, error.chinese)
        }
    }

    /// The set that a hop's block hands over to.
    ///
    /// Its bytes are compared with the finalized header before they are decoded, so that nobody
    /// but the validators before decides what is read here. No bytes stand for the same validators
    /// in the next epoch, which is how most epochs end.
    private func successor(of set: ValidatorSet, by hop: Hop) throws(Objection) -> ValidatorSet {
        let header = hop.anchor.header
        let claimed = hop.nextValidators.isEmpty ? set.again[...] : hop.nextValidators
        guard header.isBoundary, suite.digest(claimed) == header.nextValidatorsHash,
            let next = try? ValidatorSet(decoding: Array(claimed)),
            next.epoch == set.epoch &+ 1
        else {
            throw Objection(
                .notFinal,
                "The next validators are not those that block \(header.height) names.",
                "后续验证节点与区块 \(header.height) 所载不符。"
            )
        }
        return next
    }

    /// Shows that an anchor's block was finalized by a quorum of its epoch's validators.
    func finality(
        of anchor: Anchor,
        in succession: Succession
    ) throws(Objection) -> Finding<QuorumProof> {
        let header = anchor.header
        guard header.chainID == genesis.chainID else {
            throw Objection(
                .notOnThisLedger,
                "Block \(header.height) of the evidence is of ledger \(header.chainID.short).",
                "证据中的区块 \(header.height) 属于账本 \(header.chainID.short)。"
            )
        }
        guard let epoch = succession[header.epoch], epoch.heights.contains(header.height),
            header.validatorsHash == epoch.electorate.validatorsHash
        else {
            throw Objection(
                .notFinal,
                "The validators of block \(header.height) do not follow from the genesis.",
                "区块 \(header.height) 的验证节点无法由创世文件推出。"
            )
        }
        let proof: QuorumProof
        do throws(ChainError) {
            proof = try anchor.finalization(of: genesis.chain, count: epoch.set.count)
            guard proof.kind == .finalize else { throw ChainError.blockMismatch }
            try proof.verifyOnAllCores(by: epoch.electorate)
        } catch {
            throw Objection(
                .notFinal,
                "Block \(header.height) is not final: \(error.english).",
                "区块 \(header.height) 未最终确认：\(error.chinese)。"
            )
        }
        if header.height == epoch.heights.upperBound, let boundary = epoch.boundary {
            // Two final blocks where the epoch ended: one of the two histories is a lie.
            guard header == boundary else { throw Objection(.ledgerForked) }
        }
        let (count, time) = (proof.signatures.count, CivilTime.text(header.timeMs))
        return Finding(
            proof,
            "Block \(header.height) of \(time), \(count) validators signed.",
            "区块 \(header.height)（\(time)），\(count) 个验证节点签名。"
        )
    }

    /// Shows that the statement is in the tree of the block that recorded it.
    func inclusion(of file: EvidenceFile) throws(Objection) -> Finding<Void> {
        let proof = file.evidence.inclusion
        let header = file.evidence.recorded.header
        do { try prove(file.statement, proof, by: header) } catch {
            throw Objection(.notRecorded, error.english, error.chinese)
        }
        return Finding(
            "Entry \(proof.leafIndex) of \(header.treeSize).",
            "第 \(proof.leafIndex) 项，共 \(header.treeSize) 项。"
        )
    }

    /// Compares the receipts with the votes of the recording block.
    func receipts(
        of file: EvidenceFile,
        finalization: QuorumProof,
        in succession: Succession
    ) throws(Objection) -> Finding<Void> {
        let validators = succession[file.evidence.recorded.header.epoch]?.set
        let genuine = validators.map {
            finalization.receipts(for: file.evidence.inclusion, validators: $0, suite: suite)
        }
        guard let genuine, file.receipts.allSatisfy(genuine.contains) else {
            throw Objection(.foreignReceipt)
        }
        return Finding(
            "\(file.receipts.count) receipts are votes for the recording block.",
            "\(file.receipts.count) 份回执均为登记区块的投票。"
        )
    }
}

extension ValidatorSet {
    /// The same validators in the next epoch, encoded; nothing after the last epoch there can be.
    fileprivate var again: [UInt8] {
        guard epoch < .max else { return [] }
        return (try? ValidatorSet(epoch: epoch + 1, validators: validators))?.encoded ?? []
    }
}
