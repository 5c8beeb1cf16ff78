import Evidence

/// One file of the corpus, named for its fault, with the one reason that must come out.
struct CorpusFile {
    /// What is wrong with it, such as "hop-2-one-vote-short".
    let name: String
    let bytes: [UInt8]
    /// The reason of the verdict; nil for good files.
    let reason: Reason?
    /// The moment that is asked about, in milliseconds since 1970; nil for now.
    var atMs: UInt64?

    /// Reasons that follow from keys and digests alone, so that tools of others must find them too.
    static let cryptographic: Set<Reason> = [
        .tampered, .notFinal, .notRecorded, .notOnThisLedger, .ledgerForked, .notIssuedBySource,
        .notApproved,
        .foreignDisclosure, .foreignReceipt, .statusNotProven, .revoked, .suspended, .superseded,
        .forfeited, .cancelled,
    ]

    /// Whether a checker that is not ours has to refuse it as well.
    var isCryptographic: Bool { reason.map(Self.cryptographic.contains) ?? false }
}
