import CBOR
import COSE
import Cryptography
import Evidence
import Ledger
import Merkle
import TestSupport
import Testing

/// Each test spoils one part of a good file and names the reason that must come out.
@Suite struct ForgedEvidenceTests {
    private var ledger: TestLedger
    private let file: EvidenceFile

    init() throws {
        ledger = try TestLedger(.p256)
        ledger.record(ledger.certificate("before").statement)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        file = try ledger.file(certificate, at: index)
        ledger.record(ledger.certificate("after").statement)
    }

    private func reason(_ spoil: (inout EvidenceFile) throws -> Void) rethrows -> Reason? {
        var spoiled = file
        try spoil(&spoiled)
        return ledger.verdict(on: spoiled).reason
    }

    @Test func `unspoiled it is valid`() {
        #expect(reason { _ in } == nil)
    }

    // MARK: - The statement

    @Test func `a payload that was changed is tampered with`() throws {
        let bytes = file.encoded
        let name = Array("1.2.156.3005.2.X".utf8)
        let places = bytes.indices.filter { bytes[$0...].starts(with: name) }
        #expect(places.count == 2, "once in the header and once in the payload")
        var both = bytes
        for place in places { both[place + name.count - 1] = UInt8(ascii: "Y") }
        #expect(ledger.verdict(on: both).reason == .tampered)
        var one = bytes
        one[places[1] + name.count - 1] = UInt8(ascii: "Y")
        #expect(ledger.verdict(on: one).reason == .contradictory)
    }

    @Test func `a statement of another ledger is not of this one`() throws {
        var other = try TestLedger(.p256)
        let certificate = other.certificate()
        let index = other.record(certificate.statement)
        let foreign = try other.file(certificate, at: index)
        #expect(ledger.verdict(on: foreign).reason == .notOnThisLedger)
    }

    @Test func `another kind of statement is no certificate`() throws {
        var ledger = ledger
        let grant = ledger.grant(SigningKey(generating: .p256))
        let index = ledger.record(grant)
        let file = try ledger.file((grant, []), at: index)
        #expect(ledger.verdict(on: file).reason == .notACertificate)
    }

    // MARK: - Places

