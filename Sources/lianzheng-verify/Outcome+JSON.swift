import Console
import Evidence
import JSON

extension Outcome {
    /// The outcome for programs; one object a file.
    var json: JSONValue {
        var members = [JSONMember("file", .string(path))]
        switch result {
        case .verdict(let verdict, let ledger):
            members.append(JSONMember("ledger", .string(ledger)))
            members += verdict.members
        case .noGenesis(let reason, let wording):
            members += [
                JSONMember("conclusion", .string(Conclusion.cannotTell.rawValue)),
                JSONMember("reason", .string(reason.rawValue)),
                JSONMember("english", .string(wording.english)),
                JSONMember("chinese", .string(wording.chinese)),
            ]
        case .unreadable(let wording):
            members += [
                JSONMember("conclusion", .string(Conclusion.cannotTell.rawValue)),
                JSONMember("reason", .string("fileNotRead")),
                JSONMember("english", .string(wording.english)),
                JSONMember("chinese", .string(wording.chinese)),
            ]
        }
        return .object(members)
    }
}

extension Verdict {
    fileprivate var members: [JSONMember] {
        [
            JSONMember("conclusion", .string(conclusion.rawValue)),
            JSONMember("reason", reason.map { .string($0.rawValue) } ?? .null),
            JSONMember("asOf", asOf?.json ?? .null),
            JSONMember("certificate", certificate?.json ?? .null),
            JSONMember("statusEvent", statusEvent?.json ?? .null),
            JSONMember("checks", .array(checks.map(\.json))),
        ]
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
