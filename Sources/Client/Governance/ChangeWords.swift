import CBOR
package import Console
import Cryptography
package import Ledger

/// Says in plain words what a change would do.
package struct ChangeWords {
    private let view: GovernanceView
    private let isDecided: Bool

    /// Explains changes as they look from what holds now; of a decided proposal, without that.
    package init(_ view: GovernanceView, isDecided: Bool = false) {
        self.view = view
        self.isDecided = isDecided
    }

    /// One sentence about a change, without a full stop.
    package func phrase(_ change: CharterChange) -> Phrase {
        switch change {
        case .admitMember(let member, let key):
            Phrase(
                "\(member.nameEn) (\(member.code), \(member.uscc)) becomes a member with the role "
                    + "\(member.role) and the first key \(key.short)",
                "\(member.nameZh)（\(member.code)，\(member.uscc)）成为成员，角色 \(member.role)，"
                    + "首个密钥 \(key.short)"
            )
        case .removeMember(let code):
            Phrase(
                "\(english(code)) is no member any more; its records and certificates stay",
                "\(chinese(code))不再是成员，其已上链的记录和证照保留"
            )
        case .category(let row): row.phrase(Phrase("category", "数据类别"), known(row))
        case .certificateType(let row): row.phrase(Phrase("certificate type", "证照类型"), known(row))
        case .limit(let name, let value): limit(name, value)
        case .rules(let version, let height):
            Phrase(
                "version \(version) of the ledger's rules holds from height \(height) on; nodes "
                    + "whose program does not know it stop there",
                "第 \(version) 版账本规则自高度 \(height) 起生效，不支持该版本的节点程序届时停止"
            )
        default: validator(change)
        }
    }

    private func validator(_ change: CharterChange) -> Phrase {
        switch change {
        case .addValidator(let seat):
            Phrase(
                "\(seat.name) of \(english(seat.member)) becomes a validator with the voting key "
                    + seat.voteKey.short + at(seat),
                "\(chinese(seat.member))的节点 \(seat.name) 成为验证节点，投票密钥 "
                    + seat.voteKey.short + at(seat)
            )
        case .replaceValidator(let name, let seat):
            Phrase(
                "\(seat.name) votes for \(english(seat.member)) in the place of \(name), with the "
                    + "voting key \(seat.voteKey.short)" + at(seat),
                "\(chinese(seat.member))的验证节点由 \(name) 换为 \(seat.name)，投票密钥 "
                    + seat.voteKey.short + at(seat)
            )
        case .rekeyValidator(let seat): rekey(seat)
        case .removeValidator(let name):
            Phrase(
                "\(name) of \(english(owner(of: name))) votes no more; it may follow the chain",
                "\(chinese(owner(of: name)))的节点 \(name) 不再投票，仍可跟随账本"
            )
        default: Phrase("", "")
        }
    }

    private func rekey(_ seat: NodeSeat) -> Phrase {
        let now = view.nodes.first { $0.name == seat.name }
        guard !isDecided else {
            return Phrase(
                "\(seat.name), the validator of \(english(seat.member)), gets the voting key "
                    + seat.voteKey.short,
                "\(chinese(seat.member))的验证节点 \(seat.name) 换用投票密钥 \(seat.voteKey.short)"
            )
        }
        let moves = now.map { $0.transportKey != seat.transportKey } ?? false
        return Phrase(
            "\(seat.name), the validator of \(english(seat.member)), gets a new voting key: "
                + "\(seat.voteKey.short) instead of \(now?.voteKey?.short ?? "?")"
                + (moves ? ", and a new transport key" : ""),
            "\(chinese(seat.member))的验证节点 \(seat.name) 换用新投票密钥："
                + "\(now?.voteKey?.short ?? "?") → \(seat.voteKey.short)"
                + (moves ? "，传输密钥同时更换" : "")
        )
    }

    private func limit(_ name: String, _ value: UInt64) -> Phrase {
        guard !isDecided else {
            return Phrase("the limit \(name) becomes \(value)", "参数 \(name) 改为 \(value)")
        }
        let now = view.limits[name].map(String.init) ?? "?"
        return Phrase(
            "the limit \(name) becomes \(value) (now \(now))",
            "参数 \(name) 由 \(now) 改为 \(value)"
        )
    }

    private func known(_ row: CatalogueRow) -> UInt64? {
        view.categories[row.code] ?? view.certificateTypes[row.code]
    }

    private func at(_ seat: NodeSeat) -> String { seat.address.map { " @ \($0)" } ?? "" }

    private func owner(of node: String) -> String {
        view.nodes.first { $0.name == node }?.member ?? "?"
    }

    private func english(_ code: String) -> String {
        view.member(code).map { "\($0.nameEn) (\(code))" } ?? code
    }

    private func chinese(_ code: String) -> String {
        view.member(code).map { "\($0.nameZh)（\(code)）" } ?? code
    }
}

extension CatalogueRow {
    fileprivate func phrase(_ kind: Phrase, _ known: UInt64?) -> Phrase {
        guard version > 1 else {
            return Phrase(
                "\(kind.english) \(code) is new",
                "新增\(kind.chinese) \(code)"
            )
        }
        return Phrase(
            "version \(version) of \(kind.english) \(code) holds instead of version "
                + "\(known ?? version - 1); old records stay valid by their version",
            "\(kind.chinese) \(code) 改用第 \(version) 版（现为第 \(known ?? version - 1) 版），"
                + "旧记录按其版本继续有效"
        )
    }
}

extension PublicKey {
    /// Enough digits for two people to compare on the telephone.
    package var short: String { bytes.dropFirst().prefix(8).hexadecimal }
}
