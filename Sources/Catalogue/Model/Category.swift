/// One of the 152 kinds of data in the district's catalogue.
package struct Category: Sendable, Identifiable {
    /// The stable code, such as TAX-029; never reused.
    package let code: String
    /// The category's name.
    package let name: Label
    /// What one record says.
    package let record: Label
    /// The one role that may write it (一数一源).
    package let source: String
    /// What it is about.
    package let subject: SubjectKind
    /// How open it is.
    package let sensitivity: Sensitivity
    /// How much of it the ledger holds.
    package let ledgerForm: LedgerForm
    /// The roles that read it without asking, besides source, subject and parties.
    package let defaultReaders: [String]
    /// The roles that can be given access by the subject.
    package let consentReaders: [String]
    /// What consent makes possible.
    package let consentMode: ConsentMode
    /// How often it is written.
    package let frequency: String
    /// The legal basis, in Chinese.
    package let basis: String
    /// Its fields, rules and key.
    package let schema: Schema
    /// What may be asked about it without seeing it.
    package let predicates: [Predicate]

    /// The code, for collections that identify their elements.
    package var id: String { code }

    /// The group that the code begins with: TAX, LOAN or STAT.
    package var group: String { String(code.prefix { $0 != "-" }) }

    /// Why a role may read records of this category, the strongest reason first.
    package func right(ofRole role: String) -> ReadingRight {
        if role == source { return .source }
        if defaultReaders.contains(role) || defaultReaders.contains(SharingRule.publicRole) {
            return .byDefault
        }
        if SharingRule.instrumentRoles.contains(role) { return .byInstrument }
        return consentReaders.contains(role) ? .byConsent : .none
    }
}
