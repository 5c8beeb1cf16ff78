package import Cryptography

/// A proposal without state: its changes are well formed, keys proven, rows understood.
package struct InspectedProposal: Hashable, Sendable {
    /// What a change says that only the catalogue knows.
    package enum Fact: Hashable, Sendable {
        /// Nothing.
        case none
        /// Whether the catalogue of the genesis has the category.
        case category(isOriginal: Bool)
        /// The certificate type that a row describes.
        case certificateType(CertificateDefinition)
    }

    /// The proposal.
    package let proposal: Proposal
    /// What the catalogue says about each change.
    package let facts: [Fact]

    /// Puts both together; one fact a change.
    package init(proposal: Proposal, facts: [Fact]) {
        precondition(proposal.changes.count == facts.count, "one fact a change")
        self.proposal = proposal
        self.facts = facts
    }
}

/// A proposal as the state knows it.
package struct ProposalRecord: Hashable, Sendable {
    /// What has become of a proposal.
    package enum Outcome: Hashable, Sendable {
        /// Voices are still being counted, until its time is over.
        case open
        /// The majority was reached in the block of this height, which closed the epoch.
        case enacted(height: UInt64)
        /// So many voices are against it that the majority is out of reach.
        case rejected(height: UInt64)
        /// The majority was reached, but earlier decisions had made it impossible.
        case void(height: UInt64, GovernanceViolation)
    }

    /// One member's voice.
    package struct Voice: Hashable, Sendable {
        /// The position of the member.
        package let memberIndex: Int
        /// Whether the member is for it.
        package let approves: Bool
    }

    /// The entry of the proposal's statement: its name.
    package let entry: Digest
    /// The leaf index of the statement.
    package let leafIndex: UInt64
    /// The position of the member that proposed it.
    package let memberIndex: Int
    /// The time of its block.
    package let timeMs: UInt64
    /// What it says.
    package let content: InspectedProposal
    /// The digest of its changes.
    package let changesDigest: Digest
    /// The voices so far, in the order in which members first spoke.
    package internal(set) var voices: [Voice]
    /// What has become of it.
    package internal(set) var outcome = Outcome.open

    /// The proposal.
    package var proposal: Proposal { content.proposal }

    /// Whether members can still vote in a block of this time.
    package func isOpen(at timeMs: UInt64) -> Bool {
        outcome == .open && timeMs < proposal.notAfterMs
    }

    /// Notes a voice; a later one of the same member replaces the earlier.
    mutating func note(_ voice: Voice) {
        if let index = voices.firstIndex(where: { $0.memberIndex == voice.memberIndex }) {
            voices[index] = voice
        } else {
            voices.append(voice)
        }
    }
}

extension ProposalRecord.Outcome {
    /// The outcome in one word, as the digest of the state and machine-readable answers have it.
    package var word: String {
        switch self {
        case .open: "open"
        case .enacted: "enacted"
        case .rejected: "rejected"
        case .void(_, let reason): "void:" + reason.code
        }
    }
}
