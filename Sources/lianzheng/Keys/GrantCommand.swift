import COSE
import Client
import Console
import Cryptography
import JSON
import Ledger
import NodeCore

extension ToolCommand {
    /// `lianzheng grant`: let an officer's key sign, list the keys, or withdraw one.
    static let grant = ToolCommand(
        flags: Flags(
            "lianzheng grant",
            operands: "KEY | list | revoke KEY",
            summary: Phrase(
                "Let an officer's key sign for its member, within a scope; list or withdraw keys.",
                "授权经办人密钥代表本机构签发（限定范围与期限），查看或撤销授权。"
            ),
            flags: [
                .member, .administration, .node, .folder,
                .list("category", "CODE", Phrase("may write it; or all", "可写数据类别，或 all")),
                .list(
                    "certificate",
                    "CODE",
                    Phrase("may issue and withdraw it; or all", "可签发和撤销的证照类型，或 all")
                ),
                .toggle("admin", Phrase("may grant and revoke keys", "可授权和撤销密钥")),
                .option("until", "DATE", Phrase("its last day, YYYY-MM-DD", "最后有效日")),
                .option("reason", "TEXT", Phrase("why it is withdrawn", "撤销理由（公开）")),
            ],
            examples: [
                (
                    "lianzheng key new clerk.pem && lianzheng grant clerk.pem --as TAX "
                        + "--certificate CERT-04 --until 2027-12-31",
                    Phrase("a new clerk issues one type", "授权新经办人签发一类证明")
                ),
                (
                    "lianzheng issue --type CERT-04 fields.json --as TAX --key clerk.pem "
                        + "--out no-arrears.cose",
                    Phrase("the clerk issues", "经办人签发")
                ),
                ("lianzheng grant list --as TAX", Phrase("all keys of a member", "本机构全部密钥")),
                (
                    "lianzheng grant revoke clerk.pem --reason '调离岗位' --as TAX",
                    Phrase("what it signed before stays valid", "此前所签仍然有效")
                ),
            ]
        )
    ) { invocation in
        let words = invocation.arguments.operands
        switch (words.first, words.count) {
        case ("list", 1): return try invocation.listKeys()
        case ("revoke", 2): return try invocation.revokeKey(words[1])
        case ("revoke", _), (nil, _): throw UsageError.missingOperand("KEY")
        default: return try invocation.grantKey(try invocation.arguments.onlyOperand("KEY"))
        }
    }
}

extension Invocation {
    fileprivate func grantKey(_ path: String) throws -> ExitCode {
        let network = try network()
        let member = try network.member(try arguments.required("as"))
        let connection = try network.connect(to: arguments["node"], for: member.code)
        guard ["category", "certificate", "admin"].contains(where: arguments.has) else {
            throw UsageError.missingFlag("category CODE, --certificate CODE, --admin")
        }
        let order = try GrantOrder(
            key: path,
            categories: arguments.all("category"),
            certificates: arguments.all("certificate"),
            administration: arguments.has("admin"),
            lastDay: try lastDay(),
            edition: try network.edition(connection),
            suite: network.genesis.suite
        )
        let administrator = try network.administrator(member, key: arguments["key"])
        let statement = administrator.grant(
            order.key,
            to: member,
            scope: order.scope,
            notAfterMs: order.notAfterMs
        )
        let place = try connection.record(statement.bytes)
        let name = statement.header.subject
        answer(["key": .string(name), "height": .integer(place.height)]) {
            Phrase(
                "\(name) signs for \(member.code) from the block after height \(place.height) on",
                "\(name) 自区块高度 \(place.height) 之后可代表\(member.nameZh)签发"
            ).text(language)
        }
        return .good
    }

