package import NodeCore

extension NodeLink {
    /// Asks one question and waits for its answer; a refusal is thrown.
    package func ask(_ body: ClientRequest.Body) throws(ClientError) -> ClientReply.Body {
        let identifier = try send(body)
        let reply = try receive()
        guard reply.identifier == identifier else { throw .unexpectedAnswer(node: node.name) }
        if case .refused(let refusal) = reply.body { throw .refused(refusal) }
        return reply.body
    }

    /// Records a statement and waits until it is final.
    package func record(
        _ statement: [UInt8],
        attachment: [UInt8]? = nil
    ) throws(ClientError) -> Recorded {
        let answer = try ask(.submit(statement: statement, attachment: attachment))
        guard case .recorded(let place) = answer else { throw .unexpectedAnswer(node: node.name) }
        return place
    }

    /// The pieces that prove the statement with this leaf index, with its newest status.
    package func evidence(leafIndex: UInt64) throws(ClientError) -> EvidenceParts {
        guard case .evidence(let parts) = try ask(.evidence(leafIndex: leafIndex)) else {
            throw .unexpectedAnswer(node: node.name)
        }
        return parts
    }

    /// The leaf index of the certificate with this identifier.
    package func locate(certificate: String) throws(ClientError) -> UInt64 {
        guard case .located(let leafIndex) = try ask(.locate(certificate: certificate)) else {
            throw .unexpectedAnswer(node: node.name)
        }
        return leafIndex
    }
}
