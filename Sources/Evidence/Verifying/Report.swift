/// What has been found so far.
struct Report {
    private(set) var checks: [Check] = []
    var asOf: LedgerMoment?
    var certificate: CertificateSummary?
    var statusEvent: StatusEventSummary?

    /// Makes a check and notes what it finds; an objection is noted and thrown on.
    mutating func note<Value>(
        _ name: Check.Name,
        _ check: () throws(Objection) -> Finding<Value>
    ) throws(Objection) -> Value {
        do {
            let finding = try check()
            add(name, nil, finding.wording)
            return finding.value
        } catch {
            add(name, error.reason, error.wording)
            throw error
        }
    }

    private mutating func add(_ name: Check.Name, _ reason: Reason?, _ wording: Wording) {
        checks.append(
            Check(name: name, reason: reason, english: wording.english, chinese: wording.chinese)
        )
    }
}

/// A sentence in both languages.
struct Wording {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }
}

/// What a check came to, and how to say it.
struct Finding<Value> {
    let value: Value
    let wording: Wording

    init(_ value: Value, _ english: String, _ chinese: String) {
        self.value = value
        wording = Wording(english, chinese)
    }
}

extension Finding where Value == Void {
    init(_ english: String, _ chinese: String) {
        self.init((), english, chinese)
    }
}

/// What speaks against a file.
struct Objection: Error {
    let reason: Reason
    let wording: Wording

    init(_ reason: Reason, _ english: String, _ chinese: String) {
        self.reason = reason
        wording = Wording(english, chinese)
    }

    init(_ reason: Reason) {
        self.init(reason, reason.english, reason.chinese)
    }
}
