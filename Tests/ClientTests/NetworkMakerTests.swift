import Catalogue
import Client
import Cryptography
import JSON
import Ledger
import NodeCore
import Testing

@Suite struct NetworkMakerTests {
    @Test(arguments: Cryptography.Suite.allCases)
    func `a network is made whole, and its folder reads back`(suite: Cryptography.Suite) throws {
        let temporary = try TemporaryFolder()
        let folder = NetworkFolder(temporary.path + "/net")
        let made = try Demonstration.maker(folder, suite).make(nowMs: 1_700_000_000_000)
        #expect(made.suite == suite)
        #expect(made.validators.quorum == 3)

        let network = try Network(folder)
        #expect(network.genesis.chainID == made.chainID)
        #expect(network.nodes.map(\.name) == ["tax", "stat", "bank", "gov", "audit"])
        #expect(try network.catalogue().categories.count == 152)
        for member in made.members {
            let signer = try network.signer(member.code)
            let grant = try #require(made.grant(of: signer.key.identifier)?.grant)
            #expect(grant.member == member.code)
            #expect(!grant.scope.administration)
        }
    }

    @Test func `only validators have a vote key`() throws {
        let temporary = try TemporaryFolder()
        let folder = NetworkFolder(temporary.path + "/net")
        _ = try Demonstration.maker(folder, .p256).make(nowMs: 1)
        #expect(Folder.exists(folder.home("tax").voteKey))
        #expect(!Folder.exists(folder.home("audit").voteKey))
    }

    @Test func `an officer may write what its member is the source of, and nothing else`() throws {
        let temporary = try TemporaryFolder()
        let genesis = try Demonstration.maker(NetworkFolder(temporary.path + "/net"), .p256).make(
            nowMs: 1
        )
        let officer = try #require(
            genesis.document.grants.first { $0.member == "TAX" && !$0.scope.administration }
        )
        #expect(officer.scope.categories.contains("TAX-029"))
        #expect(!officer.scope.categories.contains("STAT-004"))
        #expect(officer.scope.certificates.contains("CERT-04"))
        #expect(!officer.scope.certificates.contains("CERT-01"))
    }

    @Test func `a folder that is there is not overwritten`() throws {
        let temporary = try TemporaryFolder()
        let folder = NetworkFolder(temporary.path)
        #expect(throws: ClientError.exists(path: folder.path)) {
            try Demonstration.maker(folder, .p256).make(nowMs: 1)
        }
    }

    @Test func `a node that joins later has a home that knows the others`() throws {
        let temporary = try TemporaryFolder()
        let network = try Demonstration.network(in: temporary.path + "/net")
        let plan = NodePlan(
            name: "fin",
            member: "FIN",
            host: "127.0.0.1",
            peerPort: 7_190,
            clientPort: 7_290
        )
        let maker = HomeMaker(network.folder, suite: .p256)
        let home = try maker.add(plan)
        let configuration = try NetworkFolder.document(home.configuration)
        let peers = configuration["peers"]?.array?.compactMap { $0["name"]?.string }
        #expect(Set(peers ?? []) == ["tax", "stat", "bank", "gov", "audit"])
        #expect(try Network.genesis(at: home.genesis).chainID == network.genesis.chainID)
        let seat = try NodeKeys(home, suite: .p256).seat(
            voteKey: try NodeKeys(home, suite: .p256).voteKey(),
            member: "FIN",
            chain: network.genesis.chain
        )
        #expect(seat.name == "fin" && seat.address == "127.0.0.1:7190")
        let again = try Network(network.folder)
        #expect(again.nodes.last?.name == "fin")
        #expect(again.nodes.last?.transportKey == seat.transportKey)
        #expect(throws: ClientError.self) { try maker.add(plan) }
    }
}
