package import Console
package import NodeCore

/// What one node said about itself and about the others, as far as a diagnosis needs it.
///
/// Nothing here is proven. A node of an earlier version leaves out what it does not know.
package struct NodeAnswer: Hashable, Sendable {
    /// A validator, as this node sees it.
    package struct Voter: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// How long ago a message of it came; nil for this node itself.
        package var heardAgoMs: UInt64?
        /// The kinds of its votes in the current view.
        package var votes: [String] = []

        /// A validator that was heard so long ago and has not voted.
        package init(name: String, heardAgoMs: UInt64?) {
            self.name = name
            self.heardAgoMs = heardAgoMs
        }
    }

    /// The room on its disk, in bytes.
    package struct Room: Hashable, Sendable {
        /// What may still be written.
        package var free: UInt64?
        /// What it leaves unused.
        package var reserve: UInt64

        /// So much room.
        package init(free: UInt64?, reserve: UInt64) {
            self.free = free
            self.reserve = reserve
        }
    }

    /// How far a node is that lost its journal.
    package struct Recovery: Hashable, Sendable {
        /// How many validators told it how far it may have voted.
        package var answers: UInt64
        /// How many have to.
        package var needed: UInt64

        /// So many of so many.
        package init(answers: UInt64, needed: UInt64) {
            self.answers = answers
            self.needed = needed
        }
    }

    /// Why its replica stopped.
    package struct Halt: Hashable, Sendable {
        /// The stable code.
        package var code: String
        /// What the node says about it.
        package var reason: Phrase

        /// A code, and words for it.
        package init(code: String, reason: Phrase) {
            self.code = code
            self.reason = reason
        }
    }

    /// A validator that contradicted itself.
    package struct Accusation: Hashable, Sendable {
        /// Its name.
        package var validator: String
        /// The epoch in which it did.
        package var epoch: UInt64
        /// The view in which it did.
        package var view: UInt64
        /// The kinds of the two votes.
        package var pair: String
        /// Where the ledger says so; nil for what is not on the ledger yet.
        package var leafIndex: UInt64?

        /// An accusation that is not on the ledger yet.
        package init(validator: String, epoch: UInt64, view: UInt64, pair: String) {
            self.validator = validator
            self.epoch = epoch
            self.view = view
            self.pair = pair
        }
    }

    /// The chain that it serves, as hexadecimal text.
    package var chain: String
    /// The height of its newest final block.
    package var height: UInt64
    /// The hashes of its newest blocks, the tip's first.
    package var recentBlocks: [String]
    /// The time of the tip, in milliseconds since 1970.
    package var tipTimeMs: UInt64
    /// Its clock, in milliseconds since 1970.
    package var nowMs: UInt64?
    /// How long it has been up; nil when it does not say.
    package var upMs: UInt64?
    /// Its epoch.
    package var epoch: UInt64
    /// Its view.
    package var view: UInt64
    /// The validator that proposes in the view.
    package var leader = ""
    /// The validators of its epoch, in the order of the set.
    package var voters: [Voter] = []
    /// How many views were skipped since the tip.
    package var skippedViews: UInt64 = 0
    /// The leaders of the newest of them.
    package var skippedLeaders: [String] = []
    /// Why it does not vote; nil when it does its part.
    package var abstains: Abstention?
    /// Whether it is executing blocks that it missed.
    package var isCatchingUp = false
    /// After how long an idle chain makes a block.
    package var heartbeatMs: UInt64 = 30_000
    /// Statements that wait at it for a block.
    package var waiting: UInt64 = 0
    /// The nodes that it is connected to.
    package var peersUp: [String] = []
    /// The room on its disk.
    package var room = Room(free: nil, reserve: 0)
    /// How far it is, when it lost its journal.
    package var recovery: Recovery?
    /// Why its replica stopped, if it did.
    package var halt: Halt?
    /// Who it knows to have contradicted himself.
    package var accusations: [Accusation] = []

    /// A validator's answer that has nothing special to say.
    package init(
        chain: String,
        height: UInt64,
        recentBlocks: [String],
        tipTimeMs: UInt64,
        epoch: UInt64,
        view: UInt64
    ) {
        self.chain = chain
        self.height = height
        self.recentBlocks = recentBlocks
        self.tipTimeMs = tipTimeMs
        self.epoch = epoch
        self.view = view
    }
}
