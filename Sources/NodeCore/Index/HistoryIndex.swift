import Catalogue
package import Cryptography
package import Ledger
package import Merkle

/// What a node remembers of the finalized ledger so that it can answer and prove.
///
/// All of it follows from the blocks and is rebuilt from them at a start.
package struct HistoryIndex: Sendable {
    /// The most recorded statements whose place is remembered by entry, so that a client that
    /// lost the answer and submits again gets it.
    private static let recentCount = 65_536

    /// The history tree over all statements.
    package private(set) var tree: MerkleTree
    /// The places of records.
    package private(set) var records = RecordIndex()

    private var headers: [HashedHeader] = []
    private var heightOfLeaf: [UInt32] = []
    private var certificates: [String: UInt64] = [:]
    private var statusEvents: [UInt64: UInt64] = [:]
    private var grants: [Digest: UInt64] = [:]
    private var recent: [Digest: Recorded] = [:]
    private var recentOrder: [Digest] = []

    /// The index of a chain that has nothing but its genesis.
    package init(_ genesis: Genesis) {
        tree = MerkleTree(genesis.suite)
        for leafHash in genesis.leafHashes {
            tree.append(leafHash: leafHash)
            heightOfLeaf.append(0)
        }
        headers = [HashedHeader(genesis.genesisHeader, suite: genesis.suite)]
    }

    /// The height of the newest block.
    package var height: UInt64 { UInt64(headers.count - 1) }

    /// The header at a height.
    package func header(at height: UInt64) -> HashedHeader? {
        height < UInt64(headers.count) ? headers[Int(height)] : nil
    }

    /// The height of the block that holds a leaf.
    package func height(ofLeaf leafIndex: UInt64) -> UInt64? {
        leafIndex < UInt64(heightOfLeaf.count) ? UInt64(heightOfLeaf[Int(leafIndex)]) : nil
    }

    /// The leaf of the certificate with this identifier.
    package func leaf(ofCertificate identifier: String) -> UInt64? { certificates[identifier] }

    /// The leaf of the statement that last changed the status of a leaf.
    package func statusEvent(of leafIndex: UInt64) -> UInt64? { statusEvents[leafIndex] }

    /// The leaf of the statement that granted a key; nil for genesis keys.
    package func grant(of key: Digest) -> UInt64? { grants[key] }

    /// Where a recently recorded statement stands.
    package func place(ofRecent entry: Digest) -> Recorded? { recent[entry] }

    /// Takes in the next finalized block.
    package mutating func append(_ block: HashedHeader, _ statements: [IndexedStatement]) {
        precondition(block.header.height == height + 1, "blocks are indexed in order")
        headers.append(block)
        for statement in statements {
            let leaf = tree.size
            tree.append(leafHash: statement.leafHash)
            heightOfLeaf.append(UInt32(truncatingIfNeeded: block.header.height))
            index(statement, leaf)
            remember(
                statement.entry,
                Recorded(
                    height: block.header.height,
                    leafIndex: leaf,
                    timeMs: block.header.timeMs
                )
            )
        }
    }

    private mutating func index(_ statement: IndexedStatement, _ leaf: UInt64) {
        switch statement.content {
        case .records(let category, let subjects):
            records.append(leafIndex: leaf, category: category, subjects: subjects)
        case .certificate(let identifier):
            certificates[identifier] = leaf
        case .status(let target):
            statusEvents[target] = leaf
        case .grant(let key):
            grants[key] = leaf
        case .governance:
            break
        }
    }

    private mutating func remember(_ entry: Digest, _ place: Recorded) {
        recent[entry] = place
        recentOrder.append(entry)
        guard recentOrder.count > Self.recentCount * 2 else { return }
        for old in recentOrder.prefix(Self.recentCount) { recent[old] = nil }
        recentOrder.removeFirst(Self.recentCount)
    }
}

/// A statement as far as the index needs it.
package struct IndexedStatement: Sendable {
    /// What it says, for the index.
    package enum Content: Sendable {
        /// A batch: its category and each record's subject.
        case records(category: String, subjects: [SubjectTag])
        /// A certificate's identifier.
        case certificate(identifier: String)
        /// The leaf whose status it changes.
        case status(target: UInt64)
        /// The key that it grants.
        case grant(key: Digest)
        /// A proposal or a ballot, which the state itself remembers.
        case governance
    }

    /// The statement's identity.
    package let entry: Digest
    /// Its leaf hash.
    package let leafHash: Digest
    /// What it says.
    package let content: Content

    /// Describes a statement.
    package init(entry: Digest, leafHash: Digest, content: Content) {
        self.entry = entry
        self.leafHash = leafHash
        self.content = content
    }
}

extension IndexedStatement {
    /// Takes from an inspected statement what the index needs; looks at each record's subject.
    package init(_ statement: InspectedStatement) {
        let content: Content
        switch statement.content {
        case .records(let batch):
            content = .records(
                category: batch.batch.category,
                subjects: Self.subjects(of: statement.submission, form: batch.batch.form)
            )
        case .certificate(let claims):
            content = .certificate(identifier: claims.subject)
        case .status(let change):
            content = .status(target: change.leafIndex)
        case .grant(_, let key):
            content = .grant(key: key.identifier)
        case .proposal, .ballot, .equivocation:
            content = .governance
        }
        self.init(entry: statement.entry, leafHash: statement.leafHash, content: content)
    }

    /// The records were inspected, so they can be read.
    private static func subjects(of submission: Submission, form: LedgerForm) -> [SubjectTag] {
        let records = try? RecordBatch.records(in: submission.attachment ?? [])
        return (records ?? []).map { bytes in
            switch (try? Record(decoding: bytes, form: form))?.subject {
            case .clear(let text): SubjectTag(text.utf8)
            case .tag(let tag): SubjectTag(tag.bytes)
            case nil: SubjectTag([])
            }
        }
    }
}
