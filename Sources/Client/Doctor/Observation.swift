package import Console

/// What came of asking one node.
package struct Observation: Hashable, Sendable {
    /// A node that gave no answer.
    package struct Silence: Hashable, Sendable {
        /// Why none came.
        package var reason: Phrase
        /// Whether its process runs on this machine; nil when this machine cannot know.
        package var isRunning: Bool?
        /// What it logged last, when the log is on this machine.
        package var log: NodeLog?

        /// Describes a silence.
        package init(reason: Phrase, isRunning: Bool? = nil, log: NodeLog? = nil) {
            self.reason = reason
            self.isRunning = isRunning
            self.log = log
        }
    }

    /// An answer, and when it was asked for and came by the clock of whoever asked.
    package struct Reply: Hashable, Sendable {
        /// What the node said.
        package var answer: NodeAnswer
        /// When it was asked, in milliseconds since 1970.
        package var askedMs: UInt64
        /// When the answer was there.
        package var answeredMs: UInt64

        /// An answer with its times.
        package init(answer: NodeAnswer, askedMs: UInt64, answeredMs: UInt64) {
            self.answer = answer
            self.askedMs = askedMs
            self.answeredMs = answeredMs
        }
    }

    /// One of the two.
    package enum Outcome: Hashable, Sendable {
        /// The node answered.
        case answered(Reply)
        /// It did not.
        case silent(Silence)
    }

    /// The node's name.
    package let node: String
    /// What came of asking it.
    package let outcome: Outcome

    /// Notes what came of asking a node.
    package init(node: String, outcome: Outcome) {
        self.node = node
        self.outcome = outcome
    }
}
