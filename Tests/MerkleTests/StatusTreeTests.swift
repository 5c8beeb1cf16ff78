import Cryptography
import Merkle
import TestSupport
import Testing

@Suite struct StatusTreeTests {
    @Test(arguments: Suite.allCases)
    func `the root is that of an RFC 9162 tree over 256-byte chunks`(suite: Suite) {
        var tree = StatusTree(suite)
        var statuses: [Status] = []
        #expect(tree.root() == MerkleHasher(suite).emptyRoot)
        for index in 0..<3_000 {
            let status: Status = index.isMultiple(of: 3) ? .notWithdrawable : .valid
            tree.append(status)
            statuses.append(status)
            let isBoundary = [0, 1, 510, 511].contains(index % 512)
            guard isBoundary || index.isMultiple(of: 97) else { continue }
            #expect(tree.root() == naiveRoot(statuses, suite), "after \(index + 1) entries")
        }
    }

    @Test func `entry i is in byte i over 2, the even one in the low nibble`() {
        var tree = StatusTree(.p256)
        for status in [Status.revoked, .suspended, .superseded] { tree.append(status) }
        let chunk = tree.proof(of: 0).chunk
        #expect(chunk.count == 256)
        #expect(chunk[0] == 0x21)
        #expect(chunk[1] == 0xf3)
        #expect(chunk[2...].allSatisfy { $0 == 0xff })
    }

    @Test func `random changes give the tree that would have been built from their outcome`() {
        withSeeds(0..<20) { generator in
            var tree = StatusTree(.p256)
            var statuses: [Status] = []
            for _ in 0..<Int.random(in: 1...4_000, using: &generator) {
                tree.append(.valid)
                statuses.append(.valid)
            }
            for _ in 0..<200 {
                let index = Int.random(in: 0..<statuses.count, using: &generator)
                let status = Status.allCases.randomElement(using: &generator) ?? .valid
                tree.set(status, at: UInt64(index))
                statuses[index] = status
            }
            return tree.root() == naiveRoot(statuses, .p256)
                && statuses.indices.allSatisfy { tree[UInt64($0)] == statuses[$0] }
        }
    }

    @Test func `a copy keeps its statuses when the original changes`() {
        var tree = StatusTree(.p256)
        for _ in 0..<2_000 { tree.append(.valid) }
        let before = tree
        let rootBefore = tree.root()
        tree.set(.revoked, at: 3)
        tree.set(.suspended, at: 1_999)
        tree.append(.cancelled)
        #expect(before.count == 2_000)
        #expect(before[3] == .valid)
        #expect(before[1_999] == .valid)
        #expect(before.root() == rootBefore)
        #expect(tree.root() != rootBefore)
    }

    @Test func `an entry that is not there yet is unallocated`() {
        var tree = StatusTree(.p256)
        tree.append(.valid)
        #expect(tree[1] == .unallocated)
        #expect(tree[.max] == .unallocated)
    }

    private func naiveRoot(_ statuses: [Status], _ suite: Suite) -> Digest {
        let hasher = MerkleHasher(suite)
        let chunks = stride(from: 0, to: statuses.count, by: 512).map { start in
            let nibbles = statuses[start..<min(start + 512, statuses.count)].map(\.rawValue)
            let padded = nibbles + Array(repeating: 0xf, count: 512 - nibbles.count)
            return (0..<256).map { padded[2 * $0] | padded[2 * $0 + 1] << 4 }
        }
        return MerkleTree.root(of: chunks.map { hasher.leaf($0[...]) }, suite: suite)
    }
}
