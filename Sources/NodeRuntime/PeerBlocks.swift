import Cryptography
import Ledger
import NodeCore
import Transport

/// Asks the peers of a home for blocks, one after the other, while its own node is stopped.
///
/// It connects as that node, on the channel for blocks, so peers serve it as they would the node.
/// Whom it reaches is not checked: what comes is proven by hash and signatures, and all that is
/// told is which blocks are missing.
final class PeerBlocks: BlockSource {
    private struct Peer {
        let name: String
        let endpoint: Endpoint
        var connection: BlockingConnection?
        /// Whether it could not be reached, and is passed over from now on.
        var isLost = false
    }

    private static let connectMs: UInt64 = 5_000
    /// A peer that does not have what it is asked for says nothing.
    private static let answerMs: UInt64 = 5_000

    private let suite: Suite
    private let hello: PeerHello
    private let tls: TLSContext
    private let tell: (RepairNews) -> Void
    private var peers: [Peer]

    init(
        _ configuration: NodeConfiguration,
        _ genesis: Genesis,
        _ identity: TransportIdentity,
        tell: @escaping (RepairNews) -> Void
    ) throws(TransportError) {
        suite = genesis.suite
        hello = PeerHello(
            chainID: genesis.chainID,
            nodeName: configuration.name,
            channel: .bulk
        )
        tls = try TLSContext(connectingAs: identity)
        self.tell = tell
        var peers = configuration.peers.map { Peer(name: $0.name, endpoint: $0.endpoint) }
        for node in genesis.document.nodes where node.name != configuration.name {
            guard !peers.contains(where: { $0.name == node.name }),
                let endpoint = node.address.flatMap({ Endpoint($0) })
            else { continue }
            peers.append(Peer(name: node.name, endpoint: endpoint))
        }
        self.peers = peers
    }

    func block(_ hash: Digest, where isGood: (CarriedBlock) -> Bool) -> CarriedBlock? {
        firstAnswer(to: .blockRequest(headerHash: hash)) { [suite] message in
            guard case .block(let carried) = message, suite.digest(carried.header) == hash else {
                return .unrelated
            }
            return isGood(carried) ? .good(carried) : .bad
        }
    }

    func finalization(
        of block: HashedHeader,
        where isGood: ([UInt8]) -> Bool
    ) -> [UInt8]? {
        // An answer ends with the newest finalization that it has room for, or with an epoch.
        firstAnswer(to: .blocksRequest(fromHeight: block.header.height)) { [suite] message in
            guard case .blocks(let blocks, let proof) = message,
                blocks.first.map({ suite.digest($0.header) }) == block.hash
            else { return .unrelated }
            // Whoever went on does not prove this very block any more.
            guard blocks.count == 1 else { return .useless }
            return isGood(proof) ? .good(proof) : .bad
        }
    }
}

// MARK: - Asking

extension PeerBlocks {
    private enum Judgement<Answer> {
        case good(Answer)
        case bad
        case useless
        case unrelated
    }

    private func firstAnswer<Answer>(
        to request: PeerMessage,
        _ judge: (PeerMessage) -> Judgement<Answer>
    ) -> Answer? {
        for index in peers.indices where !peers[index].isLost {
            // A connection that was idle for long may have been dropped meanwhile.
            let attempts = peers[index].connection == nil ? 1 : 2
            for attempt in 1...attempts {
                do throws(TransportError) {
                    if let answer = try ask(index, request, judge) { return answer }
                    break
                } catch {
                    peers[index].connection = nil
                    guard attempt == attempts else { continue }
                    peers[index].isLost = true
                    lament(index, error.english, error.chinese)
                }
            }
        }
        return nil
    }

    private func ask<Answer>(
        _ index: Int,
        _ request: PeerMessage,
        _ judge: (PeerMessage) -> Judgement<Answer>
    ) throws(TransportError) -> Answer? {
        let connection = try connection(to: index)
        try connection.send(request.encoded, timeoutMs: Self.answerMs)
        let endMs = MonotonicClock.nowMs() + Self.answerMs
        while case let nowMs = MonotonicClock.nowMs(), nowMs < endMs {
            let frame: [UInt8]
            do throws(TransportError) {
                frame = try connection.receive(timeoutMs: endMs - nowMs)
            } catch .timedOut { return nil }
            // What it spreads to every peer arrives on the same connection.
            guard let message = try? PeerMessage(decoding: frame) else { continue }
            switch judge(message) {
            case .good(let answer): return answer
            case .bad:
                lament(index, "its answer does not prove itself", "其答复未通过验证")
                return nil
            case .useless: return nil
            case .unrelated: continue
            }
        }
        return nil
    }

    private func connection(to index: Int) throws(TransportError) -> BlockingConnection {
        if let connection = peers[index].connection { return connection }
        let connection = try BlockingConnection(
            to: peers[index].endpoint,
            tls: tls,
            limits: .bulk,
            timeoutMs: Self.connectMs,
            accepting: { _ in true }
        )
        try connection.send(hello.encoded, timeoutMs: Self.connectMs)
        let theirs = try PeerHello(decoding: try connection.receive(timeoutMs: Self.connectMs))
        guard theirs.chainID == hello.chainID else {
            throw .wrongChain(found: theirs.chainID)
        }
        peers[index].connection = connection
        return connection
    }

    private func lament(_ index: Int, _ english: String, _ chinese: String) {
        tell(.peerFailed(name: peers[index].name, english: english, chinese: chinese))
    }
}
