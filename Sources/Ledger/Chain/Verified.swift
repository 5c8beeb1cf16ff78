/// A value that has been checked; a function that takes one cannot be handed an unchecked one.
///
/// The only initialisers run the check, so the type is the proof.
package struct Verified<Value: Sendable>: Sendable {
    /// The checked value.
    package let value: Value

    private init(checked value: Value) { self.value = value }
}

extension Verified: Equatable where Value: Equatable {}
extension Verified: Hashable where Value: Hashable {}

/// Something that can be checked against the validators of an epoch.
package protocol Verifiable: Sendable {
    /// Returns normally only when every signature and every rule of the value holds.
    func verify(by electorate: Electorate) throws(ChainError)
}

extension Verified where Value: Verifiable {
    /// Checks the value against the validators of its epoch.
    package init(_ value: Value, by electorate: Electorate) throws(ChainError) {
        try value.verify(by: electorate)
        self.init(checked: value)
    }
}

extension Verified where Value == QuorumProof {
    /// Combines a quorum of checked votes that state the same thing, checking no signature twice.
    package init(
        combining votes: [Verified<Vote>],
        by electorate: Electorate
    ) throws(ChainError) {
        let ordered = votes.map(\.value).sorted { $0.signer < $1.signer }
        guard let statement = ordered.first?.statement else { throw .inconsistentVotes }
        try electorate.admit(statement)
        var signers = SignerBitmap(count: electorate.count)
        for vote in ordered {
            guard vote.statement == statement, vote.signer < UInt64(electorate.count),
                !signers.contains(Int(vote.signer))
            else { throw .inconsistentVotes }
            signers.insert(Int(vote.signer))
        }
        guard signers.memberCount >= electorate.quorum else {
            throw .belowQuorum(expected: electorate.quorum, found: signers.memberCount)
        }
        self.init(
            checked: QuorumProof(
                statement: statement,
                signers: signers,
                signatures: ordered.map(\.signature)
            )
        )
    }
}