    @Test func `a relabelled leaf index or tree size is refused`() {
        #expect(reason { $0.evidence.inclusion.leafIndex -= 1 } == .notRecorded)
        #expect(reason { $0.evidence.inclusion.leafIndex += 1 } == .notRecorded)
        #expect(reason { $0.evidence.inclusion.treeSize += 1 } == .notRecorded)
        #expect(reason { $0.evidence.inclusion.treeSize -= 1 } == .notRecorded)
        // The receipt trick: a leaf of a large tree passed off as one of a small tree.
        #expect(
            reason {
                $0.evidence.inclusion.treeSize = 2
                $0.evidence.inclusion.leafIndex = 1
            } == .notRecorded
        )
    }

    /// Leaf 4 of 5 has one sibling, as leaf 1 of 2 would; only the signed size tells them apart.
    @Test func `a leaf is not relabelled to where its path would fit too`() throws {
        var ledger = try TestLedger(.p256)
        ledger.record(ledger.certificate("a").statement, ledger.certificate("b").statement)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        #expect(index == 4)
        var file = try ledger.file(certificate, at: index)
        #expect(ledger.verdict(on: file).conclusion == .valid)
        file.evidence.inclusion.leafIndex = 1
        file.evidence.inclusion.treeSize = 2
        #expect(ledger.verdict(on: file).reason == .notRecorded)
    }

    @Test func `a path to another leaf is refused`() {
        #expect(reason { $0.evidence.inclusion.path[0] = .zero } == .notRecorded)
        #expect(reason { $0.evidence.inclusion.path.removeLast() } == .notRecorded)
    }

    // MARK: - Blocks

    @Test(arguments: [true, false])
    func `one vote short is not final`(isRecorded: Bool) {
        let short = ledger.anchor(signers: [0, 1], header: file.evidence.recorded.header)
        #expect(
            reason { file in
                if isRecorded {
                    file.evidence.recorded = short
                } else {
                    file.evidence.statusAnchor = short
                }
            } == .notFinal
        )
    }

    @Test func `any three of four are enough, and all four`() {
        for signers in [[0, 1, 2], [1, 2, 3], [0, 1, 2, 3]] {
            let anchor = ledger.anchor(signers: signers, header: file.evidence.recorded.header)
            #expect(reason { $0.evidence.recorded = anchor } == nil)
        }
    }

    @Test func `one signer's votes do not count twice`() throws {
        let header = file.evidence.recorded.header
        let statement = VoteStatement.finalize(
            HashedHeader(header, suite: .p256),
            view: header.view
        )
        let signature = ledger.voteKeys[0].sign(statement.toBeSigned(.p256))
        for members in [[0, 1, 2], [0, 1]] {
            var bitmap = SignerBitmap(count: 4)
            for member in members { bitmap.insert(member) }
            let proof = QuorumProof(
                statement: statement,
                signers: bitmap,
                signatures: [signature, signature, signature]
            )
            let anchor = Anchor(header: header, finalization: proof.encoded[...])
            #expect(reason { $0.evidence.recorded = anchor } == .notFinal)
        }
    }

    @Test func `notarize votes make nothing final`() {
        let header = file.evidence.recorded.header
        let notarized = ledger.anchor(signers: [0, 1, 2, 3], kind: .notarize, header: header)
        #expect(reason { $0.evidence.recorded = notarized } == .notFinal)
    }

    @Test func `votes for one header prove no other`() throws {
        var header = file.evidence.recorded.header
        let genuine = file.evidence.recorded.finalization
        header.treeSize += 1
        let forged = Anchor(header: header, finalization: genuine)
        #expect(reason { $0.evidence.recorded = forged } == .notFinal)
    }

    @Test(arguments: HeaderFault.allCases)
    func `a header that cannot be of this chain is refused, whoever signed it`(
        fault: HeaderFault
    ) {
        var header = file.evidence.recorded.header
        let expected: Reason
        switch fault {
        case .chain:
            header.chainID = .zero
            expected = .notOnThisLedger
        case .epoch:
            header.epoch = 1
            expected = .notFinal
        case .validators:
            header.validatorsHash = .zero
            expected = .notFinal
        case .genesisHeight:
            header.height = 0
            expected = .notFinal
        }
        let anchor = ledger.anchor(header: header)
        #expect(reason { $0.evidence.recorded = anchor } == expected)
        // The same fault in the status anchor; a low height there is out of order first.
        guard fault != .genesisHeight else { return }
        var later = ledger.header
        switch fault {
        case .chain: later.chainID = .zero
        case .epoch: later.epoch = 1
        case .validators, .genesisHeight: later.validatorsHash = .zero
        }
        let status = ledger.anchor(header: later)
        #expect(reason { $0.evidence.statusAnchor = status } == expected)
    }

    enum HeaderFault: CaseIterable { case chain, epoch, validators, genesisHeight }

    @Test func `swapped anchors are refused`() throws {
        let later = file.withRefreshedStatus(try ledger.status(of: file.leafIndex))
        #expect(ledger.verdict(on: later).conclusion == .valid)
        var swapped = later
        swapped.evidence.recorded = later.evidence.statusAnchor
        swapped.evidence.statusAnchor = later.evidence.recorded
        #expect(ledger.verdict(on: swapped).reason == .notRecorded)
    }

    @Test func `a status older than the recording is refused`() throws {
        var ledger = try TestLedger(.p256)
        ledger.record(ledger.certificate("before").statement)
        let old = ledger.anchor()
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        var file = try ledger.file(certificate, at: index)
        file.evidence.statusAnchor = old
        #expect(ledger.verdict(on: file).reason == .statusNotProven)
    }

    @Test func `two final blocks at one height show a forked ledger`() {
        var other = file.evidence.recorded.header
        other.stateDigest = Suite.p256.digest([1])
        let anchor = ledger.anchor(header: other)
        #expect(reason { $0.evidence.statusAnchor = anchor } == .ledgerForked)
    }

    @Test func `the validators in the file are those of the status block`() throws {
        let others = try TestLedger(.p256).validators.encoded
        #expect(reason { $0.evidence.validators = others[...] } == .notFinal)
    }

    // MARK: - Status

    @Test func `a changed status chunk is refused`() {
        #expect(reason { $0.evidence.status.chunk[0] = 1 } == .statusNotProven)
        #expect(reason { $0.evidence.status.chunkCount = 2 } == .statusNotProven)
        #expect(reason { $0.evidence.status.chunkIndex = 1 } == .statusNotProven)
        #expect(reason { $0.evidence.status.path.append(.zero) } == .statusNotProven)
    }

    @Test func `a status of another block is refused`() throws {
        var revoked = ledger
        revoked.set(.revoked, at: file.leafIndex)
        let genuine = try ledger.status(of: file.leafIndex)
        let anchor = revoked.anchor()
        #expect(
            reason {
                $0.evidence.status = genuine.proof
                $0.evidence.statusAnchor = anchor
            } == .statusNotProven
        )
    }

    // MARK: - Receipts

    @Test func `receipts are the votes, and others are refused`() throws {
        let receipted = try file.withReceipts(
            of: ledger.validators,
            chain: ledger.genesis.chain
        )
        #expect(receipted.receipts.count == 3)
        #expect(ledger.verdict(on: receipted).conclusion == .valid)
        let header = file.evidence.recorded.header
        for (receipt, signer) in zip(receipted.receipts, [0, 1, 3]) {
            let key = try VerificationKey(ledger.voteKeys[signer].publicKey, suite: .p256)
            #expect(receipt.isSigned(by: key, root: header.treeRoot))
        }

        let later = try ledger.status(of: file.leafIndex).anchor
        var foreign = receipted
        foreign.evidence.recorded = later
        foreign = try foreign.withReceipts(of: ledger.validators, chain: ledger.genesis.chain)
        var mixed = receipted
        mixed.receipts[1] = foreign.receipts[1]
        #expect(ledger.verdict(on: mixed).reason == .foreignReceipt)
    }
}
