import Cryptography
import FoundationEssentials
import NodeCore
import NodeRuntime
import Testing

@Suite final class VoteKeyFolderTests {
    private let home: NodeHome
    private let first = SigningKey(generating: .p256)
    private let next = SigningKey(generating: .p256)

    init() throws {
        home = NodeHome(URL.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)").path)
        try FileManager.default.createDirectory(
            atPath: home.keys,
            withIntermediateDirectories: true
        )
        try KeyFile.write(first.pem(), to: home.voteKey)
        try KeyFile.write(next.pem(), to: home.keys + "/vote-next.pem")
        try KeyFile.write(SigningKey(generating: .p256).pem(), to: home.transportKey)
    }

    deinit { try? FileManager.default.removeItem(atPath: home.path) }

    private var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: home.keys).sorted()) ?? []
    }

    @Test func `a key is found by its public half, whatever its file is called`() throws {
        let folder = VoteKeyFolder(home)
        #expect(folder.key(for: first.publicKey)?.publicKey == first.publicKey)
        #expect(folder.key(for: next.publicKey)?.publicKey == next.publicKey)
        #expect(folder.key(for: SigningKey(generating: .p256).publicKey) == nil)
        let later = SigningKey(generating: .p256)
        try KeyFile.write(later.pem(), to: home.keys + "/vote-later.pem")
        #expect(folder.key(for: later.publicKey) != nil)
    }

    @Test func `keys that have voted go, keys that are to vote stay`() throws {
        let folder = VoteKeyFolder(home)
        let used = [first.publicKey]
        #expect(try folder.retire(used: used, except: first.publicKey).isEmpty)
        #expect(names.count == 3)
        #expect(
            try folder.retire(used: used + [next.publicKey], except: next.publicKey)
                == [home.voteKey]
        )
        #expect(names == ["transport.pem", "vote-next.pem"])
    }

    @Test func `nothing goes while the key of the epoch is missing`() throws {
        let elsewhere = SigningKey(generating: .p256).publicKey
        let used = [first.publicKey, elsewhere]
        #expect(try VoteKeyFolder(home).retire(used: used, except: elsewhere).isEmpty)
        #expect(names.count == 3)
    }
}
