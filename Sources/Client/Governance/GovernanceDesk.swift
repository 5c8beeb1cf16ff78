package import COSE
import CBOR
import Console
package import Cryptography
package import Ledger
package import NodeCore

/// Proposes, votes and looks up for a member, at one node.
package struct GovernanceDesk {
    /// The node that is asked.
    package let connection: NodeConnection
    private let genesis: Genesis

    /// A desk at a node of this chain.
    package init(_ connection: NodeConnection, genesis: Genesis) {
        self.connection = connection
        self.genesis = genesis
    }

    /// A proposal that was read from its signed statement, whose digest is its name.
    package struct Read: Sendable {
        /// How its voices stand.
        package let item: GovernanceView.Item
        /// The signed statement.
        package let statement: SignedStatement
        /// What it says.
        package let proposal: Proposal

        /// Puts what was read together with how the voices stand.
        package init(
            item: GovernanceView.Item,
            statement: SignedStatement,
            proposal: Proposal
        ) {
            self.item = item
            self.statement = statement
            self.proposal = proposal
        }
    }

    /// Reads a proposal; refuses a statement that is not the one of this name.
    package func read(_ item: GovernanceView.Item) throws(ClientError) -> Read {
        guard case .proposal(let bytes) = try connection.ask(.proposal(entry: item.entry)) else {
            throw .unexpectedAnswer(node: connection.node.name)
        }
        guard let statement = try? SignedStatement(decoding: bytes[...]),
            statement.entry(genesis.suite) == item.entry,
            statement.header.chainID == genesis.chainID,
            let proposal = try? Proposal(decoding: statement.payload)
        else {
            throw .unproven(
                what: Phrase(
                    "the node's proposal is not the one of this name",
                    "节点给出的提案与其标识不符"
                )
            )
        }
        return Read(item: item, statement: statement, proposal: proposal)
    }

    /// The one proposal whose name begins so.
    package func item(
        named prefix: String,
        in view: GovernanceView
    ) throws(ClientError) -> GovernanceView.Item {
        let found = view.items(named: prefix)
        guard found.count == 1, let item = found.first else {
            throw .unknown(
                kind: Phrase(
                    found.isEmpty ? "proposal" : "single proposal",
                    found.isEmpty ? "提案" : "唯一提案"
                ),
                name: prefix
            )
        }
        return item
    }

    /// Signs and records a proposal; answers with its name and place.
    package func propose(
        _ proposal: Proposal,
        by signer: Signer
    ) throws(ClientError) -> (entry: Digest, place: Recorded) {
        let statement = signer.sign(
            .proposal,
            about: Proposal.subject,
            payload: proposal.encoded
        )
        let place = try connection.record(statement.bytes)
        return (statement.entry(genesis.suite), place)
    }

    /// Signs and records a ballot.
    package func vote(
        on entry: Digest,
        approves: Bool,
        by signer: Signer
    ) throws(ClientError) -> Recorded {
        let ballot = Ballot(proposal: entry, approves: approves)
        let statement = signer.sign(
            .ballot,
            about: entry.hexadecimal,
            payload: ballot.encoded
        )
        return try connection.record(statement.bytes)
    }
}
