package import Cryptography

/// Why a connection could not be made, was refused or ended.
package enum TransportError: Error, Hashable, Sendable {
    // What the environment refused.
    case system(SystemFailure)
    case portInUse(Endpoint)
    case cannotListen(Endpoint, SystemFailure)
    case hostUnknown(Endpoint)
    case cannotConnect(Endpoint, errorNumber: Int32)
    case identityUnusable(TLSFailure)

    // What a peer did or is.
    case tls(TLSFailure)
    case handshakeTimedOut(afterMs: UInt64)
    case peerKeyMissing
    case peerKeyRefused(PublicKey)
    case helloInvalid
    case helloRefused(PublicKey)
    case wrongChain(found: Digest)
    case wrongName(expected: String, found: String)
    case frameTooLong(announced: Int, limit: Int)
    case slowPeer(queuedByteCount: Int, limit: Int)
    case idle(afterMs: UInt64)
    case tooManyConnections(limit: Int)
    case replaced
    case closedByPeer
    case connectionLost(errorNumber: Int32)

    // What we did.
    case closedHere
    case timedOut(afterMs: UInt64)

    /// Stable name of the case for logs, metrics and documentation.
    package var code: String {
        switch self {
        case .system: "transport.system"
        case .portInUse: "transport.portInUse"
        case .cannotListen: "transport.cannotListen"
        case .hostUnknown: "transport.hostUnknown"
        case .cannotConnect: "transport.cannotConnect"
        case .identityUnusable: "transport.identityUnusable"
        case .tls: "transport.tls"
        case .handshakeTimedOut: "transport.handshakeTimedOut"
        case .peerKeyMissing: "transport.peerKeyMissing"
        case .peerKeyRefused: "transport.peerKeyRefused"
        case .helloInvalid: "transport.helloInvalid"
        case .helloRefused: "transport.helloRefused"
        case .wrongChain: "transport.wrongChain"
        case .wrongName: "transport.wrongName"
        case .frameTooLong: "transport.frameTooLong"
        case .slowPeer: "transport.slowPeer"
        case .idle: "transport.idle"
        case .tooManyConnections: "transport.tooManyConnections"
        case .replaced: "transport.replaced"
        case .closedByPeer: "transport.closedByPeer"
        case .connectionLost: "transport.connectionLost"
        case .closedHere: "transport.closedHere"
        case .timedOut: "transport.timedOut"
        }
    }
}
