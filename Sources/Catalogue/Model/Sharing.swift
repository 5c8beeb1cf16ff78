/// How much of a record the ledger itself holds.
package enum LedgerForm: String, Hashable, Sendable, CaseIterable {
    /// The fields in clear.
    case plain
    /// Ciphertext, its key wrapped for each reader.
    case sealed
    /// Only a commitment; the data stays at the source.
    case digest
    /// Only a commitment; the source answers the category's predicates and nothing else.
    case compute
}

/// How open a category is (公开、无条件共享、有条件共享、不予共享).
package enum Sensitivity: String, Hashable, Sendable {
    case open = "public"
    case unconditional = "shared-unconditional"
    case conditional = "shared-conditional"
    case restricted
}

/// What the subject's consent makes possible.
package enum ConsentMode: String, Hashable, Sendable {
    /// Nothing: there is nothing to consent to.
    case none
    /// The source or its key service opens the record to the reader.
    case release
    /// The source answers predicates about the record.
    case compute
    /// The source confirms a digest or a file.
    case verify
    /// The enterprise shows its own copy and the ledger confirms that it is what was filed.
    case present
}

/// What a category is about.
package enum SubjectKind: String, Hashable, Sendable {
    case enterprise
    case naturalPerson = "natural_person"
    case contract = "loan_contract"
    case project
    case certificate
    case district
}

/// Why somebody may read a record of a category.
package enum ReadingRight: Hashable, Sendable {
    /// It writes the category.
    case source
    /// The catalogue lists it, or lists the public.
    case byDefault
    /// The subject's consent is needed, in the category's consent mode.
    case byConsent
    /// A written legal instrument, recorded first.
    case byInstrument
    /// None, unless the record itself names it as its subject or a party.
    case none
}

/// The rules about readers that every category obeys; the loader refuses a catalogue that breaks
/// one.
package enum SharingRule: String, Hashable, Sendable, CaseIterable {
    /// Restricted data is never on the ledger in clear or encrypted.
    case restrictedStaysAtTheSource
    /// What anybody may read is plain: a key for everybody would be no seal.
    case publicIsPlain
    /// Banks, guarantors and credit platforms read by consent only: the law on sharing government
    /// data covers agencies.
    case banksNeedConsent
    /// Audit and courts read on a written instrument and not by consent.
    case instrumentsAreNoConsent
    /// A category that only answers questions says which.
    case computeHasPredicates

    static let financialRoles: Set<String> = ["BANK", "GUAR", "CRED"]
    static let instrumentRoles: Set<String> = ["AUDIT", "COURT"]
    static let publicRole = "PUB"

    /// Whether a category obeys this rule.
    package func holds(for category: Category) -> Bool {
        let isReadable = category.ledgerForm == .plain || category.ledgerForm == .sealed
        switch self {
        case .restrictedStaysAtTheSource:
            return category.sensitivity != .restricted || !isReadable
        case .publicIsPlain:
            let isPublic = category.defaultReaders.contains(SharingRule.publicRole)
            return !isPublic || category.ledgerForm == .plain
        case .banksNeedConsent:
            return SharingRule.financialRoles.isDisjoint(with: category.defaultReaders)
        case .instrumentsAreNoConsent:
            return SharingRule.instrumentRoles.isDisjoint(with: category.consentReaders)
        case .computeHasPredicates:
            return category.ledgerForm != .compute || !category.predicates.isEmpty
        }
    }
}
