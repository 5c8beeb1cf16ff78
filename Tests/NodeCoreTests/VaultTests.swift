import COSE
import Cryptography
import Ledger
import NodeCore
import Storage
import Testing

/// Who may deposit in a node's vault, and who is handed what is in it.
@Suite struct VaultTests {
    private let vault: TestVault

    init() throws { vault = try TestVault() }

    private var cluster: TestCluster { vault.cluster }

    // MARK: - Claiming

    @Test func `the token of its code opens an entry, and no other does`() throws {
        let entry = try vault.deposited()
        #expect(vault.claim() == .claimed(sealed: entry.sealed))
        #expect(vault.code(vault.claim(token: [UInt8](repeating: 9, count: 32))) == Self.refused)
        let digest = entry.tokenDigest.bytes
        #expect(vault.code(vault.claim(token: digest)) == Self.refused, "the digest is no token")
    }

    @Test func `a wrong code is answered as if there were no such certificate, byte for byte`()
        throws
    {
        try vault.deposited()
        let issued = try vault.issue(serial: "2")
        let wrong = [UInt8](repeating: 1, count: 32)
        var answers: [[UInt8]] = []
        var jobs: [Int] = []
        for certificate in [vault.certificate, issued, "1.2.156.3005.2.none"] {
            cluster.vaultJobs = []
            _ = vault.claim(certificate, token: wrong)
            answers += cluster.replies.map(\.encoded)
            jobs.append(cluster.vaultJobs.count)
        }
        #expect(answers.count == 3 && Set(answers).count == 1)
        #expect(jobs == [1, 1, 1], "each way leads over the disk")
        #expect(vault.code(vault.claim(issued, token: wrong)) == Self.refused)
    }

