extension String {
    /// Whether the text is in Unicode normalisation form C, as everything we write has to be.
    ///
    /// Producers ask before they write. Readers do not: what counts as normal changes with the
    /// version of Unicode that a program was built with, and nodes must judge the same bytes alike
    /// for decades.
    package var isInNormalFormC: Bool {
        let bytes = Array(utf8)
        guard var text = try? UTF8Span(validating: bytes.span) else { return false }
        return text.checkForNFC(quickCheck: false)
    }
}
