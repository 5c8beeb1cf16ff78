import COSE
import Client
import Cryptography
import Ledger
import NodeCore
import Testing
import Transport

/// A node over a test's ledger, to which the line breaks when it is told to.
///
/// Every sending and every receiving is a step. A line that breaks at a sending loses the request;
/// at a receiving, all answers that were not fetched, though what they tell of is done.
final class FlakyNode {
    let address: NodeAddress
    private(set) var district: TestDistrict
    /// The certificates on the ledger, by identifier.
    private(set) var leaves: [String: UInt64] = [:]
    private(set) var statements: [UInt64: [UInt8]] = [:]
    /// How many sendings and receivings there were.
    private(set) var steps = 0
    private let breaks: (Int) -> Bool
    /// The grants by which its certificates were signed.
    private let grants: [(statement: SignedStatement, leafIndex: UInt64)]

    init(
        _ district: TestDistrict,
        grants: [(statement: SignedStatement, leafIndex: UInt64)] = [],
        breaksAt breaks: @escaping (Int) -> Bool
    ) throws {
        self.district = district
        self.grants = grants
        self.breaks = breaks
        address = try #require(district.network.nodes.first)
    }

    /// A new line.
    func connect() -> any NodeLink { Link(self) }

    private func breaksNow() -> Bool {
        steps += 1
        return breaks(steps)
    }

    private func answer(_ request: ClientRequest.Body) -> ClientReply.Body? {
        switch request {
        case .locate(let identifier):
            guard let leaf = leaves[identifier] else {
                return .refused(.unknownCertificate(identifier))
            }
            return .located(leafIndex: leaf)
        case .evidence(let leaf):
            return statements[leaf].map { statement in
                .evidence(district.parts(of: statement, at: leaf, grants: grants))
            }
        case .deposit: return .deposited
        case .submit(let bytes, _): return record(bytes)
        default: return nil
        }
    }

    private func record(_ bytes: [UInt8]) -> ClientReply.Body? {
        if let leaf = statements.first(where: { $0.value == bytes })?.key {
            return .recorded(Recorded(height: leaf, leafIndex: leaf, timeMs: district.nowMs))
        }
        do {
            let statement = try SignedStatement(decoding: bytes)
            let leaf = try district.record(statement)
            leaves[statement.header.subject] = leaf
            statements[leaf] = bytes
            return .recorded(Recorded(height: leaf, leafIndex: leaf, timeMs: district.nowMs))
        } catch let error as LedgerError {
            return .refused(Refusal(error))
        } catch { return nil }
    }

    private final class Link: NodeLink {
        let far: FlakyNode
        private var replies: [ClientReply] = []
        private var lastIdentifier: UInt64 = 0
        private var isBroken = false

        init(_ far: FlakyNode) { self.far = far }

        var node: NodeAddress { far.address }

        func send(_ body: ClientRequest.Body) throws(ClientError) -> UInt64 {
            try check()
            lastIdentifier += 1
            guard let answer = far.answer(body) else {
                throw .unexpectedAnswer(node: node.name)
            }
            replies.insert(ClientReply(identifier: lastIdentifier, body: answer), at: 0)
            return lastIdentifier
        }

        func receive() throws(ClientError) -> ClientReply {
            try check()
            guard let reply = replies.popLast() else {
                throw .unexpectedAnswer(node: node.name)
            }
            return reply
        }

        private func check() throws(ClientError) {
            if isBroken || far.breaksNow() {
                isBroken = true
                throw .unreachable(address: node.name, .closedByPeer)
            }
        }
    }
}