    @Test func `an entry that was damaged on disk is not handed out`() throws {
        try vault.deposited()
        let file = try #require(
            vault.issuer.disk.paths.first { $0.hasPrefix("/home/vault/") }
        )
        vault.issuer.disk.damage(file, at: 0, mask: 0xff)
        #expect(vault.code(vault.claim()) == Self.refused)
        #expect(vault.issuer.log.contains { $0.event == "vault.damaged" })
    }

    @Test func `a disk that fails is told to depositors, and to no claimant`() throws {
        try vault.deposited()
        cluster.failsVaults = true
        #expect(vault.code(vault.claim()) == Self.refused)
        #expect(vault.code(vault.deposit()) == "storage.syncFailed")
        #expect(vault.issuer.log.contains { $0.event == "storage.syncFailed" })
        #expect(vault.issuer.ended == nil, "no vote rests on the vault")
    }

    @Test func `what was deposited is there after a crash`() throws {
        let entry = try vault.deposited()
        cluster.kill(TestVault.node)
        try cluster.restart(TestVault.node)
        #expect(vault.claim() == .claimed(sealed: entry.sealed))
    }

    // MARK: - The holder's key

    @Test func `the holder's key opens an entry by signing the challenge of its connection`() throws
    {
        let entry = try vault.deposited(holder: vault.holder.publicKey)
        let challenge = try vault.challenge()
        #expect(vault.prove(challenge) == .claimed(sealed: entry.sealed))
        #expect(vault.code(vault.prove(challenge)) == Self.refused, "a challenge serves once")
    }

    @Test func `a challenge is of one connection, and fresh each time`() throws {
        try vault.deposited(holder: vault.holder.publicKey)
        let first = try vault.challenge(from: 1)
        #expect(vault.code(vault.prove(first, from: 2)) == Self.refused)
        let next = try vault.challenge(from: 1)
        #expect(first != next)
        #expect(vault.code(vault.prove(first, from: 1)) == Self.refused, "it was replaced")
        _ = try vault.challenge(from: 3)
        cluster.handle(.clientClosed(ClientName(3)), at: TestVault.node)
        #expect(vault.code(vault.prove(next, from: 3)) == Self.refused)
    }

    @Test func `no other key, node, kind or certificate will do`() throws {
        try vault.deposited(holder: vault.holder.publicKey)
        let other = SigningKey(generating: cluster.suite)
        #expect(vault.code(vault.prove(try vault.challenge(), with: other)) == Self.refused)
        #expect(vault.code(vault.prove(try vault.challenge(), node: "amr")) == Self.refused)
        #expect(vault.code(vault.prove(try vault.challenge(), kind: .query)) == Self.refused)
        #expect(vault.code(vault.prove(try vault.challenge(), certificate: "1.2")) == Self.refused)
    }

    @Test func `an entry without a holder's key is opened by its code alone`() throws {
        try vault.deposited()
        #expect(vault.code(vault.prove(try vault.challenge())) == Self.refused)
    }

    // MARK: - Depositing

    @Test func `only an officer of the issuer deposits, and only for what it issued`() throws {
        #expect(vault.code(vault.deposit(by: "AMR")) == "vault.notTheIssuer")
        let stranger = SigningKey(generating: cluster.suite)
        #expect(vault.code(vault.deposit(with: stranger)) == "query.stranger")
        #expect(
            vault.code(vault.deposit(vault.entry(certificate: "1.2.156.3005.2.none")))
                == "node.unknownCertificate"
        )
        #expect(vault.deposit() == .deposited)
    }

    @Test func `an officer who may not issue the type does not deposit for it`() throws {
        let clerk = try vault.clerk(certificates: .only(["CERT-01"]))
        #expect(vault.code(vault.deposit(with: clerk)) == "vault.notTheIssuer")
        let other = try vault.clerk(certificates: .only([TestVault.type]))
        #expect(vault.deposit(with: other) == .deposited)
    }

    @Test func `a deposit is for one node, one certificate and one minute`() throws {
        #expect(vault.code(vault.deposit(node: "amr")) == "query.forAnother")
        #expect(vault.code(vault.deposit(subject: "1.2.3")) == "query.forAnother")
        #expect(vault.code(vault.deposit(kind: .query)) == "query.forAnother")
        let signed = vault.signedDeposit()
        cluster.pass(ms: 62_000)
        #expect(vault.code(vault.ask(.deposit(statement: signed))) == "query.stale")
    }

    @Test func `an entry that is too long or has no good key is refused`() {
        let long = [UInt8](repeating: 0, count: VaultEntry.maximumSealedByteCount + 1)
        #expect(vault.code(vault.deposit(vault.entry(sealed: long))) == "vault.malformed")
        let bad = PublicKey([4] + [UInt8](repeating: 1, count: 64))
        #expect(vault.code(vault.deposit(vault.entry(holder: bad))) == "vault.malformed")
    }

    @Test func `a new deposit takes the place of the old one, and its code with it`() throws {
        let old = try vault.deposited()
        let entry = vault.entry(token: [UInt8](repeating: 8, count: 32), sealed: [5])
        #expect(vault.deposit(entry) == .deposited)
        #expect(vault.code(vault.claim()) == Self.refused)
        #expect(vault.claim(token: [UInt8](repeating: 8, count: 32)) == .claimed(sealed: [5]))
        #expect(old.sealed != [5] && vault.issuer.vault.entryCount == 1)
    }

    // MARK: - Limits

    @Test func `a connection deposits so many entries, and the vault holds so many`() throws {
        let more = try (2...4).map { try vault.issue(serial: "\($0)") }
        #expect(vault.deposit(from: 5) == .deposited)
        for certificate in more.prefix(2) {
            #expect(vault.deposit(vault.entry(certificate: certificate), from: 5) == .deposited)
        }
        let last = vault.entry(certificate: more[2])
        #expect(vault.code(vault.deposit(last, from: 5)) == "vault.full")
        #expect(vault.code(vault.deposit(last, from: 5)) == "vault.quota", "four, says the node")
        #expect(vault.deposit(from: 6) == .deposited, "what is there may be replaced")
    }

    @Test func `a full disk takes no deposits, and entries can still be claimed`() throws {
        let entry = try vault.deposited()
        cluster.handle(.diskMeasured(freeByteCount: 9), at: TestVault.node)
        #expect(vault.code(vault.deposit()) == "node.diskFull")
        #expect(vault.claim() == .claimed(sealed: entry.sealed))
    }

    @Test func `a connection asks ten times at once, then once a second`() throws {
        try vault.deposited()
        for _ in 0..<10 { #expect(vault.code(vault.claim("1.2.3", from: 7)) == Self.refused) }
        #expect(vault.code(vault.claim(from: 7)) == "vault.tooManyClaims")
        #expect(vault.code(vault.ask(.challenge, from: 7)) == "vault.tooManyClaims")
        cluster.pass(ms: 1_000)
        guard case .claimed = vault.claim(from: 7) else {
            Issue.record("one more a second later")
            return
        }
        #expect(vault.code(vault.claim(from: 7)) == "vault.tooManyClaims")
    }

    @Test func `a certificate is asked for twenty times from everywhere, and its key still works`()
        throws
    {
        let entry = try vault.deposited(holder: vault.holder.publicKey)
        let wrong = [UInt8](repeating: 1, count: 32)
        for client in 0..<20 {
            let reply = vault.claim(token: wrong, from: 100 + UInt64(client))
            #expect(vault.code(reply) == Self.refused)
        }
        #expect(vault.code(vault.claim(from: 200)) == "vault.tooManyClaims")
        #expect(vault.code(vault.claim("1.2.3", token: wrong, from: 200)) == Self.refused)
        let challenge = try vault.challenge(from: 201)
        #expect(vault.prove(challenge, from: 201) == .claimed(sealed: entry.sealed))
        cluster.pass(ms: 2_000)
        #expect(vault.claim(from: 202) == .claimed(sealed: entry.sealed))
    }

    private static let refused = "vault.notClaimed"
}
