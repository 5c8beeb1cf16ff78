import COSE
import Catalogue
import Client
import Cryptography
import Ledger
import Merkle
import NodeCore
import Testing

@Suite struct ProvenRecordTests {
    @Test func `a record is proven and opened for its default reader`() throws {
        let world = try World()
        let record = try world.proven(world.found(), for: "FIN")
        #expect(record.writer.code == "TAX")
        #expect(record.fields == world.fields)
    }

    @Test func `a sealed record stays closed to others, and is proven all the same`() throws {
        let world = try World()
        let record = try world.proven(world.found(), for: "BANK")
        #expect(record.fields == nil)
        #expect(record.category == "TAX-029")
    }

    @Test func `a record that a node changed is refused`() throws {
        let world = try World()
        let genuine = world.found()
        for index in genuine.record.indices {
            var forged = genuine.record
            forged[index] ^= 1
            #expect(throws: ClientError.self) {
                try world.proven(world.found(record: forged), for: "FIN")
            }
        }
    }

    @Test func `a batch that a node changed is refused`() throws {
        let world = try World()
        let statement = world.found().statement
        for index in stride(from: 0, to: statement.count, by: 7) {
            var forged = statement
            forged[index] ^= 1
            #expect(throws: ClientError.self) {
                try world.proven(world.found(statement: forged), for: "FIN")
            }
        }
    }

    @Test func `a record at another place of the batch is refused`() throws {
        let world = try World()
        #expect(throws: ClientError.self) {
            try world.proven(world.found(recordIndex: 1), for: "FIN")
        }
    }

    @Test func `a batch of a member that is not the category's source is refused`() throws {
        let world = try World(issuer: "FIN", signedBy: "FIN")
        #expect(throws: ClientError.self) { try world.proven(world.found(), for: "FIN") }
    }

    @Test func `a batch that another member signed in the source's name is refused`() throws {
        let world = try World(signedBy: "FIN")
        #expect(throws: ClientError.self) { try world.proven(world.found(), for: "FIN") }
    }
}

/// A network, and one sealed batch of two records that its tax bureau signed.
private struct World {
    let network: Network
    let catalogue: Catalogue
    let fields: [UInt8]
    private let temporary: TemporaryFolder
    private let statement: [UInt8]
    private let records: [[UInt8]]
    private let paths: [[Digest]]

    /// `signedBy` holds the key that signs in the name of `issuer`.
    init(issuer: String = "TAX", signedBy: String = "TAX") throws {
        temporary = try TemporaryFolder()
        network = try Demonstration.network(in: temporary.path + "/net")
        catalogue = try network.catalogue()
        let genesis = network.genesis
        let upload = try #require(
            Demonstration.examples().uploads.first { $0.member == "TAX" }?.files.first
        )
        var checker = UploadChecker(catalogue: catalogue, nowMs: 1)
        checker.check(
            Upload(
                path: upload.name,
                bytes: [UInt8](upload.text.utf8),
                category: nil,
                catalogue: catalogue
            )
        )
        let line = try #require(checker.checked.first { $0.category == "TAX-029" })
        var other = line.draft
        other.key.append(0)
        let lines = [line.draft, other].map {
            CheckedLine(place: line.place, category: "TAX-029", draft: $0)
        }
        fields = line.draft.fields
        let member = try network.member(issuer)
        let prepared = try BatchSigner(
            edition: CatalogueEdition(catalogue),
            genesis: genesis,
            signer: Signer(member, key: try network.signer(signedBy).key, chain: genesis.chain),
            tagSecret: try network.tagSecret(of: "TAX")
        ).sign(UploadBatch(category: "TAX-029", lines: lines))
        statement = prepared.statement
        records = try RecordBatch.records(in: prepared.attachment[...]).map(Array.init)
        let hasher = MerkleHasher(genesis.suite)
        let leaves = records.map { hasher.leaf($0[...]) }
        paths = [[leaves[1]], [leaves[0]]]
    }

    func found(
        statement: [UInt8]? = nil,
        record: [UInt8]? = nil,
        recordIndex: UInt64 = 0
    ) -> FoundRecord {
        FoundRecord(
            leafIndex: 9,
            recordIndex: recordIndex,
            height: 1,
            timeMs: 1,
            statement: statement ?? self.statement,
            record: record ?? records[0],
            path: paths[0]
        )
    }

    func proven(_ found: FoundRecord, for reader: String) throws -> ProvenRecord {
        try ProvenRecord(
            found,
            genesis: network.genesis,
            edition: CatalogueEdition(catalogue),
            key: try network.signer(reader).key
        )
    }
}
