import COSE
import Catalogue
import Cryptography
import FoundationEssentials
import Ledger
import NodeCore
import Storage

/// Some nodes with real keys on disks in memory, joined by a network that delivers at once.
final class TestCluster {
    static let createdMs: UInt64 = 1_780_000_000_000
    private static let codes = ["TAX", "AMR", "FIN", "BANK", "GOV"]
    private static let usccs = [
        "11440399900004920C", "114403999000001101", "11440399900001594K",
        "11440399900000487Y", "11440399900001965A",
    ]

    let suite: Suite
    let genesis: Genesis
    let catalogue: Catalogue
    let keys: [String: SigningKey]
    let voteKeys: [String: SigningKey]
    /// Keys that lie beside the first, by the members' codes.
    let nextVoteKeys: [String: [SigningKey]]
    private(set) var nodes: [String: TestNode] = [:]
    private(set) var replies: [ClientReply] = []
    private var cut: Set<String> = []
    private(set) var nowMs: UInt64 = 1_000
    /// A liar sends every block ahead of its maker, with a body that is not the block's.
    var forgesBodies = false
    /// Peers that some node wanted to be rid of.
    private(set) var disconnected: [String] = []
    /// What each node said about its votes, over all its lives.
    private(set) var traces: [String: [String]] = [:]
    /// What nodes asked of their vaults.
    var vaultJobs: [VaultJob] = []
    /// Every job of a vault fails.
    var failsVaults = false
    /// What becomes of a bulk frame from one node to another; nil loses it.
    var bulk: (_ message: PeerMessage, _ from: String, _ to: String) -> PeerMessage? = {
        (message, _, _) in message
    }
    /// What clients hand in reaches no other node.
    var losesSpreading = false
    /// No proposed block reaches another node.
    var losesBlocks = false

    /// The nodes that refuse to go on.
    var halted: [String] {
        names.filter { name in
            nodes[name]?.log.contains { $0.event.hasPrefix("consensus.") } == true
        }
    }

    var names: [String] { Self.codes.map { $0.lowercased() } }

    init(_ suite: Suite = .p256) throws {
        self.suite = suite
        var keys: [String: SigningKey] = [:]
        var voteKeys: [String: SigningKey] = [:]
        for code in Self.codes {
            keys[code] = SigningKey(generating: suite)
            voteKeys[code] = code == "GOV" ? nil : SigningKey(generating: suite)
        }
        self.keys = keys
        self.voteKeys = voteKeys
        nextVoteKeys = ["TAX", "GOV"].reduce(into: [:]) { keys, code in
            keys[code] = [SigningKey(generating: suite)]
        }
        catalogue = try TestGenesis.catalogue()
        genesis = try TestGenesis.make(
            suite,
            catalogue,
            codes: Self.codes,
            usccs: Self.usccs,
            keys: keys,
            votes: voteKeys,
            createdMs: Self.createdMs
        )
        for code in Self.codes { try start(code, on: CrashingFileSystem(seed: 7)) }
        for name in names { connect(name) }
        settle()
    }

    // MARK: Nodes

    private func start(_ code: String, on disk: CrashingFileSystem) throws {
        let name = code.lowercased()
        nodes[name] = try TestNode(
            name,
            genesis,
            catalogue,
            keys: (voteKeys[code].map { [$0] } ?? []) + nextVoteKeys[code, default: []],
            disk: disk,
            at: moment
        )
        handle(.started, at: name)
    }

    private func connect(_ name: String) {
        for other in names where other != name && nodes[other] != nil && !cut.contains(other) {
            handle(.peerUp(other), at: name)
            handle(.peerUp(name), at: other)
        }
    }

    /// Ends a node; its unsynced writes are gone.
    func kill(_ name: String) {
        guard let node = nodes.removeValue(forKey: name) else { return }
        node.disk.crash(.nothing)
        killed[name] = node.disk
        for other in names where nodes[other] != nil { handle(.peerDown(name), at: other) }
    }

    private(set) var killed: [String: CrashingFileSystem] = [:]

    /// Starts a killed node again on its disk.
    func restart(_ name: String) throws {
        guard let disk = killed.removeValue(forKey: name) else { return }
        disk.restart()
        try start(name.uppercased(), on: disk)
        connect(name)
        settle()
    }

    // MARK: Time and messages

    private var moment: Moment {
        Moment(monotonicMs: nowMs, wallMs: Self.createdMs + nowMs)
    }

    func handle(_ event: NodeEvent, at name: String) {
        nodes[name]?.node.handle(event, at: moment)
    }

    /// Runs until nobody has anything to do at this time.
    func settle() {
        var isBusy = true
        while isBusy {
            isBusy = false
            for name in names {
                for effect in nodes[name]?.node.endTurn() ?? [] {
                    isBusy = perform(effect, of: name) || isBusy
                }
            }
        }
    }

