import CBOR
import Cryptography
import Ledger
import Merkle
package import NodeCore

/// G7: what a node gives to prove a statement proves it, and no change of one bit does.
///
/// It goes the way of a certificate file's verifier, from the genesis to the statement, through the
/// same proofs; it looks at ledgers whose validators never changed.
package struct ProofsChecker {
    private let genesis: Genesis
    private let electorate: Electorate
    private let hasher: MerkleHasher
    private var random: RandomStream

    /// A checker for the votes of a world.
    package init?(_ setting: WorldSetting, _ district: District) {
        genesis = district.genesis
        let maker =
            setting.usesRealKeys
            ? ElectorateMaker(genesis.chain) : FakeKeys.electorates(genesis.chain)
        guard let electorate = try? maker.electorate(of: genesis.validators) else { return nil }
        self.electorate = electorate
        hasher = MerkleHasher(genesis.suite)
        random = RandomStream(seed: setting.seed, concern: 10)
    }

    /// Whether the parts prove that a statement stands at a place and is not withdrawn.
    package func proves(_ parts: EvidenceParts, _ statement: [UInt8], at leaf: UInt64) -> Bool {
        guard parts.statement == statement, parts.hops.isEmpty,
            parts.validatorSet == genesis.validators.encoded,
            let recorded = finalHeader(parts.recordedHeader, parts.recordedFinalization),
            let newest = finalHeader(parts.statusHeader, parts.statusFinalization),
            newest.height >= recorded.height,
            includes(parts.inclusion, statement, leaf, recorded)
        else { return false }
        return status(parts.status, leaf, newest) == .valid
    }

    /// The proof of a statement holds, and `count` copies of it with one bit changed do not.
    package mutating func check(
        _ parts: EvidenceParts,
        _ statement: [UInt8],
        at leaf: UInt64,
        changes count: Int
    ) -> Violation? {
        guard proves(parts, statement, at: leaf) else {
            return Violation("G7 proofs", "the proof of leaf \(leaf) does not hold")
        }
        for _ in 0..<count {
            let part = Self.parts[random.index(below: Self.parts.count)]
            let bit = random.index(below: parts[keyPath: part.path].count * 8)
            var changed = parts
            changed[keyPath: part.path][bit / 8] ^= 1 << UInt8(bit % 8)
            if proves(changed, statement, at: leaf) {
                return Violation("G7 proofs", "bit \(bit) of the \(part.name) does not matter")
            }
        }
        return nil
    }

    private static var parts: [(name: String, path: WritableKeyPath<EvidenceParts, [UInt8]>)] {
        [
            ("statement", \.statement), ("recorded header", \.recordedHeader),
            ("finalization", \.recordedFinalization), ("inclusion proof", \.inclusion),
            ("status header", \.statusHeader), ("newest finalization", \.statusFinalization),
            ("status proof", \.status), ("validator set", \.validatorSet),
        ]
    }

    private func finalHeader(_ header: [UInt8], _ finalization: [UInt8]) -> BlockHeader? {
        guard let header = try? BlockHeader(decoding: header),
            header.chainID == genesis.chainID,
            header.validatorsHash == electorate.validatorsHash
        else { return nil }
        var reader = CBORReader(finalization)
        let proof = try? QuorumProof(
            from: &reader,
            block: HashedHeader(header, suite: genesis.suite),
            chain: genesis.chain,
            validatorCount: electorate.count
        )
        guard let proof, (try? reader.finish()) != nil, proof.kind == .finalize,
            (try? proof.verify(by: electorate)) != nil
        else { return nil }
        return header
    }

    private func includes(
        _ bytes: [UInt8],
        _ statement: [UInt8],
        _ leaf: UInt64,
        _ header: BlockHeader
    ) -> Bool {
        var reader = CBORReader(bytes)
        guard let proof = try? InclusionProof(from: &reader), (try? reader.finish()) != nil,
            proof.leafIndex == leaf, proof.treeSize == header.treeSize
        else { return false }
        let leafHash = hasher.leaf(genesis.suite.digest(statement))
        return (try? proof.verify(leafHash: leafHash, root: header.treeRoot, hasher: hasher)) != nil
    }

    /// The proven status; nil when nothing is proven.
    private func status(_ bytes: [UInt8], _ leaf: UInt64, _ header: BlockHeader) -> Status? {
        var reader = CBORReader(bytes)
        guard let proof = try? StatusProof(from: &reader), (try? reader.finish()) != nil else {
            return nil
        }
        return try? proof.status(
            of: leaf,
            treeSize: header.treeSize,
            root: header.statusRoot,
            hasher: hasher
        )
    }
}

// MARK: - Asking for proofs

extension World {
    /// Asks a running node a question, and gives the answer that comes in the same turn.
    package func ask(_ id: Int, _ question: ClientRequest.Body) -> ClientReply.Body? {
        overheard = nil
        let request = ClientRequest(identifier: 0, body: question)
        tell(id, .clientFrame(request.encoded, from: Self.auditor))
        return overheard
    }

    /// The client whose answers are not those of a submitter.
    static let auditor = ClientName(2)

    /// Has some process prove some acknowledged statements, and looks for bits that do not matter.
    package func checkProofs(of id: Int, statements count: Int, changes: Int) {
        guard var checker = ProofsChecker(setting, district) else { return }
        var left = count
        for (number, fate) in clients.fates.enumerated() where left > 0 {
            guard case .recorded(_, let leaf) = fate else { continue }
            left -= 1
            guard case .evidence(let parts)? = ask(id, .evidence(leafIndex: leaf)) else {
                return violate("G7 proofs", "\(processes[id].name) cannot prove leaf \(leaf)")
            }
            let statement = district.statements[number]
            let violation = checker.check(parts, statement, at: leaf, changes: changes)
            if let violation { return violations.append(violation) }
        }
    }
}
