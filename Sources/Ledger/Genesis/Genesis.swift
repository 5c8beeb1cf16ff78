package import Catalogue
package import Cryptography
import JSON

/// The fixed beginning of a chain: who takes part, with which keys, under which limits.
///
/// It is made from the bytes of genesis.json alone, and the digest of those bytes is the chain's
/// name, so that whoever holds the file can check everything that follows. Loading it takes a few
/// milliseconds and touches no curve.
package struct Genesis: Sendable {
    /// The chain's name and suite.
    package let chain: ChainIdentity
    /// What the file says.
    package let document: GenesisDocument
    /// The validators of epoch 0.
    package let validators: ValidatorSet
    /// The name of each genesis grant's key, in the order of the grants.
    package let keyIdentifiers: [Digest]

    private let memberByCode: [String: Int]
    private let memberByIssuer: [String: Int]
    private let grantByKey: [Digest: Int]
    private let definitionByCode: [String: Int]

    /// Reads and checks the bytes of genesis.json.
    package init(bytes: [UInt8]) throws(GenesisError) {
        let document: GenesisDocument
        do { document = try GenesisDocument(decoding: bytes) } catch { throw .document(error) }
        self.document = document
        chain = ChainIdentity(id: document.suite.digest(bytes), suite: document.suite)
        memberByCode = try Self.index(document.members.map(\.code), of: "member")
        memberByIssuer = try Self.index(document.members.map(\.issuer), of: "uscc")
        definitionByCode = try Self.index(
            document.certificateTypes.map(\.code),
            of: "certificate type"
        )
        keyIdentifiers = document.grants.map { document.suite.keyIdentifier(of: $0.key) }
        grantByKey = try Self.index(keyIdentifiers, of: "key")
        validators = try document.validatorSet()
        try checkMembers()
        try checkNodes()
        try checkGrants()
        try checkGovernance()
    }

    private static func index<Key: Hashable>(
        _ keys: [Key],
        of what: String
    ) throws(GenesisError) -> [Key: Int] {
        var index: [Key: Int] = [:]
        for (place, key) in keys.enumerated() {
            guard index.updateValue(place, forKey: key) == nil else {
                throw .duplicate(what: what, value: "\(key)")
            }
        }
        return index
    }
}

// MARK: - What is asked of it

extension Genesis {
    /// The chain's name: the digest of genesis.json.
    package var chainID: Digest { chain.id }
    /// The chain's algorithms.
    package var suite: Suite { chain.suite }
    /// The chain's limits.
    package var limits: Limits { document.limits }
    /// The members, in their fixed order.
    package var members: [Member] { document.members }

    /// The position of a member in `members`, by its code.
    package func memberIndex(code: String) -> Int? { memberByCode[code] }

    /// The member with this code.
    package func member(code: String) -> Member? {
        memberByCode[code].map { document.members[$0] }
    }

    /// The member whose statements name this issuer, "urn:uscc:…".
    package func member(issuer: String) -> Member? {
        memberByIssuer[issuer].map { document.members[$0] }
    }

    /// The member with this unified social credit code.
    package func member(uscc: String) -> Member? { member(issuer: Member.issuerPrefix + uscc) }

    /// The genesis grant of a key, with the index of its leaf.
    package func grant(of keyIdentifier: Digest) -> (grant: KeyGrant, leafIndex: UInt64)? {
        grantByKey[keyIdentifier].map { (document.grants[$0], UInt64($0)) }
    }

    /// The certificate type with this code.
    package func certificateDefinition(_ code: String) -> CertificateDefinition? {
        definitionByCode[code].map { document.certificateTypes[$0] }
    }

    /// Refuses a catalogue that is not the one the chain was made with.
    package func check(_ catalogue: Catalogue) throws(GenesisError) {
        let found = catalogue.digest(suite)
        guard found == document.catalogueDigest else {
            throw .wrongCatalogue(
                expected: document.catalogueDigest.hexadecimal,
                found: found.hexadecimal
            )
        }
    }
}

// MARK: - Checks

extension Genesis {
    private func checkMembers() throws(GenesisError) {
        guard !document.members.isEmpty else { throw .empty(list: "members") }
        guard document.members.count <= RecordKey.maximumMembers else {
            throw .badValue(what: "number of members", value: String(document.members.count))
        }
        for member in document.members where !Member.isCreditCode(member.uscc) {
            throw .badValue(what: "uscc", value: member.uscc)
        }
    }

    private func checkNodes() throws(GenesisError) {
        _ = try Self.index(document.nodes.map(\.name), of: "node")
        for node in document.nodes where memberByCode[node.member] == nil {
            throw .unknownMember(code: node.member, at: "node \(node.name)")
        }
    }

    private func checkGovernance() throws(GenesisError) {
        guard case .members(let codes) = document.governance.voices else { return }
        guard !codes.isEmpty else { throw .empty(list: "voices") }
        _ = try Self.index(codes, of: "voice")
        for code in codes where memberByCode[code] == nil {
            throw .unknownMember(code: code, at: "governance")
        }
    }

    private func checkGrants() throws(GenesisError) {
        guard !document.grants.isEmpty else { throw .empty(list: "grants") }
        for (index, grant) in document.grants.enumerated() {
            let place = "grants[\(index)]"
            guard memberByCode[grant.member] != nil else {
                throw .unknownMember(code: grant.member, at: place)
            }
            guard case .only(let codes) = grant.scope.certificates else { continue }
            for code in codes where definitionByCode[code] == nil {
                throw .unknownCertificateType(code: code, at: place)
            }
        }
    }
}

extension GenesisDocument {
    fileprivate func validatorSet() throws(GenesisError) -> ValidatorSet {
        var validators: [Validator] = []
        for node in nodes {
            guard let voteKey = node.voteKey else { continue }
            guard let member = members.first(where: { $0.code == node.member }) else {
                throw .unknownMember(code: node.member, at: "node \(node.name)")
            }
            validators.append(
                Validator(
                    member: member.issuer,
                    voteKey: voteKey,
                    transportKey: node.transportKey,
                    name: node.name
                )
            )
        }
        guard UInt64(validators.count) <= limits.validators else {
            throw .tooManyValidators(count: validators.count, limit: limits.validators)
        }
        do {
            return try ValidatorSet(epoch: 0, validators: validators)
        } catch {
            throw .validators(error)
        }
    }
}
