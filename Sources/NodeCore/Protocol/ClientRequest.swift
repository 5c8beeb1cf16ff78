package import CBOR
package import Cryptography

/// What a client asks of a node; one frame each, `[identifier, verb, …]`.
///
/// A client may have many requests under way on one connection; replies carry the identifier
/// and come in any order.
package struct ClientRequest: Hashable, Sendable {
    /// The client's own number for this request, echoed in the reply.
    package let identifier: UInt64
    /// What is asked.
    package let body: Body

    /// The questions a node answers.
    package enum Body: Hashable, Sendable {
        /// How the node and the chain are doing; answered with JSON text.
        case status
        /// Record a signed statement; answered once it is final and durable at this node.
        case submit(statement: [UInt8], attachment: [UInt8]?)
        /// Read records; the payload is a signed `query` statement.
        case query(statement: [UInt8])
        /// Everything that proves the statement with this leaf index, with the newest status.
        case evidence(leafIndex: UInt64)
        /// Where the certificate with this identifier is on the ledger.
        case locate(certificate: String)
        /// What governance decided and what is being voted on; answered with JSON text.
        case governance
        /// The signed statement of a proposal.
        case proposal(entry: Digest)
        /// The keys that sign for a member, with scope and state; answered with JSON text.
        case keys(member: String)
        /// Keep the sealed fields of a certificate; the payload is a signed `deposit` statement.
        case deposit(statement: [UInt8])
        /// The sealed fields of a certificate, for the token that follows from its claim code.
        case claim(certificate: String, token: [UInt8])
        /// Something fresh to be signed with a holder's key.
        case challenge
        /// The sealed fields of a certificate, for a `claim` statement by its holder's key.
        case claimByKey(statement: [UInt8])
        /// The newest status of 512 statements in a row, so that nobody learns which one is meant.
        case statusChunk(index: UInt64)
    }

    /// How many bytes the token of a claim has.
    package static let tokenByteCount = 32

    /// Makes a request.
    package init(identifier: UInt64, body: Body) {
        self.identifier = identifier
        self.body = body
    }
}

extension ClientRequest {
    /// The frame to send.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        switch body {
        case .status:
            writer.array(2)
            writer.unsigned(identifier)
            writer.unsigned(0)
        case .submit(let statement, let attachment):
            writer.array(4)
            writer.unsigned(identifier)
            writer.unsigned(1)
            writer.byteString(statement)
            if let attachment { writer.byteString(attachment) } else { writer.null() }
        case .query(let statement):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(2)
            writer.byteString(statement)
        case .evidence(let leafIndex):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(3)
            writer.unsigned(leafIndex)
        case .locate(let certificate):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(4)
            writer.text(certificate)
        case .governance:
            writer.array(2)
            writer.unsigned(identifier)
            writer.unsigned(5)
        case .proposal(let entry):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(6)
            writer.byteString(entry)
        case .keys(let member):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(11)
            writer.text(member)
        case .deposit(let statement):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(12)
            writer.byteString(statement)
        case .claim(let certificate, let token):
            writer.array(4)
            writer.unsigned(identifier)
            writer.unsigned(13)
            writer.text(certificate)
            writer.byteString(token)
        case .challenge:
            writer.array(2)
            writer.unsigned(identifier)
            writer.unsigned(14)
        case .claimByKey(let statement):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(15)
            writer.byteString(statement)
        case .statusChunk(let index):
            writer.array(3)
            writer.unsigned(identifier)
            writer.unsigned(16)
            writer.unsigned(index)
        }
        return writer.bytes
    }

    /// Reads a frame.
    package init(decoding bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        let count = try reader.array()
        identifier = try reader.unsigned()
        switch (try reader.unsigned(), count) {
        case (0, 2):
            body = .status
        case (1, 4):
            let statement = [UInt8](try reader.byteString())
            if reader.nextIsNull {
                try reader.null()
                body = .submit(statement: statement, attachment: nil)
            } else {
                body = .submit(statement: statement, attachment: [UInt8](try reader.byteString()))
            }
        case (2, 3):
            body = .query(statement: [UInt8](try reader.byteString()))
        case (3, 3):
            body = .evidence(leafIndex: try reader.unsigned())
        case (4, 3):
            body = .locate(certificate: try reader.text())
        case (5, 2):
            body = .governance
        case (6, 3):
            body = .proposal(entry: try reader.digest())
        case (11, 3):
            body = .keys(member: try reader.text())
        case (12, 3):
            body = .deposit(statement: [UInt8](try reader.byteString()))
        case (13, 4):
            body = .claim(
                certificate: try reader.text(),
                token: [UInt8](try reader.byteString(count: Self.tokenByteCount))
            )
        case (14, 2):
            body = .challenge
        case (15, 3):
            body = .claimByKey(statement: [UInt8](try reader.byteString()))
        case (16, 3):
            body = .statusChunk(index: try reader.unsigned())
        default:
            throw .outOfRange(at: reader.position)
        }
        try reader.finish()
    }
}
