import CBOR
import Cryptography
import Merkle
import Testing

@Suite struct MerkleTreeTests {
    @Test func `a tree without leaves has the hash of nothing as root`() throws {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(MerkleTree(.p256).root(size: 0).hexadecimal == expected)
        #expect(Frontier(.p256).root().hexadecimal == expected)
        #expect(MerkleTree.root(of: [], suite: .p256).hexadecimal == expected)
    }

    /// The eight leaves of Certificate Transparency's reference implementation.
    @Test func `the roots of the reference tree are those that others compute`() throws {
        let leaves = [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        let hasher = MerkleHasher(.p256)
        var tree = MerkleTree(.p256)
        for (leaf, root) in zip(leaves, roots) {
            let content = try #require([UInt8](hexadecimal: leaf))
            tree.append(leafHash: hasher.leaf(content[...]))
            #expect(tree.root(size: tree.size).hexadecimal == root)
        }
    }

    @Test(arguments: Suite.allCases)
    func `tree, frontier and bulk root agree with the definition at every size`(suite: Suite) {
        let naive = NaiveTree(size: 300, suite: suite)
        var tree = MerkleTree(suite)
        var frontier = Frontier(suite)
        for size in 0...300 {
            let expected = naive.root(0..<size)
            #expect(tree.root(size: UInt64(size)) == expected)
            #expect(frontier.root() == expected)
            let leaves = Array(naive.leafHashes.prefix(size))
            #expect(MerkleTree.root(of: leaves, suite: suite) == expected)
            guard size < 300 else { continue }
            tree.append(leafHash: naive.leafHashes[size])
            frontier.append(leafHash: naive.leafHashes[size])
            #expect(tree.size == frontier.size)
        }
    }

    @Test func `a grown tree still knows the roots of all its earlier sizes`() {
        let naive = NaiveTree(size: 130, suite: .p256)
        let tree = tree(of: naive)
        for size in 0...130 {
            #expect(tree.root(size: UInt64(size)) == naive.root(0..<size))
        }
    }

    @Test func `inclusion paths are those of the definition`() {
        let naive = NaiveTree(size: 70, suite: .p256)
        let tree = tree(of: naive)
        for size in 1...70 {
            for leaf in 0..<size {
                let path = tree.inclusionPath(of: UInt64(leaf), size: UInt64(size))
                #expect(path == naive.path(leaf, in: 0..<size))
            }
        }
    }

    @Test func `a leaf cannot be taken for a node`() {
        let hasher = MerkleHasher(.p256)
        let pair = NaiveTree(size: 2, suite: .p256).leafHashes
        let joined = pair[0].bytes + pair[1].bytes
        #expect(hasher.leaf(joined[...]) != hasher.node(pair[0], pair[1]))
        #expect(hasher.leaf(pair[0]) == hasher.leaf(pair[0].bytes[...]))
    }

    private func tree(of naive: NaiveTree) -> MerkleTree {
        var tree = MerkleTree(naive.suite)
        for hash in naive.leafHashes { tree.append(leafHash: hash) }
        return tree
    }
}
