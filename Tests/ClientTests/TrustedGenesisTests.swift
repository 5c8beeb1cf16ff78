import Client
import Console
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

    @Test func `a named file that is not there is an error, whatever is installed`() {
        #expect(throws: ClientError.self) {
            try find(named: folder.path + "/none.json", installed: [network.folder.genesis])
        }
    }
}
