import Consensus
import Cryptography
import Ledger

/// Signatures that are one digest, so that tests run fast; the rules cannot tell.
struct TestKeys: VoteAuthenticator {
    func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool {
        TestSigner(index: index).sign(message) == signature
    }
}

/// Signs as one validator.
struct TestSigner: VoteSigner {
    let index: Int

    func sign(_ message: [UInt8]) -> Signature {
        let tag = Suite.p256.digest([[UInt8(truncatingIfNeeded: index)], message]).bytes
        guard let signature = Signature(tag + tag) else { preconditionFailure("64 bytes") }
        return signature
    }
}

/// An epoch, and everything that its validators could say.
struct ReplicaFixture {
    let epoch: Epoch
    let chain: ChainIdentity
    /// Takes no part in the proofs made here; a replica halts over votes it did not cast.
    var absentee: UInt64 = 0

    /// Epoch 0, or the epoch after the block that ended the one before.
    init(count: Int = 4, after last: HashedHeader? = nil) {
        chain = ChainIdentity(id: Suite.p256.digest(Array("test".utf8)), suite: .p256)
        let validators =
            last?.header.nextValidatorsHash ?? Suite.p256.digest(Array("validators".utf8))
        epoch = Epoch(
            electorate: Electorate(
                chain: chain,
                epoch: last.map { $0.header.epoch + 1 } ?? 0,
                thresholds: QuorumThresholds(count: count),
                validatorsHash: validators,
                authenticator: TestKeys()
            ),
            anchor: last
                ?? HashedHeader(
                    BlockHeader(
                        chainID: chain.id,
                        epoch: 0,
                        height: 0,
                        view: 0,
                        parent: .zero,
                        timeMs: 1_000,
                        proposer: 0,
                        treeSize: 0,
                        treeRoot: .zero,
                        statusRoot: .zero,
                        stateDigest: .zero,
                        validatorsHash: validators,
                        nextValidatorsHash: validators
                    ),
                    suite: .p256
                )
        )
        absentee = epoch.leader(of: 1) == 0 ? 1 : 0
    }

    var anchor: HashedHeader { epoch.anchor }
    var everyone: [Int] { Array(0..<epoch.electorate.count) }
    var aQuorum: [Int] {
        Array(everyone.filter { UInt64($0) != absentee }.prefix(epoch.electorate.quorum))
    }

    func leader(_ view: UInt64) -> UInt64 { epoch.leader(of: view) }

    /// A view that this validator leads.
    func view(ledBy index: UInt64, from first: UInt64 = 1) -> UInt64 {
        var view = first
        while leader(view) != index { view += 1 }
        return view
    }

    /// A block on a parent; the variant tells siblings apart.
    func block(
        view: UInt64,
        on parent: HashedHeader,
        variant: String = "",
        change: (inout BlockHeader) -> Void = { _ in }
    ) -> HashedHeader {
        var header = BlockHeader(
            chainID: chain.id,
            epoch: epoch.number,
            height: parent.header.height + 1,
            view: view,
            parent: parent.hash,
            timeMs: parent.header.timeMs + 1,
            proposer: leader(view),
            treeSize: parent.header.treeSize + 1,
            treeRoot: Suite.p256.digest(Array("\(view) \(variant)".utf8)),
            statusRoot: .zero,
            stateDigest: .zero,
            validatorsHash: epoch.electorate.validatorsHash,
            nextValidatorsHash: epoch.electorate.validatorsHash
        )
        change(&header)
        return HashedHeader(header, suite: .p256)
    }

    /// A block that ends the epoch.
    func lastBlock(view: UInt64, on parent: HashedHeader) -> HashedHeader {
        block(view: view, on: parent) { $0.nextValidatorsHash = .zero }
    }

    func nullify(_ view: UInt64) -> VoteStatement {
        .nullify(chainID: chain.id, epoch: epoch.number, view: view)
    }

    func vote(_ statement: VoteStatement, by index: Int) -> Vote {
        let message = statement.toBeSigned(.p256)
        return Vote(
            statement: statement,
            signer: UInt64(index),
            signature: TestSigner(index: index).sign(message)
        )
    }

    func checked(_ statement: VoteStatement, by index: Int) throws -> Verified<Vote> {
        try Verified(vote(statement, by: index), by: epoch.electorate)
    }

    /// A quorum proof of a statement.
    func proof(_ statement: VoteStatement, by indexes: [Int]? = nil) throws -> Verified<QuorumProof>
    {
        let votes = try (indexes ?? aQuorum).map { try checked(statement, by: $0) }
        return try Verified(combining: votes, by: epoch.electorate)
    }

    /// A proposal, unchecked, with the evidence given.
    func proposal(
        _ block: HashedHeader,
        view: UInt64? = nil,
        parent: Verified<QuorumProof>? = nil,
        skipped: [UInt64] = []
    ) throws -> BlockProposal {
        let view = view ?? block.header.view
        return BlockProposal(
            vote: vote(.notarize(block, view: view), by: Int(leader(view))),
            parentProof: parent?.value,
            nullifications: try skipped.map { try proof(nullify($0)).value }
        )
    }

    /// The event of a proposal that passes the checks of its evidence.
    func propose(
        _ block: HashedHeader,
        view: UInt64? = nil,
        parent: Verified<QuorumProof>? = nil,
        skipped: [UInt64] = []
    ) throws -> ReplicaEvent {
        .proposalReceived(
            try VerifiedProposal(
                try proposal(block, view: view, parent: parent, skipped: skipped),
                in: epoch
            ),
            from: leader(view ?? block.header.view)
        )
    }
}
