import COSE
import Client
import Console
import Evidence
import JSON
import Ledger
import NodeCore

extension ToolCommand {
    /// `lianzheng status`: of the nodes, or a change of a certificate's.
    static let status = ToolCommand(
        flags: Flags(
            "lianzheng status",
            operands: "[revoke|suspend|resume|forfeit|cancel|supersede FILE|IDENTIFIER]",
            summary: Phrase(
                "Show how the nodes are, or change the status of a certificate.",
                "查看节点状态，或撤销、暂停、恢复、吊销、注销、换发证照。"
            ),
            flags: [
                .member, .officerKey, .node, .folder,
                .option("reason", "TEXT", Phrase("why, for everybody to read", "理由（公开）")),
                .option(
                    "effective",
                    "DATE",
                    Phrase(
                        "since when it counts, YYYY-MM-DD, from the day of the issue to today "
                            + "(default: now; a revocation counts from the issue)",
                        "自何日起生效，YYYY-MM-DD，颁发日至今日（默认即时；撤销默认溯及颁发时）"
                    )
                ),
            ],
            examples: [
                ("lianzheng status", Phrase("how every node is", "各节点状态")),
                (
                    "lianzheng status revoke no-arrears.cose --reason '欠税已查明' --as TAX",
                    Phrase("revoke by the holder's file", "凭持证人文件撤销")
                ),
                (
                    "lianzheng status forfeit no-arrears.cose --reason '处罚决定〔2026〕8号' "
                        + "--effective 2026-11-20 --as TAX",
                    Phrase("forfeit since a day that is past", "自过去某日起吊销")
                ),
            ]
        )
    ) { invocation in
        guard let word = invocation.arguments.operands.first else {
            return try networkStatus.run(invocation)
        }
        guard let action = StatusAction(rawValue: word) else {
            throw UsageError.unknownCommand("status " + word, nearest: nil)
        }
        guard invocation.arguments.operands.count == 2 else {
            throw UsageError.missingOperand("FILE")
        }
        return try invocation.change(action, of: invocation.arguments.operands[1])
    }

    /// `lianzheng refresh`.
    static let refresh = ToolCommand(
        flags: Flags(
            "lianzheng refresh",
            operands: "FILE",
            summary: Phrase(
                "Bring the evidence of a certificate's status up to date; the node learns only "
                    + "that it is one of 512.",
                "更新证照文件中的状态证明；节点只知道是 512 份之一。"
            ),
            flags: [.node, .genesis, .folder],
            examples: [
                (
                    "lianzheng refresh no-arrears.cose",
                    Phrase("the file then proves the status of today", "此后文件可证明今日状态")
                ),
                (
                    "lianzheng refresh no-arrears.cose --node node.example:7201 "
                        + "--genesis genesis.json",
                    Phrase("from a node anywhere", "向任意地址的节点索取")
                ),
            ]
        )
    ) { invocation in
        let path = try invocation.arguments.onlyOperand("FILE")
        let file = try CertificateFile.read(path)
        let fresh = try CertificateFile.refresh(file, from: try invocation.anyNode())
        try CertificateFile.write(fresh, to: path, replacing: true)
        let header = fresh.statusHeader
        invocation.answer(
            ["height": .integer(header.height), "time_ms": .integer(header.timeMs)]
        ) {
            let time = CalendarTime(ms: header.timeMs)
            return Phrase(
                "\(path): status as of height \(header.height), \(time)",
                "\(path)：状态截至区块高度 \(header.height)，\(time)"
            ).text(invocation.language)
        }
        return .good
    }
}

extension Invocation {
    fileprivate func change(_ action: StatusAction, of target: String) throws -> ExitCode {
        let target = try CertificateTarget(target)
        let network = try network()
        let reason = try arguments.required("reason")
        let day = try effectiveDay()
        let signer = try officer(of: network)
        let connection = try network.connect(to: arguments["node"], for: arguments["as"])
        let certificate = try RecordedCertificate(target, connection)
        let nowMs = WallClock.nowMs
        guard
            let effectiveMs = action.effectiveMs(
                on: day,
                of: certificate.statement,
                nowMs: nowMs
            )
        else {
            let issued = CalendarDay(ms: certificate.statement.header.issuedAt * 1_000)
            throw UsageError.badValue(
                flag: "effective",
                value: day?.text ?? "",
                expected: "YYYY-MM-DD ≥ \(issued.text)"
            )
        }
        let statement = action.statement(
            about: certificate.statement,
            leafIndex: certificate.leafIndex,
            reason: reason,
            effectiveMs: effectiveMs,
            by: signer,
            nowMs: nowMs
        )
        let place = try connection.record(statement.bytes)
        let identifier = certificate.statement.header.subject
        answer(
            [
                "identifier": .string(identifier), "action": .string(action.rawValue),
                "height": .integer(place.height),
            ]
        ) {
            let time = CalendarTime(ms: place.timeMs)
            let words = action.phrase
            return Phrase(
                "\(identifier) \(words.english) at height \(place.height), \(time)",
                "\(identifier) 已\(words.chinese)，区块高度 \(place.height)，\(time)"
            ).text(language)
        }
        return .good
    }
}

extension Invocation {
    /// The day of `--effective`, which is not in the future.
    private func effectiveDay() throws(UsageError) -> CalendarDay? {
        guard let text = arguments["effective"] else { return nil }
        let today = CalendarDay(ms: WallClock.nowMs)
        guard let day = CalendarDay(text), day <= today else {
            throw .badValue(flag: "effective", value: text, expected: "YYYY-MM-DD ≤ \(today.text)")
        }
        return day
    }
}

extension StatusAction {
    /// What has happened to the certificate then.
    fileprivate var phrase: Phrase {
        switch self {
        case .revoke: Phrase("revoked", "撤销")
        case .suspend: Phrase("suspended", "暂停")
        case .resume: Phrase("resumed", "恢复")
        case .forfeit: Phrase("forfeited", "吊销")
        case .cancel: Phrase("cancelled", "注销")
        case .supersede: Phrase("superseded", "换发")
        }
    }
}
