import Client
import Console
import Cryptography
import JSON
import Ledger

/// Shows a proposal to people and programs.
struct ProposalText {
    let view: GovernanceView
    let read: GovernanceDesk.Read
    let language: Language

    private var item: GovernanceView.Item { read.item }

    /// Everything: what would change, who said what, what is missing, until when.
    var whole: String {
        var lines = [
            line("proposal", "提案", item.entry.hexadecimal),
            line("by", "提案方", "\(name(item.member)) \(CalendarTime(ms: item.timeMs))"),
            line("why", "理由", read.proposal.reason.onOneLine), "",
            Phrase("What would change:", "变更内容：").text(language),
        ]
        lines += sentences.enumerated().map { "  \($0 + 1). \($1)" }
        if read.proposal.acceptsFewValidators {
            lines.append(
                "  "
                    + Phrase(
                        "Fewer than four validators may be left.",
                        "允许验证节点少于四个。"
                    ).text(language)
            )
        }
        lines += ["", state] + voices
        return lines.joined(separator: "\n")
    }

    /// The changes, one sentence each.
    var sentences: [String] {
        let words = ChangeWords(view, isDecided: item.state != "open")
        return read.proposal.changes.map { words.phrase($0).text(language) }
    }

    /// Where it stands, in one sentence.
    var state: String {
        let height = item.decidedHeight.map { "\($0)" } ?? "?"
        let phrase =
            switch item.state {
            case "open":
                Phrase(
                    "Open until \(CalendarTime(ms: item.notAfterMs)): \(item.approvals.count) of "
                        + "\(view.needed) needed voices (\(view.voices) in all); "
                        + "\(item.missing) missing.",
                    "表决中，截至 \(CalendarTime(ms: item.notAfterMs))：需 \(view.needed) 票"
                        + "（共 \(view.voices) 票），已赞成 \(item.approvals.count) 票，"
                        + "还差 \(item.missing) 票。"
                )
            case "enacted":
                Phrase("Enacted at height \(height).", "已通过，高度 \(height)。")
            case "rejected":
                Phrase("Rejected at height \(height).", "已否决，高度 \(height)。")
            case "void":
                Phrase(
                    "Void at height \(height): \(item.voidReason?.english ?? "")",
                    "已作废，高度 \(height)：\(item.voidReason?.chinese ?? "")"
                )
            default:
                Phrase(
                    "Expired at \(CalendarTime(ms: item.notAfterMs)).",
                    "表决期已于 \(CalendarTime(ms: item.notAfterMs)) 届满。"
                )
            }
        return phrase.text(language)
    }

    private var voices: [String] {
        var lines: [String] = []
        if !item.approvals.isEmpty {
            lines.append(line("for", "赞成", names(item.approvals)))
        }
        if !item.rejections.isEmpty {
            lines.append(line("against", "反对", names(item.rejections)))
        }
        let spoken = item.approvals + item.rejections
        let silent = view.seats.filter { $0.hasVoice && !spoken.contains($0.member.code) }
        if item.state == "open", !silent.isEmpty {
            lines.append(line("not yet", "未表决", names(silent.map(\.member.code))))
        }
        return lines
    }

    private func names(_ codes: [String]) -> String {
        codes.map(name).joined(separator: language == .chinese ? "、" : ", ")
    }

    private func name(_ code: String) -> String {
        guard let member = view.member(code) else { return code }
        return Phrase(
            "\(member.nameEn) (\(code))",
            "\(member.nameZh)（\(code)）"
        ).text(language)
    }

    private func line(_ english: String, _ chinese: String, _ value: String) -> String {
        Phrase("\(english): ", "\(chinese)：").text(language) + value
    }

    /// The same for programs.
    var json: JSONValue {
        let words = ChangeWords(view, isDecided: item.state != "open")
        return [
            "entry": .string(item.entry.hexadecimal), "member": .string(item.member),
            "state": .string(item.state), "reason": .string(read.proposal.reason),
            "not_after_ms": .integer(item.notAfterMs),
            "changes": .array(
                read.proposal.changes.map { change in
                    [
                        "subject": .string(change.subject),
                        "english": .string(words.phrase(change).english),
                        "chinese": .string(words.phrase(change).chinese),
                    ]
                }
            ),
            "for": .array(item.approvals.map(JSONValue.string)),
            "against": .array(item.rejections.map(JSONValue.string)),
            "needed": .integer(view.needed), "voices": .integer(view.voices),
            "missing": .integer(item.missing),
            "decided_height": item.decidedHeight.map { .integer($0) } ?? .null,
            "void": item.voidReason.map { .string($0.english) } ?? .null,
        ]
    }
}

extension String {
    /// The text without what would steer a terminal: whoever proposes writes it.
    fileprivate var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
            )
        )
    }
}
