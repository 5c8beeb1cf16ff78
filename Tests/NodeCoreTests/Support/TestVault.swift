import COSE
import Catalogue
import Cryptography
import Ledger
import NodeCore
import Testing

/// A certificate of TAX on a cluster, with the vault of TAX's node.
struct TestVault {
    static let node = "tax"
    static let type = "CERT-04"
    private static let token = [UInt8](repeating: 3, count: 32)

    let cluster: TestCluster
    let certificate: String
    let holder: SigningKey

    init() throws {
        cluster = try TestCluster()
        holder = SigningKey(generating: cluster.suite)
        certificate = try Self.issue(serial: "1", cluster)
    }

    /// The node that keeps the vault.
    var issuer: TestNode {
        guard let node = cluster.nodes[Self.node] else { preconditionFailure("it runs") }
        return node
    }

    // MARK: Certificates and officers

    func issue(serial: String) throws -> String { try Self.issue(serial: serial, cluster) }

    private static func issue(serial: String, _ cluster: TestCluster) throws -> String {
        let member = try #require(cluster.genesis.member(code: "TAX"))
        let definition = try #require(cluster.catalogue.certificateType(type))
        let identifier = try #require(
            CertificateIdentifier(
                type: definition.typeCode,
                issuer: member.uscc,
                serial: serial,
                version: "001"
            )
        ).text
        let nowMs = TestCluster.createdMs + cluster.nowMs
        let claims = CertificateClaims(
            issuer: member.issuer,
            subject: identifier,
            expiry: nowMs / 1_000 + 86_400 * 30,
            issuedAt: nowMs / 1_000,
            type: type,
            fieldDigests: [cluster.suite.digest([1])]
        )
        let statement = try #require(
            cluster.governing(.certificate, by: "TAX", subject: identifier, payload: claims.encoded)
        )
        let reply = cluster.ask(.submit(statement: statement.bytes, attachment: nil), of: node)
        guard case .recorded = reply else {
            Issue.record("\(String(describing: reply))")
            return identifier
        }
        return identifier
    }

    /// An officer of TAX who may issue these types.
    func clerk(certificates: Scope.Reach) throws -> SigningKey {
        let key = SigningKey(generating: cluster.suite)
        let grant = KeyGrant(
            member: "TAX",
            key: key.publicKey,
            scope: Scope(categories: .only([]), certificates: certificates)
        )
        let statement = try #require(
            cluster.governing(
                .grant,
                by: "TAX",
                subject: key.identifier.hexadecimal,
                payload: grant.encoded
            )
        )
        _ = cluster.ask(.submit(statement: statement.bytes, attachment: nil), of: Self.node)
        #expect(cluster.isRecorded)
        return key
    }

    // MARK: Depositing

    func entry(
        certificate: String? = nil,
        token: [UInt8] = token,
        holder: PublicKey? = nil,
        sealed: [UInt8] = [1, 2, 3]
    ) -> VaultEntry {
        VaultEntry(
            certificate: certificate ?? self.certificate,
            tokenDigest: cluster.suite.digest(token),
            holder: holder,
            sealed: sealed
        )
    }

    /// Deposits an entry that the node takes.
    @discardableResult
    func deposited(holder: PublicKey? = nil) throws -> VaultEntry {
        let entry = entry(holder: holder)
        #expect(deposit(entry) == .deposited)
        return entry
    }

    func signedDeposit(
        _ entry: VaultEntry? = nil,
        by code: String = "TAX",
        with key: SigningKey? = nil,
        node: String = node,
        kind: StatementKind = .deposit,
        subject: String? = nil
    ) -> [UInt8] {
        let entry = entry ?? self.entry()
        return sign(
            kind,
            issuer: cluster.genesis.member(code: code)?.issuer ?? code,
            subject: subject ?? entry.certificate,
            payload: VaultDeposit(entry, at: node).encoded,
            with: key ?? cluster.keys[code] ?? holder
        )
    }

    func deposit(
        _ entry: VaultEntry? = nil,
        by code: String = "TAX",
        with key: SigningKey? = nil,
        node: String = node,
        kind: StatementKind = .deposit,
        subject: String? = nil,
        from client: UInt64 = 1
    ) -> ClientReply.Body? {
        let signed = signedDeposit(
            entry,
            by: code,
            with: key,
            node: node,
            kind: kind,
            subject: subject
        )
        return ask(.deposit(statement: signed), from: client)
    }

    // MARK: Claiming

    func claim(
        _ certificate: String? = nil,
        token: [UInt8] = token,
        from client: UInt64 = 1
    ) -> ClientReply.Body? {
        ask(.claim(certificate: certificate ?? self.certificate, token: token), from: client)
    }

    func challenge(from client: UInt64 = 1) throws -> Digest {
        guard case .challenge(let challenge) = ask(.challenge, from: client) else {
            Issue.record("no challenge")
            return .zero
        }
        return challenge
    }

    func prove(
        _ challenge: Digest,
        with key: SigningKey? = nil,
        node: String = node,
        kind: StatementKind = .claim,
        certificate: String? = nil,
        from client: UInt64 = 1
    ) -> ClientReply.Body? {
        let key = key ?? holder
        let signed = sign(
            kind,
            issuer: "urn:key:" + key.identifier.hexadecimal,
            subject: certificate ?? self.certificate,
            payload: VaultClaim(challenge: challenge, at: node).encoded,
            with: key
        )
        return ask(.claimByKey(statement: signed), from: client)
    }

    // MARK: Asking

    func ask(_ body: ClientRequest.Body, from client: UInt64 = 1) -> ClientReply.Body? {
        cluster.ask(body, of: Self.node, from: client)
    }

    func code(_ reply: ClientReply.Body?) -> String? {
        if case .refused(let refusal) = reply { refusal.code } else { nil }
    }

    private func sign(
        _ kind: StatementKind,
        issuer: String,
        subject: String,
        payload: [UInt8],
        with key: SigningKey
    ) -> [UInt8] {
        SignedStatement.sign(
            kind: kind,
            issuer: issuer,
            subject: subject,
            issuedAt: (TestCluster.createdMs + cluster.nowMs) / 1_000,
            chainID: cluster.genesis.chainID,
            payload: payload,
            with: key
        ).bytes
    }
}