    fileprivate func revokeKey(_ target: String) throws -> ExitCode {
        let network = try network()
        let reason = try arguments.required("reason")
        let member = try network.member(try arguments.required("as"))
        let connection = try network.connect(to: arguments["node"], for: member.code)
        let key = try connection.key(try name(ofKey: target), of: member.code)
        let administrator = try network.administrator(member, key: arguments["key"])
        let statement = key.revocation(
            reason: reason,
            by: administrator,
            nowMs: WallClock.nowMs
        )
        let place = try connection.record(statement.bytes)
        let name = key.identifier.hexadecimal
        answer(["key": .string(name), "height": .integer(place.height)]) {
            Phrase(
                "\(name) signs no more; what it signed up to height \(place.height) stays valid",
                "\(name) 的授权已撤销；区块高度 \(place.height) 之前所签仍然有效"
            ).text(language)
        }
        return .good
    }

    fileprivate func listKeys() throws -> ExitCode {
        let network = try network()
        let member = try network.member(try arguments.required("as"))
        let connection = try network.connect(to: arguments["node"], for: member.code)
        let keys = try connection.keys(of: member.code)
        answer(["member": .string(member.code), "keys": .array(keys.map(\.json))]) {
            let words = [
                Phrase("key", "密钥"), Phrase("state", "状态"), Phrase("categories", "数据类别"),
                Phrase("certificates", "证照类型"), Phrase("admin", "管理"), Phrase("until", "有效至"),
            ]
            var table = Table(words.map { $0.text(language) })
            for key in keys { table.add(key.cells(language)) }
            return table.text
        }
        return .good
    }

    /// The name of a key: that of a key file, or as it was typed.
    private func name(ofKey target: String) throws(ClientError) -> String {
        guard Folder.exists(target) else { return target }
        do {
            return try KeyFile.signingKey(at: target).identifier.hexadecimal
        } catch { throw .key(error) }
    }

    private func lastDay() throws(UsageError) -> CalendarDay? {
        guard let text = arguments["until"] else { return nil }
        guard let day = CalendarDay(text) else {
            throw .badValue(flag: "until", value: text, expected: "YYYY-MM-DD")
        }
        return day
    }

    /// The member's officer: with the key that was named, or the one in the member's folder.
    func officer(of network: Network) throws -> Signer {
        let code = try arguments.required("as")
        guard let path = arguments["key"] else { return try network.signer(code) }
        return try network.administrator(try network.member(code), key: path)
    }
}

extension OfficerKey {
    fileprivate var json: JSONValue {
        [
            "key": .string(identifier.hexadecimal), "state": .string(state),
            "categories": scope.categories.json, "certificates": scope.certificates.json,
            "administration": .boolean(scope.administration),
            "not_after_ms": notAfterMs.map { .integer($0) } ?? .null,
            "leaf_index": .integer(leafIndex), "entry": .string(entry.hexadecimal),
        ]
    }

    fileprivate func cells(_ language: Language) -> [String] {
        let states = [
            "valid": Phrase("valid", "有效"), "expired": Phrase("expired", "已到期"),
            "revoked": Phrase("revoked", "已撤销"),
        ]
        let until = notAfterMs.map { CalendarTime(ms: $0 - 1_000).description.prefix(10) }
        return [
            String(identifier.hexadecimal.prefix(16)), states[state]?.text(language) ?? state,
            scope.categories.text(language), scope.certificates.text(language),
            scope.administration ? "✓" : "–", until.map(String.init) ?? "–",
        ]
    }
}

extension Scope.Reach {
    fileprivate var json: JSONValue {
        switch self {
        case .all: .string("*")
        case .only(let codes): .array(codes.map { .string($0) })
        }
    }

    fileprivate func text(_ language: Language) -> String {
        switch self {
        case .all: Phrase("all", "全部").text(language)
        case .only(let codes) where codes.count > 3: "\(codes[0]) … (\(codes.count))"
        case .only(let codes): codes.isEmpty ? "–" : codes.joined(separator: ",")
        }
    }
}

extension Flag {
    /// The officer's own key, where a member has several officers.
    static let officerKey = Flag.option(
        "key",
        "PEM",
        Phrase("the officer's key (default: agencies/CODE/officer.pem)", "经办人密钥（默认本机构密钥）")
    )
}
