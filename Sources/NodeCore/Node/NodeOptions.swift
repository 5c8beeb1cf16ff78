package import Consensus
package import Storage

/// What an operator may change about a node; every value has a default that works.
package struct NodeOptions: Hashable, Sendable {
    /// The replica's timers.
    package var timing = Timing()
    /// The most statements that wait for a block.
    package var poolCount = 50_000
    /// The most bytes that wait for a block.
    package var poolByteCount = 128 << 20
    /// The most bytes of a block that this node proposes; the genesis sets the upper bound.
    package var proposalByteCount = 2 << 20
    /// The most statements of a block that this node proposes.
    package var proposalStatements = 2_000
    /// How long a validator waits for a block that its leader should have sent, milliseconds.
    package var bodyPatienceMs: UInt64 = 400
    /// The most submissions of one client that may be under way.
    package var submissionsPerClient = 4_096
    /// The most answers about statements in the pool that one client may wait for.
    package var waitsPerClient = 4_096
    /// The most bytes of statements of one client or peer that may be under way to be checked.
    package var checkedByteCount = 48 << 20
    /// The most entries of the vault that one connection may deposit.
    package var depositsPerClient = 100_000
    /// How often statements are spread again while they wait, milliseconds.
    package var respreadMs: UInt64 = 3_000
    /// With less room on the disk than this the node stops voting for blocks, not serving.
    ///
    /// It holds the journal of some hundred thousand skipped views.
    package var diskReserveByteCount: UInt64 = 256 << 20
    /// With more bytes than this behind a batch that a full disk refuses, the node hears no more
    /// votes and proofs until there is room.
    package var unwrittenByteCount = 8 << 20
    /// How long a node waits before it writes again what a full disk refused, milliseconds.
    package var diskRetryMs: UInt64 = 1_000
    /// Whether the node says by ``NodeEffect/trace(_:)`` what the rules of voting depend on.
    package var traces = false
    /// The most finalized blocks that one answer to a node that catches up holds; never 0.
    package var blocksPerAnswer = PeerMessage.blocksCount
    /// How many nullifications a proposal of this node carries; voters ask for the others.
    package var nullificationsPerProposal = BlockProposal.maximumNullifications
    #if CANARIES
    /// Rules switched off to show that the simulator notices; not in ordinary releases.
    package var mutations: Set<Mutation> = []
    #endif

    /// No vote at this view or before; raised after the journal was lost.
    package var votingFloor = ViewMark.zero
    /// A number that no other life of this node has; drawn at random by who starts the node.
    package var lifeNumber: UInt64 = 0
    /// Set when the vote journal and its ceiling are lost; see
    /// ``Consensus/ReplicaConfiguration/recoveryQuestion``.
    package var recoveryQuestion: UInt64?
    /// The view up to which votes may be signed before the durable ceiling has to be raised.
    package var ceiling = ViewMark.zero

    /// The defaults.
    package init() {}
}
