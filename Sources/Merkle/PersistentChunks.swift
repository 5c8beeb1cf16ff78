import Cryptography

/// An RFC 9162 tree of byte chunks whose copies share every node they do not change.
///
/// The nodes form a perfect binary tree of some height, filled from the left. A node without a
/// right half has the hash of its left half: so RFC 9162 promotes the odd node of a level.
struct PersistentChunks: Sendable {
    private indirect enum Node: Sendable {
        case chunk([UInt8], hash: Digest)
        case branch(left: Node, right: Node?, hash: Digest)

        var hash: Digest {
            switch self {
            case .chunk(_, let hash), .branch(_, _, let hash): hash
            }
        }
    }

    private(set) var count = 0
    private var top: Node?
    /// Levels above the chunks; the tree has room for 2^height of them.
    private var height = 0
    private let hasher: MerkleHasher

    init(_ hasher: MerkleHasher) {
        self.hasher = hasher
    }

    var root: Digest { top?.hash ?? hasher.emptyRoot }

    subscript(index: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        walk(to: index) { node in
            if case .chunk(let chunk, _) = node { bytes = chunk }
        }
        return bytes
    }

    mutating func append(_ chunk: [UInt8]) {
        let leaf = self.leaf(chunk)
        if let top, count == 1 << height {
            self.top = branch(top, spine(to: leaf, height: height))
            height += 1
        } else {
            top = placing(leaf, at: count, in: top, height: height)
        }
        count += 1
    }

    mutating func replace(_ index: Int, by chunk: [UInt8]) {
        precondition(index < count)
        top = placing(leaf(chunk), at: index, in: top, height: height)
    }

    /// The inclusion path of a chunk, lowest sibling first.
    func path(of index: Int) -> [Digest] {
        var path: [Digest] = []
        var level = height
        walk(to: index) { node in
            level -= 1
            guard case .branch(let left, let right?, _) = node else { return }
            path.append(goesRight(index, at: level) ? left.hash : right.hash)
        }
        return path.reversed()
    }

    // MARK: - Nodes

    /// Visits the nodes from the top down to a chunk, both included.
    private func walk(to index: Int, visit: (Node) -> Void) {
        precondition(index < count)
        var level = height
        var next = top
        while let node = next {
            visit(node)
            level -= 1
            guard case .branch(let left, let right, _) = node else { return }
            next = goesRight(index, at: level) ? right : left
        }
    }

    private func goesRight(_ index: Int, at level: Int) -> Bool {
        index >> level & 1 == 1
    }

    /// A copy of `node` with `leaf` at `index`; only the nodes on the way down are new.
    private func placing(_ leaf: Node, at index: Int, in node: Node?, height: Int) -> Node {
        guard let node else { return spine(to: leaf, height: height) }
        guard case .branch(let left, let right, _) = node else { return leaf }
        let level = height - 1
        return goesRight(index, at: level)
            ? branch(left, placing(leaf, at: index, in: right, height: level))
            : branch(placing(leaf, at: index, in: left, height: level), right)
    }

    /// A subtree of the given height whose first chunk is `leaf` and which has no other yet.
    private func spine(to leaf: Node, height: Int) -> Node {
        (0..<height).reduce(leaf) { node, _ in branch(node, nil) }
    }

    private func leaf(_ chunk: [UInt8]) -> Node {
        .chunk(chunk, hash: hasher.leaf(chunk[...]))
    }

    private func branch(_ left: Node, _ right: Node?) -> Node {
        let hash = right.map { hasher.node(left.hash, $0.hash) } ?? left.hash
        return .branch(left: left, right: right, hash: hash)
    }
}
