import CBOR
import Cryptography

/// Two votes of one validator that no correct validator casts in one view.
///
/// Exactly three pairs count: two different Notarize, two different Finalize, Nullify and Finalize.
/// Notarize and Nullify together are ordinary behaviour. Statements are compared, never signatures:
/// P-256 signatures of one statement differ. Whoever holds the validator set of the epoch can check
/// both signatures, and needs nothing else.
///
/// Wire form: `[ vote, vote ]`, in the order of their kinds and then of the hashes of their blocks.
package struct Equivocation: Hashable, Sendable {
    /// The lesser vote.
    package let first: Vote
    /// The vote that contradicts it.
    package let second: Vote
    /// Which of the three pairs it is.
    package let pair: VotePair

    /// Pairs two votes; nil unless they contradict each other.
    package init?(_ first: Verified<Vote>, _ second: Verified<Vote>) {
        self.init(first.value, second.value)
    }

    /// Pairs two votes whose signatures are unchecked.
    private init?(_ one: Vote, _ other: Vote) {
        guard one.signer == other.signer,
            let pair = one.statement.contradiction(with: other.statement)
        else { return nil }
        self.pair = pair
        (first, second) = one.isBefore(other) ? (one, other) : (other, one)
    }

    /// The epoch of both votes.
    package var epoch: UInt64 { first.statement.epoch }
    /// The view of both votes.
    package var view: UInt64 { first.statement.view }
    /// The index of the validator that cast them.
    package var signer: UInt64 { first.signer }
}

/// The pairs of votes that no correct validator casts in one view.
package enum VotePair: String, Hashable, Sendable, CaseIterable {
    /// Two blocks notarized.
    case notarizeNotarize = "notarize-notarize"
    /// Two blocks made final.
    case finalizeFinalize = "finalize-finalize"
    /// A view skipped and made final.
    case nullifyFinalize = "nullify-finalize"

    /// What the validator did, for Chinese readers.
    package var chinese: String {
        switch self {
        case .notarizeNotarize: "在同一视图为两个不同区块投公证票"
        case .finalizeFinalize: "在同一视图为两个不同区块投终局票"
        case .nullifyFinalize: "在同一视图既投跳过票又投终局票"
        }
    }

    /// What the validator did, for English readers.
    package var english: String {
        switch self {
        case .notarizeNotarize: "voted to notarize two blocks in one view"
        case .finalizeFinalize: "voted to finalize two blocks in one view"
        case .nullifyFinalize: "voted to skip a view and to finalize a block in it"
        }
    }
}

extension VoteStatement {
    /// Which pair the two statements are that no correct validator casts; nil for all others.
    func contradiction(with other: VoteStatement) -> VotePair? {
        guard chainID == other.chainID, epoch == other.epoch, view == other.view else {
            return nil
        }
        switch (kind, other.kind) {
        case (.notarize, .notarize): return block != other.block ? .notarizeNotarize : nil
        case (.finalize, .finalize): return block != other.block ? .finalizeFinalize : nil
        case (.nullify, .finalize), (.finalize, .nullify): return .nullifyFinalize
        default: return nil
        }
    }
}

extension Vote {
    fileprivate func isBefore(_ other: Vote) -> Bool {
        guard statement.kind == other.statement.kind else { return statement.kind == .nullify }
        guard let hash = statement.block?.hash, let others = other.statement.block?.hash else {
            return false
        }
        return hash < others
    }
}

// MARK: - Checking

extension Equivocation: Verifiable {
    /// Checks both signatures; that they contradict each other is in the type.
    package func verify(by electorate: Electorate) throws(ChainError) {
        try first.verify(by: electorate)
        try second.verify(by: electorate)
    }

    /// The same proof, checked against the set that decided in its epoch.
    package func verified(
        by set: ValidatorSet,
        chain: ChainIdentity
    ) throws(ChainError) -> Verified<Equivocation> {
        guard signer < UInt64(set.count) else { throw .unknownSigner(index: signer) }
        let index = Int(signer)
        let key: VerificationKey
        do {
            key = try VerificationKey(set.validators[index].voteKey, suite: chain.suite)
        } catch { throw .unusableKey(index: index) }
        let electorate = Electorate(
            chain: chain,
            epoch: set.epoch,
            thresholds: set.thresholds,
            validatorsHash: set.hash(chain.suite),
            authenticator: OneKey(index: index, key: key)
        )
        return try Verified(self, by: electorate)
    }
}

/// Knows the key of one validator, so that the others' need not be looked at.
private struct OneKey: VoteAuthenticator {
    let index: Int
    let key: VerificationKey

    func isValid(_ signature: Signature, by index: Int, for message: [UInt8]) -> Bool {
        index == self.index && key.isValid(signature, for: message)
    }
}

// MARK: - Encoding

extension Equivocation {
    /// The deterministic encoding: the payload of an `equivocation` statement.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 1_024)
        writer.array(2)
        first.encode(into: &writer)
        second.encode(into: &writer)
        return writer.bytes
    }

    /// Reads a whole payload; nil when the votes agree or stand in the wrong order.
    package static func decode(
        _ bytes: ArraySlice<UInt8>,
        chain: ChainIdentity
    ) throws(ChainError) -> Equivocation? {
        var reader = CBORReader(bytes)
        do { try reader.array(count: 2) } catch { throw .encoding(error) }
        let first = try Vote(from: &reader, chain: chain)
        let second = try Vote(from: &reader, chain: chain)
        do { try reader.finish() } catch { throw .encoding(error) }
        guard let found = Equivocation(first, second), found.first == first else { return nil }
        return found
    }
}
