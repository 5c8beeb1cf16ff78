import Audit
import COSE
import Console
import Cryptography
import JSON
import Ledger
import Merkle

/// A trace for people and for programs.
struct TraceText {
    let trace: LedgerTrace
    let report: AuditReport
    let language: Language

    var text: String {
        var events = Table([
            (Phrase("time (UTC+8)", "时间").text(language), .leading),
            (Phrase("height", "高度").text(language), .trailing),
            (Phrase("entry", "序号").text(language), .trailing),
            (Phrase("agency", "机构").text(language), .leading),
            (Phrase("what", "事项").text(language), .leading),
            (Phrase("key", "密钥").text(language), .leading),
        ])
        for event in trace.events { events.add(cells(event)) }
        let keys = trace.keyStories.map(line).joined()
        let heading = Phrase("keys", "所用密钥").text(language)
        let findings = report.findings.count
        let verdict =
            report.isGood
            ? Phrase("the ledger itself was replayed and is good", "账本已整体重放，未发现问题")
            : Phrase(
                "the ledger itself has \(findings.counting("finding")); see replay",
                "账本本身发现问题 \(findings) 项，请看 replay"
            )
        return events.text + "\n\(heading)\n" + keys + "\n" + verdict.text(language) + "\n"
    }

    private func cells(_ event: TraceEvent) -> [String] {
        [
            CalendarTime(ms: event.timeMs).description, "\(event.height)",
            "\(event.leafIndex)" + (event.record.map { ".\($0 + 1)" } ?? ""),
            event.agency.map { "\($0.code) " + name($0) } ?? "?",
            event.action.phrase.text(language), signers(event),
        ]
    }

    /// The key that signed, or those of the two persons.
    private func signers(_ event: TraceEvent) -> String {
        let names = event.keys.map { "\($0.hexadecimal.prefix(16))" }
        guard names.count == 2 else { return names.joined() }
        return Phrase(
            "drafted by \(names[1]), approved by \(names[0])",
            "经办 \(names[1])，审批 \(names[0])"
        ).text(language)
    }

    private func line(_ story: KeyStory) -> String {
        let owner = story.member.map { "\($0.code) " + name($0) } ?? "?"
        let granted =
            switch story.grantHeight {
            case 0?: Phrase("granted by the genesis", "创世授权")
            case let height?:
                Phrase(
                    "granted at height \(height) by "
                        + (story.grantedBy.map { "\($0.hexadecimal.prefix(16))" } ?? "?"),
                    "于高度 \(height) 由 "
                        + (story.grantedBy.map { "\($0.hexadecimal.prefix(16))" } ?? "?") + " 授权"
                )
            case nil: Phrase("no grant found", "未见授权")
            }
        let ended = story.withdrawn.map { end in
            Phrase(
                "; \(end.status.english) at height \(end.height): \(end.reason)",
                "；于高度 \(end.height) \(end.status.chinese)：\(end.reason)"
            ).text(language)
        }
        return "\(story.key.hexadecimal.prefix(16))  \(owner)  \(granted.text(language))"
            + "\(ended ?? "")\n"
    }

    private func name(_ member: Member) -> String {
        Phrase(member.nameEn, member.nameZh).text(language)
    }

    var json: JSONValue {
        [
            "verdict": .string(report.isGood ? "good" : "bad"),
            "events": .array(trace.events.map(json)),
            "keys": .array(trace.keyStories.map(json)),
        ]
    }

    private func json(_ event: TraceEvent) -> JSONValue {
        [
            "height": .integer(event.height), "time_ms": .integer(event.timeMs),
            "leaf_index": .integer(event.leafIndex),
            "record": event.record.map { .integer($0 + 1) } ?? .null,
            "action": .string(event.action.phrase.english), "subject": .string(event.subject),
            "agency": event.agency.map { .string($0.code) } ?? .null,
            "key": event.keys.first.map { .string($0.hexadecimal) } ?? .null,
            "drafted_by": event.keys.dropFirst().first.map { .string($0.hexadecimal) } ?? .null,
        ]
    }

    private func json(_ story: KeyStory) -> JSONValue {
        [
            "key": .string(story.key.hexadecimal),
            "agency": story.member.map { .string($0.code) } ?? .null,
            "grant_leaf": story.grantedAt.map { .integer($0) } ?? .null,
            "grant_height": story.grantHeight.map { .integer($0) } ?? .null,
            "granted_by": story.grantedBy.map { .string($0.hexadecimal) } ?? .null,
            "withdrawn_height": story.withdrawn.map { .integer($0.height) } ?? .null,
            "withdrawn_reason": story.withdrawn.map { .string($0.reason) } ?? .null,
        ]
    }
}

extension TraceEvent.Action {
    fileprivate var phrase: Phrase {
        switch self {
        case .record(.add, let category, _):
            Phrase("wrote a record of \(category)", "写入 \(category) 记录")
        case .record(.correct, let category, _):
            Phrase("corrected a record of \(category)", "更正 \(category) 记录")
        case .record(.void, let category, _):
            Phrase("voided a record of \(category)", "作废 \(category) 记录")
        case .batch(let category, let count):
            Phrase("uploaded \(count) of \(category)", "上传 \(category) 共 \(count) 条")
        case .issued(let type, nil): Phrase("issued \(type)", "签发 \(type)")
        case .issued(let type, let old?):
            Phrase("issued \(type) in place of leaf \(old)", "换发 \(type)，原为第 \(old) 号")
        case .refused(let type): Phrase("refused \(type)", "不予许可 \(type)")
        case .status(let status, let reason, let effectiveMs):
            Phrase(
                "\(status.english) from \(CalendarTime(ms: effectiveMs)): \(reason)",
                "\(status.chinese)，自 \(CalendarTime(ms: effectiveMs)) 起：\(reason)"
            )
        case .granted(let member): Phrase("granted a key to \(member)", "授权 \(member) 的密钥")
        case .other(let kind): Phrase(kind.rawValue, kind.rawValue)
        }
    }
}
