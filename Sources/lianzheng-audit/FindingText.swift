import Audit
import COSE
import Console
import Ledger
import Storage

/// One finding for people, on one to three lines.
struct FindingText {
    let finding: AuditFinding
    let language: Language

    var text: String {
        let fault = Phrase(finding.fault.english, finding.fault.chinese).text(language)
        return ([place + fault + " [\(finding.fault.code)]"] + suspect + [spot])
            .filter { !$0.isEmpty }.joined(separator: "\n   ") + "\n"
    }

    private var place: String {
        guard let height = finding.height else { return "" }
        return Phrase("height \(height): ", "高度 \(height)：").text(language)
    }

    private var suspect: [String] {
        guard let statement = finding.statement else {
            let unnamed = Phrase(
                "no single statement can be named; the block as a whole is at fault",
                "无法指明具体声明，问题在整个区块"
            )
            return finding.block == nil ? [] : [unnamed.text(language)]
        }
        let record = statement.record.map { $0 + 1 }
        var what = Phrase(
            "statement \(statement.position + 1)" + (record.map { ", record \($0)" } ?? ""),
            "第 \(statement.position + 1) 份声明" + (record.map { "，第 \($0) 条记录" } ?? "")
        ).text(language)
        let comma = Phrase(", ", "，").text(language)
        if let kind = statement.kind { what += comma + kind.rawValue }
        if let subject = statement.subject { what += comma + subject }
        return [what, agency(of: statement)]
    }

    private func agency(of statement: SuspectStatement) -> String {
        guard let agency = statement.agency else {
            let issuer = statement.issuer ?? "?"
            return Phrase("agency unknown (\(issuer))", "责任机构不明(\(issuer))").text(language)
        }
        return Phrase(
            "agency: \(agency.code) \(agency.nameZh) (\(agency.nameEn))",
            "责任机构：\(agency.code) \(agency.nameZh)"
        ).text(language)
    }

    private var spot: String {
        guard let spot = finding.spot else { return "" }
        let checksum =
            finding.isDamaged
            ? Phrase("checksum fails: changed after writing", "校验和不符：写入后被改动")
            : Phrase("checksum holds", "校验和相符")
        let at = Phrase("byte \(spot.offset)", "字节 \(spot.offset)").text(language)
        let comma = Phrase(", ", "，").text(language)
        return [spot.fileName, at, checksum.text(language)].joined(separator: comma)
    }
}
