package import Catalogue
package import Cryptography

/// What can be wrong with a proposal or a ballot.
package enum GovernanceViolation: Hashable, Sendable, Error {
    /// The member has no voice.
    case notAGovernor(member: String)
    /// The proposal changes nothing.
    case noChanges
    /// The proposal has more changes than one may have.
    case tooManyChanges(allowed: Int)
    /// The proposal gives no reason.
    case noReason
    /// The time for voting is shorter or longer than it may be.
    case votingTime(lowMs: UInt64, highMs: UInt64)
    /// The member has as many open proposals as it may have.
    case tooManyOpen(allowed: Int)
    /// The same changes are proposed and not decided.
    case alreadyProposed(entry: Digest)
    /// Two changes of a proposal have one subject.
    case contradiction(subject: String)
    /// A code, name or address has not the form that it must have.
    case badName(what: String, value: String)
    /// A row of the catalogue that its loader refuses.
    case badRow(CatalogueError)
    /// A row that describes something else than it says.
    case rowMismatch(code: String)
    /// A key does not lie on its curve.
    case keyNotOnCurve(of: String)
    /// The proof that the voting key is at hand is none.
    case keyNotPossessed(of: String)
    /// There is no such proposal among those remembered.
    case unknownProposal(entry: Digest)
    /// The proposal is decided.
    case decided
    /// The time for voting is over.
    case votingEnded(notAfterMs: UInt64)
    /// The member has said so before.
    case voiceUnchanged
    /// There is no such member.
    case unknownMember(code: String)
    /// There is or was a member with this code or credit code.
    case memberExists(code: String)
    /// A member that runs a validator cannot go.
    case memberRunsValidator(code: String)
    /// The member runs a validator already.
    case memberHasValidator(code: String)
    /// The member runs no validator of this name.
    case unknownValidator(name: String)
    /// Another node has this name, or this one votes already.
    case nodeExists(name: String)
    /// The key belongs to another node or member, or has voted before.
    case keyInUse(by: String)
    /// Fewer than four validators tolerate no fault.
    case tooFewValidators(count: Int)
    /// More than there may be.
    case tooMany(what: String, limit: UInt64)
    /// The validators do not make a set.
    case validators(ChainError)
    /// Nobody would have a voice.
    case nobodyGoverns
    /// The version does not follow the one in force.
    case versionOutOfOrder(subject: String, expected: UInt64, found: UInt64)
    /// There is no such limit.
    case unknownLimit(name: String)
    /// The limit may not have this value.
    case limitOutOfRange(name: String, value: UInt64, low: UInt64, high: UInt64)
    /// Rules come into force after the block that decides on them.
    case activationTooEarly(height: UInt64, earliest: UInt64)
}
