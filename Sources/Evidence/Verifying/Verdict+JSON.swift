package import JSON

extension Verdict {
    /// The version of the form below; a change that breaks its readers makes it larger.
    static let jsonVersion = 1

    /// The verdict on one line for programs, in the form of verdict.schema.json.
    ///
    /// - Parameters:
    ///   - file: What the caller calls the file.
    ///   - ledger: The ledger's name; nil when there was no genesis.
    ///   - note: What the caller found where nothing could be verified, in English and Chinese.
    /// - Returns: One JSON object, without a newline.
    public func json(
        file: String,
        ledger: String? = nil,
        note: (english: String, chinese: String)? = nil
    ) -> String {
        JSONText.compact(jsonValue(file: file, ledger: ledger, note: note))
    }

    /// The verdict as a JSON value; see ``json(file:ledger:note:)``.
    package func jsonValue(
        file: String,
        ledger: String?,
        note: (english: String, chinese: String)? = nil
    ) -> JSONValue {
        let failed = checks.first { $0.reason != nil && $0.reason == reason }
        let found = note ?? failed.map { ($0.english, $0.chinese) }
        return .object([
            JSONMember("version", .integer(Self.jsonVersion)),
            JSONMember("file", .string(file)),
            JSONMember("ledger", ledger.map { .string($0) } ?? .null),
            JSONMember("conclusion", .string(conclusion.rawValue)),
            JSONMember("reason", reason.map { .string($0.rawValue) } ?? .null),
            JSONMember("english", .string(found?.english ?? conclusion.english)),
            JSONMember("chinese", .string(found?.chinese ?? conclusion.chinese)),
            JSONMember("asOf", asOf?.json ?? .null),
            JSONMember("certificate", certificate?.json ?? .null),
            JSONMember("statusEvent", statusEvent?.json ?? .null),
            JSONMember("checks", .array(checks.map(\.json))),
        ])
    }
}

extension LedgerMoment {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("height", .integer(height)),
            JSONMember("timeMs", .integer(timeMs)),
            JSONMember("ageMs", .integer(ageMs)),
        ])
    }
}

extension CertificateSummary {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("identifier", .string(identifier)),
            JSONMember("type", .string(typeCode)),
            JSONMember("typeNameZh", .string(typeNameZh)),
            JSONMember("typeNameEn", .string(typeNameEn)),
            JSONMember("isRefusal", .boolean(isRefusal)),
            JSONMember("issuerNameZh", .string(issuerNameZh)),
            JSONMember("issuerNameEn", .string(issuerNameEn)),
            JSONMember("issuerUSCC", .string(issuerUSCC)),
            JSONMember("issuedMs", .integer(issuedMs)),
            JSONMember("notBeforeMs", notBeforeMs.map { .integer($0) } ?? .null),
            JSONMember("expiryMs", expiryMs.map { .integer($0) } ?? .null),
            JSONMember("leafIndex", .integer(leafIndex)),
            JSONMember("recordedHeight", .integer(recordedHeight)),
            JSONMember("recordedMs", .integer(recordedMs)),
            JSONMember("fields", .array(fields.map(\.json))),
            JSONMember("hiddenFields", .integer(hiddenFieldCount)),
            JSONMember("documents", .array(documents.map(\.json))),
        ])
    }
}

extension CertificateSummary.Field {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("name", .string(name)),
            JSONMember("labelZh", .string(labelZh)),
            JSONMember("value", .string(value)),
        ])
    }
}

extension CertificateSummary.Document {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("algorithm", .string(algorithm)),
            JSONMember("digest", .string(digest)),
            JSONMember("mediaType", .string(mediaType)),
        ])
    }
}

extension StatusEventSummary {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("reason", .string(reason)),
            JSONMember("effectiveMs", .integer(effectiveMs)),
            JSONMember("signedMs", .integer(signedMs)),
            JSONMember("successor", successor.map { .string($0) } ?? .null),
        ])
    }
}

extension Check {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("check", .string(name.rawValue)),
            JSONMember("passed", .boolean(isPassed)),
            JSONMember("reason", reason.map { .string($0.rawValue) } ?? .null),
            JSONMember("english", .string(english)),
            JSONMember("chinese", .string(chinese)),
        ])
    }
}
