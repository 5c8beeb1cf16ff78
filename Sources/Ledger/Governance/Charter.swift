package import Cryptography

/// Everything that governance decides, as it holds for the whole of one epoch.
///
/// It starts from the genesis. A proposal that reaches its majority gives the charter of the next
/// epoch; nothing else changes one, and within an epoch nothing does. So the limits, members and
/// definitions that apply to a statement never depend on a block that may still be dropped.
package struct Charter: Sendable {
    /// The chain.
    package let chain: ChainIdentity
    /// Who decides on changes.
    package let governance: Governance
    /// Every member there ever was; positions never change.
    package internal(set) var members: [Member]
    /// The positions of the members that were removed, ascending.
    package internal(set) var removedMembers: [Int] = []
    /// The keys that members admitted later may sign their first grant with.
    package internal(set) var foundingKeys: [FoundingKey] = []
    /// The nodes, those that vote and those that follow.
    package internal(set) var nodes: [NodeEntry]
    /// The validators, in the order of `nodes`, with the number of the epoch.
    package internal(set) var validators: ValidatorSet
    /// The sets of the last epochs, by which evidence is still judged; the blocks that began those
    /// epochs commit to them.
    package internal(set) var earlierValidators: [ValidatorSet] = []
    /// Every key that ever voted.
    package internal(set) var usedVoteKeys: [PublicKey]
    /// The certificate types in force.
    package internal(set) var certificateTypes: [VersionedDefinition]
    /// The rows of certificate types that governance adopted, in that order; each version is kept,
    /// and the last of a code is in force.
    package internal(set) var certificateRows: [AdoptedRow] = []
    /// The rows of categories that governance adopted, likewise.
    package internal(set) var categoryRows: [AdoptedRow] = []
    /// The limits.
    package internal(set) var limits: Limits
    /// From which height on which rules hold.
    package internal(set) var rules = RuleSchedule()
    /// What keeps statements from being recorded twice while limits change.
    package internal(set) var replay: ReplayHorizon
    /// The epoch in which what inspection depends on was last changed.
    package internal(set) var inspectionEpoch: UInt64 = 0

    /// A key with which a member may sign its first grant.
    package struct FoundingKey: Hashable, Sendable {
        /// The position of the member.
        package let memberIndex: Int
        /// The key.
        package let key: PublicKey
        /// The key's name.
        package let identifier: Digest
        /// The leaf index of the proposal that admitted the member.
        package let leafIndex: UInt64
    }

    /// A row of the catalogue and the proposal that brought it.
    package struct AdoptedRow: Hashable, Sendable {
        /// The row.
        package let row: CatalogueRow
        /// The leaf index of the proposal.
        package let leafIndex: UInt64

        /// The code of the category or certificate type.
        package var code: String { row.code }
        /// The version.
        package var version: UInt64 { row.version }
        /// The row as JSON.
        package var json: String { row.json }
    }

    /// A certificate type with the number of its version.
    package struct VersionedDefinition: Hashable, Sendable {
        /// The version; 1 in the genesis.
        package let version: UInt64
        /// The type.
        package let definition: CertificateDefinition
    }

    /// What holds in epoch 0.
    package init(_ genesis: Genesis) {
        let document = genesis.document
        chain = genesis.chain
        governance = document.governance
        members = document.members
        nodes = document.nodes
        validators = genesis.validators
        usedVoteKeys = document.nodes.compactMap(\.voteKey)
        certificateTypes = document.certificateTypes.map {
            VersionedDefinition(version: 1, definition: $0)
        }
        limits = document.limits
        replay = ReplayHorizon(document.limits)
    }
}

// MARK: - Questions

extension Charter {
    /// The epoch in which it holds.
    package var epoch: UInt64 { validators.epoch }

    /// The position of a member, removed or not.
    package func memberIndex(code: String) -> Int? { members.firstIndex { $0.code == code } }

    /// Whether the member at a position takes part.
    package func isMember(_ index: Int) -> Bool {
        members.indices.contains(index) && !removedMembers.contains(index)
    }

    /// The certificate type of this code.
    package func certificateType(_ code: String) -> VersionedDefinition? {
        certificateTypes.first { $0.definition.code == code }
    }

    /// The version of a category's schema; categories of the genesis's catalogue begin with 1.
    package func categoryVersion(_ code: String) -> UInt64 {
        categoryRows.last { $0.code == code }?.version ?? 1
    }

    /// The founding key of this name.
    package func foundingKey(_ identifier: Digest) -> FoundingKey? {
        foundingKeys.first { $0.identifier == identifier && isMember($0.memberIndex) }
    }

    /// The node of this name.
    package func node(_ name: String) -> NodeEntry? { nodes.first { $0.name == name } }

    /// The positions of the members that have a voice, ascending.
    package var governorIndexes: [Int] {
        let codes: [String] =
            switch governance.voices {
            case .validators: nodes.filter(\.isValidator).map(\.member)
            case .members(let codes): codes
            }
        return members.indices.filter { isMember($0) && codes.contains(members[$0].code) }
    }
}
