package import NodeCore
import Transport

/// A connection to one node, on which many requests may be under way.
package final class NodeConnection {
    /// The node at the other end; its key was checked.
    package let node: NodeAddress

    private let connection: BlockingConnection
    private let answerTimeoutMs: UInt64
    private var lastIdentifier: UInt64 = 0

    /// Connects, and refuses a server with another key than the genesis names.
    ///
    /// An answer may take long: a submission waits for finality.
    package init(
        to node: NodeAddress,
        timeoutMs: UInt64 = 5_000,
        answerTimeoutMs: UInt64 = 60_000
    ) throws(ClientError) {
        self.node = node
        self.answerTimeoutMs = answerTimeoutMs
        do {
            connection = try BlockingConnection(
                to: node.endpoint,
                tls: try TLSContext(connectingAs: nil),
                timeoutMs: timeoutMs,
                accepting: { $0 == node.transportKey }
            )
        } catch {
            throw .unreachable(node: node, error)
        }
    }

    /// Sends a request without waiting, and gives the number that its answer will carry.
    package func send(_ body: ClientRequest.Body) throws(ClientError) -> UInt64 {
        lastIdentifier += 1
        let request = ClientRequest(identifier: lastIdentifier, body: body)
        do {
            try connection.send(request.encoded)
        } catch {
            throw .unreachable(node: node, error)
        }
        return lastIdentifier
    }

    /// Waits for the next answer, whichever request it belongs to.
    package func receive() throws(ClientError) -> ClientReply {
        let frame: [UInt8]
        do {
            frame = try connection.receive(timeoutMs: answerTimeoutMs)
        } catch {
            throw .unreachable(node: node, error)
        }
        do {
            return try ClientReply(decoding: frame)
        } catch {
            throw .unexpectedAnswer(node: node.name)
        }
    }
}

extension ClientError {
    fileprivate static func unreachable(node: NodeAddress, _ error: TransportError) -> ClientError {
        .unreachable(address: "\(node.name) (\(node.endpoint))", error)
    }
}
