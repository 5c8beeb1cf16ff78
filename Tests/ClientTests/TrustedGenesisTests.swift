import Client
import Console
import Cryptography
import Ledger
import Testing

/// Which genesis vouches for a certificate.
@Suite struct TrustedGenesisTests {
    private let folder: TemporaryFolder
    private let network: Network

    init() throws {
        folder = try TemporaryFolder()
        network = try Demonstration.network(in: folder.path + "/.demo")
    }

    private func find(
        named path: String? = nil,
        folder: NetworkFolder? = nil,
        installed: [String] = []
    ) throws(ClientError) -> Genesis {
        try TrustedGenesis.find(
            named: path,
            folder: folder,
            installed: installed,
            here: network.folder
        )
    }

    @Test func `one that is named, whose folder is named, or that is installed is trusted`() throws
    {
        let path = network.folder.genesis
        let id = network.genesis.chainID
        #expect(try find(named: path).chainID == id)
        #expect(try find(folder: network.folder).chainID == id)
        #expect(try find(installed: [folder.path + "/none.json", path]).chainID == id)
    }

    @Test func `one that merely lies in the current folder is not, and is named in the refusal`() {
        let error = #expect(throws: ClientError.self) { try find() }
        #expect(error == .noGenesis(untrusted: network.folder.genesis))
        #expect(error?.phrase.english.contains("--genesis \(network.folder.genesis)") == true)
        #expect(error?.exitCode == .cannotTell)
    }

    @Test func `a new key is of the suite of the ledger at hand`() throws {
        let sm2 = try Demonstration.network(in: folder.path + "/sm2", suite: .sm2)
        let nowhere = NetworkFolder(folder.path + "/nowhere")
        func suite(
            named path: String? = nil,
            folder: NetworkFolder? = nil,
            installed: [String] = [],
            here: NetworkFolder? = nil
        ) throws(ClientError) -> Cryptography.Suite? {
            try TrustedGenesis.suiteOfNewKey(
                named: path,
                folder: folder,
                installed: installed,
                here: here ?? nowhere
            )
        }
        #expect(try suite() == nil)
        #expect(try suite(installed: [sm2.folder.genesis]) == .sm2)
        #expect(try suite(installed: [sm2.folder.genesis], here: network.folder) == .p256)
        #expect(try suite(folder: sm2.folder, here: network.folder) == .sm2)
        #expect(try suite(named: sm2.folder.genesis, here: network.folder) == .sm2)
        #expect(throws: ClientError.self) { try suite(named: nowhere.genesis) }
    }

    @Test func `a key of another suite is refused by its file, with the command that helps`()
        throws
    {
        let path = folder.path + "/clerk.pem"
        try KeyFile.write(SigningKey(generating: .sm2).pem(), to: path)
        let refused = ClientError.otherSuite(path: path, found: .sm2, expected: .p256)
        let member = try network.member("TAX")
        #expect(throws: refused) { try network.administrator(member, key: path) }
        #expect(throws: refused) { try PublicKey(named: path, suite: .p256) }
        #expect(throws: refused) { try KeyFile.signingKey(at: path, for: .p256) }
        #expect(try KeyFile.signingKey(at: path, for: .sm2).suite == .sm2)
        #expect(refused.phrase.english.contains("key new FILE --suite p256"))
        #expect(refused.phrase.chinese.contains("--suite p256") && refused.exitCode == .bad)
    }

    @Test func `a named file that is not there is an error, whatever is installed`() {
        #expect(throws: ClientError.self) {
            try find(named: folder.path + "/none.json", installed: [network.folder.genesis])
        }
    }
}