    /// Lets time pass in small steps.
    func pass(ms: UInt64) {
        let end = nowMs + ms
        while nowMs < end {
            nowMs = min(end, nowMs + 50)
            for name in names where nodes[name]?.wakeAtMs.map({ $0 <= nowMs }) == true {
                nodes[name]?.wakeAtMs = nil
                handle(.woke, at: name)
            }
            settle()
        }
    }

    private func perform(_ effect: NodeEffect, of name: String) -> Bool {
        switch effect {
        case .sendControl(let frame, let peer):
            handle(.controlFrame(frame, from: name), at: peer)
        case .sendBulk(let frame, let peer):
            guard let message = try? PeerMessage(decoding: frame),
                let passed = bulk(message, name, peer)
            else { return true }
            handle(.bulkFrame(passed.encoded, from: name), at: peer)
        case .broadcastBulk(let frame):
            broadcast(frame, from: name)
        case .sendClient(let frame, _):
            if let reply = try? ClientReply(decoding: frame) { replies.append(reply) }
        case .check(let job):
            handle(.checked(job.run()), at: name)
        case .store(let batch, let number):
            guard let event = nodes[name]?.write(batch, number) else { return false }
            handle(event, at: name)
        case .vault(let job, let number):
            vaultJobs.append(job)
            guard var outcome = nodes[name]?.vault.perform(job) else { return false }
            if failsVaults { outcome = .failed(.syncFailed(errno: 5, path: "/home/vault")) }
            handle(.vaultDone(outcome, number: number), at: name)
        case .wakeAt(let time):
            nodes[name]?.wakeAtMs = time
            return false
        case .peersChanged:
            return false
        case .disconnect(let peer):
            disconnected.append(peer)
            return false
        case .log(let entry):
            nodes[name]?.log.append(entry)
            return false
        case .trace(let line):
            traces[name, default: []].append(line.text)
            return false
        case .endProcess(let reason):
            nodes[name]?.ended = reason
            return false
        }
        return true
    }

    private func broadcast(_ frame: [UInt8], from name: String) {
        let message = try? PeerMessage(decoding: frame)
        if losesSpreading, case .statements = message { return }
        if losesBlocks, case .block = message { return }
        for peer in names where peer != name {
            if forgesBodies, case .block(let block) = message, peer != "gov", name != "gov" {
                let forged = CarriedBlock(header: block.header, body: [0x80])
                handle(.bulkFrame(PeerMessage.block(forged).encoded, from: "gov"), at: peer)
            }
            handle(.bulkFrame(frame, from: name), at: peer)
        }
    }

    // MARK: Clients

    /// Hands a request to a node and runs; the reply with the request's number.
    func ask(
        _ body: ClientRequest.Body,
        of name: String,
        number: UInt64 = 1,
        from client: UInt64 = 1
    ) -> ClientReply.Body? {
        replies.removeAll()
        let frame = ClientRequest(identifier: number, body: body).encoded
        handle(.clientFrame(frame, from: ClientName(client)), at: name)
        settle()
        return replies.first { $0.identifier == number }?.body
    }

    /// Whether the request asked last was answered with a place on the ledger.
    var isRecorded: Bool {
        replies.contains { if case .recorded = $0.body { true } else { false } }
    }

    /// A signed grant of a key, a fresh one unless given: the smallest statement there is.
    func grant(
        of key: SigningKey? = nil,
        by code: String,
        for other: String? = nil,
        signer: SigningKey? = nil,
        notAfterMs: UInt64? = nil
    ) -> [UInt8] {
        let granted = key ?? SigningKey(generating: suite)
        let grant = KeyGrant(
            member: other ?? code,
            key: granted.publicKey,
            scope: .everything,
            notAfterMs: notAfterMs
        )
        return SignedStatement.sign(
            kind: .grant,
            issuer: genesis.member(code: code)?.issuer ?? "",
            subject: granted.identifier.hexadecimal,
            issuedAt: (Self.createdMs + nowMs) / 1_000,
            chainID: genesis.chainID,
            extra: [],
            payload: grant.encoded,
            with: signer ?? keys[code] ?? granted
        ).bytes
    }

    /// A signed statement of governance.
    func governing(
        _ kind: StatementKind,
        by code: String,
        subject: String,
        payload: [UInt8]
    ) -> SignedStatement? {
        keys[code].map { key in
            SignedStatement.sign(
                kind: kind,
                issuer: genesis.member(code: code)?.issuer ?? "",
                subject: subject,
                issuedAt: (Self.createdMs + nowMs) / 1_000,
                chainID: genesis.chainID,
                extra: [],
                payload: payload,
                with: key
            )
        }
    }

    /// The height and block that each running node says it has.
    var tips: [String] {
        names.compactMap { nodes[$0]?.node.tip }.map { "\($0.header.height) \($0.hash)" }
    }
}
