import Catalogue
import Cryptography

extension GovernanceViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .notAGovernor: "ledger.notAGovernor"
        case .noChanges: "ledger.noChanges"
        case .tooManyChanges: "ledger.tooManyChanges"
        case .noReason: "ledger.noReason"
        case .votingTime: "ledger.votingTime"
        case .tooManyOpen: "ledger.tooManyOpenProposals"
        case .alreadyProposed: "ledger.alreadyProposed"
        case .contradiction: "ledger.contradictoryChanges"
        case .badName: "ledger.badName"
        case .badRow: "ledger.badCatalogueRow"
        case .rowMismatch: "ledger.catalogueRowMismatch"
        case .keyNotOnCurve: "ledger.proposedKeyNotOnCurve"
        case .keyNotPossessed: "ledger.keyNotPossessed"
        case .unknownProposal: "ledger.unknownProposal"
        case .decided: "ledger.proposalDecided"
        case .votingEnded: "ledger.votingEnded"
        case .voiceUnchanged: "ledger.voiceUnchanged"
        case .unknownMember: "ledger.unknownMember"
        case .memberExists: "ledger.memberExists"
        case .memberRunsValidator: "ledger.memberRunsValidator"
        case .memberHasValidator: "ledger.memberHasValidator"
        case .unknownValidator: "ledger.unknownValidator"
        case .nodeExists: "ledger.nodeExists"
        case .keyInUse: "ledger.keyInUse"
        case .tooFewValidators: "ledger.tooFewValidators"
        case .tooMany: "ledger.tooMany"
        case .validators: "ledger.notAValidatorSet"
        case .nobodyGoverns: "ledger.nobodyGoverns"
        case .versionOutOfOrder: "ledger.versionOutOfOrder"
        case .unknownLimit: "ledger.unknownLimit"
        case .limitOutOfRange: "ledger.limitOutOfRange"
        case .activationTooEarly: "ledger.activationTooEarly"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .notAGovernor(let member): "\(member) has no voice in governance"
        case .noChanges: "the proposal changes nothing"
        case .tooManyChanges(let allowed): "a proposal has at most \(allowed) changes"
        case .noReason: "a proposal needs a reason"
        case .votingTime(let low, let high):
            "voting takes at least \(low / 60_000) min and at most \(high / 86_400_000) days"
        case .tooManyOpen(let allowed):
            "a member has at most \(allowed) open proposals; wait until one is decided"
        case .alreadyProposed(let entry):
            "the same changes are being voted on; vote on \(entry.abbreviated)"
        case .contradiction(let subject): "two changes of the proposal are about \(subject)"
        case .badName(let what, let value): "“\(value)” cannot be a \(what)"
        case .badRow(let cause): "the row is refused by the catalogue: \(cause.english)"
        case .rowMismatch(let code): "the row does not describe \(code)"
        case .keyNotOnCurve(let name): "a key of \(name) is not a point of its curve"
        case .keyNotPossessed(let name):
            "the voting key of \(name) has not signed its proof of possession"
        case .unknownProposal(let entry): "no proposal \(entry.abbreviated) is known"
        case .decided: "the proposal is decided"
        case .votingEnded: "the time for voting is over"
        case .voiceUnchanged: "the member has voted so before"
        default: englishOfChanges
        }
    }

    private var englishOfChanges: String {
        switch self {
        case .unknownMember(let code): "there is no member \(code)"
        case .memberExists(let code): "there is or was a member \(code)"
        case .memberRunsValidator(let code): "\(code) runs a validator; remove that first"
        case .memberHasValidator(let code): "\(code) runs a validator already"
        case .unknownValidator(let name): "the member runs no validator \(name)"
        case .nodeExists(let name): "there is a node \(name) already"
        case .keyInUse(let name): "a key of \(name) is or was in use; make another one"
        case .tooFewValidators(let count):
            "\(count) validators would be left, who tolerate no fault; say that this is meant"
        case .tooMany(let what, let limit): "there are at most \(limit) \(what)"
        case .validators(let cause): "the validators do not make a set: \(cause.english)"
        case .nobodyGoverns: "nobody would have a voice any more"
        case .versionOutOfOrder(let subject, let expected, let found):
            "the next version of \(subject) is \(expected), not \(found)"
        case .unknownLimit(let name): "there is no limit \(name)"
        case .limitOutOfRange(let name, let value, let low, let high):
            "\(name) is between \(low) and \(high), not \(value)"
        case .activationTooEarly(let height, let earliest):
            "rules cannot hold from height \(height) on; the earliest is \(earliest)"
        default: code
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .notAGovernor(let member): "\(member) 在治理中没有表决权"
        case .noChanges: "提案没有任何变更"
        case .tooManyChanges(let allowed): "一份提案最多 \(allowed) 项变更"
        case .noReason: "提案须说明理由"
        case .votingTime(let low, let high):
            "表决期至少 \(low / 60_000) 分钟，至多 \(high / 86_400_000) 天"
        case .tooManyOpen(let allowed): "每个成员最多有 \(allowed) 份未决提案，请等待其中一份表决完毕"
        case .alreadyProposed(let entry): "相同变更正在表决，请对 \(entry.abbreviated) 投票"
        case .contradiction(let subject): "提案中有两项变更针对同一对象 \(subject)"
        case .badName(let what, let value): "“\(value)”不能用作 \(what)"
        case .badRow(let cause): "目录条目有误：\(cause.chinese)"
        case .rowMismatch(let code): "目录条目所述不是 \(code)"
        case .keyNotOnCurve(let name): "\(name) 的公钥不在所用曲线上"
        case .keyNotPossessed(let name): "\(name) 的投票密钥没有签署持有证明"
        case .unknownProposal(let entry): "没有提案 \(entry.abbreviated)"
        case .decided: "提案已有结果"
        case .votingEnded: "表决期已过"
        case .voiceUnchanged: "该成员已投过同样的票"
        default: chineseOfChanges
        }
    }

    private var chineseOfChanges: String {
        switch self {
        case .unknownMember(let code): "没有成员 \(code)"
        case .memberExists(let code): "成员 \(code) 已存在或曾经存在"
        case .memberRunsValidator(let code): "\(code) 仍在运行验证节点，请先撤下该节点"
        case .memberHasValidator(let code): "\(code) 已有验证节点"
        case .unknownValidator(let name): "该成员没有名为 \(name) 的验证节点"
        case .nodeExists(let name): "节点 \(name) 已存在"
        case .keyInUse(let name): "\(name) 的公钥正在使用或曾经使用，请另行生成"
        case .tooFewValidators(let count): "将只剩 \(count) 个验证节点，不能容忍任何故障；如确需如此请明确说明"
        case .tooMany(let what, let limit): "\(what) 最多 \(limit) 个"
        case .validators(let cause): "验证节点的设置有误：\(cause.chinese)"
        case .nobodyGoverns: "将没有任何成员拥有表决权"
        case .versionOutOfOrder(let subject, let expected, let found):
            "\(subject) 的下一版本是 \(expected)，不是 \(found)"
        case .unknownLimit(let name): "没有名为 \(name) 的参数"
        case .limitOutOfRange(let name, let value, let low, let high):
            "\(name) 应在 \(low) 与 \(high) 之间，不能是 \(value)"
        case .activationTooEarly(let height, let earliest):
            "规则不能自高度 \(height) 起生效，最早为 \(earliest)"
        default: code
        }
    }
}
