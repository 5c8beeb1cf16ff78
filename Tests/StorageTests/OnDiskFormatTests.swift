import CBOR
import Cryptography
import Storage
import Testing

/// The bytes of <doc:OnDiskFormat>, letter by letter: changing one of them changes the format.
@Suite struct OnDiskFormatTests {
    let disk = CrashingFileSystem(seed: 1)

    /// The content of a file in hexadecimal, without the zeros at its end.
    private func digits(_ path: String) throws -> String {
        var bytes = try #require(try disk.contents(path))
        while bytes.last == 0 { bytes.removeLast() }
        return bytes.hexadecimal
    }

    @Test func `a segment and its index are as the format page shows them`() throws {
        var store = try BlockStore.open(
            folder: StorageFixture.ledger,
            fileSystem: disk,
            segmentLimit: 1
        ).store
        let hash = try #require(Digest([UInt8](repeating: 0xaa, count: 32)))
        try store.appendBlock(
            hash: hash,
            height: 1,
            header: Array("head".utf8),
            body: Array("body".utf8)
        )
        try store.sync()
        try store.appendFinalization(height: 1, hash: hash, proof: Array("proof".utf8))
        try store.sync()
        let segment = try digits(StorageFixture.ledger + "/ledger_0000000001-0000000001.sealed")
        let index = try digits(StorageFixture.ledger + "/ledger_0000000001-0000000001.index")
        let name = String(repeating: "aa", count: 32)
        let block =
            "4c5af101" + "00000004" + "00000004" + "0000000000000001" + name
            + "0000000000000000" + "ea7c97e8" + "4bc52e08" + "46e4e8f9" + "68656164" + "626f6479"
        let finalization =
            "4c5af102" + "00000000" + "00000005" + "0000000000000001" + name
            + "0000000000000200" + "00000000" + "c214473a" + "9b6c0f62" + "70726f6f66"
        #expect(segment == block + String(repeating: "00", count: 512 - 80) + finalization)
        #expect(
            index == "4c5a4901" + "00000002" + "0000000000000400"
                + name + "0000000000000001" + "0000000000000000" + "00000200" + "00000001"
                + name + "0000000000000001" + "0000000000000200" + "00000200" + "00000002"
                + "650460d6"
        )
    }

    @Test func `a journal and its ceiling are as the format page shows them`() throws {
        var journal = try VoteJournal.open(
            folder: StorageFixture.journal,
            fileSystem: disk,
            expectsVotes: false
        ).journal
        try journal.raiseCeiling(to: ViewMark(epoch: 1, view: 64))
        let record = JournalRecord(
            type: 1,
            mark: ViewMark(epoch: 1, view: 2),
            payload: Array("vote".utf8)
        )
        try journal.append([record])
        let copies = try ["votes-a", "votes-b"].map {
            try digits(StorageFixture.journal + "/\($0)/0000000001.log")
        }
        let batch =
            "4c5a4a01" + "00000019" + "0000000000000001" + "00000001" + "00000000"
            + "00000004" + "01" + "0000000000000001" + "0000000000000002" + "766f7465" + "2ffd71cd"
        #expect(copies == [batch, batch])
        let slot =
            "4c5a4301" + "0000000000000002" + "0000000000000001" + "0000000000000040"
            + "0000000000000001" + "0000000000000001" + "b64818f2"
        let ceiling = try digits(StorageFixture.journal + "/ceiling")
        #expect(ceiling == slot + String(repeating: "00", count: 4096 - 48) + slot)
    }
}
