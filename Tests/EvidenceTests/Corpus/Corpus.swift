import CBOR
import Cryptography
import Evidence
import Testing

/// Good files and bad ones, each bad one with a single fault and the reason it must be given.
struct Corpus {
    let source: CorpusLedger
    private(set) var files: [CorpusFile] = []
    /// Faults that could not be made; a table with holes would prove less than it seems to.
    var unmade: [String] = []

    init(_ suite: Suite) throws {
        source = try CorpusLedger(suite)
        try addGoodFiles()
        addStatementFaults()
        addClaimFaults()
        try addAnchorFaults()
        try addForgedBlocks()
        addPlaceFaults()
        try addStatusFaults()
        try addLegalActs()
        try addHopFaults()
        try addGrantFaults()
        try addApprovalFaults()
        try addDisclosureFaults()
        try addReceiptFaults()
        addFormFaults()
        addTruncations()
        try addTimeFaults()
    }

    /// Adds the bytes of a file.
    mutating func add(
        _ name: String,
        _ reason: Reason?,
        bytes: [UInt8],
        atMs: UInt64? = nil
    ) {
        files.append(CorpusFile(name: name, bytes: bytes, reason: reason, atMs: atMs))
    }

    /// Adds a copy of `main`, or another good file, that was spoiled.
    mutating func add(
        _ name: String,
        _ reason: Reason?,
        from good: EvidenceFile? = nil,
        atMs: UInt64? = nil,
        _ spoil: (inout EvidenceFile) throws -> Void
    ) rethrows {
        var file = good ?? source.main
        try spoil(&file)
        add(name, reason, bytes: file.encoded, atMs: atMs)
    }

    /// Adds a copy of `main` in which one item is another; unless told otherwise, the next value of
    /// its type.
    mutating func add(
        _ name: String,
        _ reason: Reason?,
        from good: EvidenceFile? = nil,
        at path: [CBORStep],
        _ change: (CBORValue) -> CBORValue = \.altered
    ) {
        let file = try? CBORValue(decoding: (good ?? source.main).encoded)
        guard let spoiled = file?.changing(path, change), spoiled != file else {
            unmade.append(name)
            return
        }
        add(name, reason, bytes: spoiled.encoded)
    }
}

/// Where the parts of a file are.
extension [CBORStep] {
    static let protected: Self = [.content, .item(0), .embedded]
    static let unprotected: Self = [.content, .item(1)]
    static let payload: Self = [.content, .item(2), .embedded]
    static let signature: Self = [.content, .item(3)]
    static let evidence = unprotected + [.key(-70002)]
    static let recorded = evidence + [.key(1)]
    static let inclusion = evidence + [.key(2)]
    static let statusAnchor = evidence + [.key(3)]
    static let status = evidence + [.key(4)]
    static let validators = evidence + [.key(5)]
    static let hops = evidence + [.key(6)]
    static let grants = evidence + [.key(7)]
    static let event = evidence + [.key(8)]
}
