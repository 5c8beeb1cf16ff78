package import Catalogue
package import Console
package import Cryptography
import Glibc
package import Ledger
package import NodeCore
package import Transport

/// Why a client command did not do what it was asked to.
package enum ClientError: Error, Hashable, Sendable {
    /// The node refused the request; nothing was recorded.
    case refused(Refusal)
    /// No node answered.
    case unreachable(address: String, TransportError)
    /// A key file cannot be used.
    case key(CryptographyError)
    /// A key file holds a key of another suite than the ledger's.
    case otherSuite(path: String, found: Suite, expected: Suite)
    /// The node answered something that this request cannot have as its answer.
    case unexpectedAnswer(node: String)
    /// A batch could not be put into its form.
    case unsignable(category: String, RecordsFailure)
    /// A proof that came with an answer does not hold.
    case unproven(what: Phrase)
    /// A file could not be read.
    case input(InputFileError)
    /// A file or folder could not be written.
    case output(path: String, errno: Int32)
    /// A file is there already and is not overwritten.
    case exists(path: String)
    /// A file that was handed over does not say what it should.
    case malformed(path: String, reason: Phrase)
    /// A file of the installation does not say what it should; what was asked cannot be told.
    case unusable(path: String, reason: Phrase)
    /// Fields of a certificate do not pass; none is empty.
    case fields(path: String, [Finding])
    /// A claim code was mistyped; no node was asked.
    case claimCode(ClaimCodeError)
    /// No genesis was named and none is installed; one that is not trusted may be at hand.
    case noGenesis(untrusted: String?)
    /// The name of a member, node, category or certificate type that does not exist here.
    case unknown(kind: Phrase, name: String)
    /// The type takes two persons, and one key was given.
    case needsApproval(type: String, member: String)
    /// The line broke for good while a certificate was under way.
    indirect case uncertain(certificate: String, ClientError)
    /// Another certificate was begun at the same output, and not finished.
    case begun(certificate: String, journal: String)
    /// A batch stopped in the middle; what was begun is known, and the same command goes on.
    indirect case interrupted(ClientError, settled: Int, total: Int)
    /// A node process did not become ready in time.
    case notReady(node: String, seconds: Int, log: NodeLog)
    /// A node process ended while it was waited for.
    case ended(node: String, log: NodeLog)
}

extension ClientError {
    /// The stable code of this error.
    package var code: String {
        switch self {
        case .refused(let refusal): refusal.code
        case .unreachable(_, let error): error.code
        case .key(let error): error.code
        case .otherSuite: "client.otherSuite"
        case .unexpectedAnswer: "client.unexpectedAnswer"
        case .unproven: "client.unproven"
        case .unsignable(_, let error): error.code
        case .input(let error): error.code
        case .output: "client.output"
        case .exists: "client.exists"
        case .malformed: "client.malformed"
        case .unusable: "client.unusable"
        case .fields(_, let findings): findings.first?.rule ?? findings.first?.code ?? ""
        case .claimCode(let error): error.code
        case .noGenesis: "client.noGenesis"
        case .unknown: "client.unknown"
        case .needsApproval: "client.needsApproval"
        case .uncertain: "client.uncertain"
        case .begun: "client.begun"
        case .interrupted: "client.interrupted"
        case .notReady: "client.notReady"
        case .ended: "client.ended"
        }
    }

    /// What the shell is told: refusals are *bad*, and so is a file that is not what it should be;
    /// what is missing or out of reach *cannot be told*.
    package var exitCode: ExitCode {
        switch self {
        case .refused, .unproven, .fields, .malformed, .otherSuite, .key(.pointNotOnCurve): .bad
        case .unknown, .exists, .begun, .claimCode, .needsApproval: .usage
        default: .cannotTell
        }
    }

    /// The error in both languages.
    package var phrase: Phrase {
        switch self {
        case .refused(let refusal):
            Phrase("refused: \(refusal.english)", "已拒绝：\(refusal.chinese)")
        case .unreachable(let address, let reason):
            Phrase(
                "\(address) does not answer: \(reason.english)",
                "\(address) 无应答：\(reason.chinese)"
            )
        case .key(.pointNotOnCurve):
            Phrase(
                "the key is not on this ledger's curve; lianzheng key new FILE --suite p256|sm2 "
                    + "makes one of either",
                "密钥不在本账本所用曲线上；lianzheng key new 文件 --suite p256|sm2 可生成任一种"
            )
        case .otherSuite(let path, let found, let expected):
            Phrase(
                "\(path) is a key for \(found.rawValue), and this ledger takes "
                    + "\(expected.rawValue); lianzheng key new FILE --suite "
                    + "\(expected.rawValue) makes one",
                "\(path) 是 \(found.rawValue) 密钥，本账本只用 \(expected.rawValue)；"
                    + "可用 lianzheng key new 文件 --suite \(expected.rawValue) 生成"
            )
        case .key(let error):
            Phrase(error.english, error.chinese)
        case .unexpectedAnswer(let node):
            Phrase("\(node) gave an answer of another kind", "\(node) 的应答类型不符")
        case .unsignable(let category, let error):
            Phrase("\(category): \(error.english)", "\(category)：\(error.chinese)")
        case .unproven(let what):
            Phrase("not proven: \(what.english)", "证明不成立：\(what.chinese)")
        case .input(let error):
            Phrase(error.english, error.chinese)
        case .output(let path, let errno):
            Self.notWritten(path, errno)
        case .exists(let path):
            Phrase("\(path) is there already", "\(path) 已存在")
        case .malformed(let path, let reason), .unusable(let path, let reason):
            Phrase("\(path): \(reason.english)", "\(path)：\(reason.chinese)")
        case .fields(let path, let findings):
            Phrase(
                "\(path): " + findings.map(\.english).joined(separator: "\n  "),
                "\(path)：" + findings.map(\.chinese).joined(separator: "\n  ")
            )
        case .claimCode(let error):
            Phrase(error.english, error.chinese)
        case .noGenesis(let untrusted):
            Self.noGenesis(untrusted)
        case .unknown(let kind, let name):
            Phrase("there is no \(kind.english) \(name)", "没有\(kind.chinese) \(name)")
        case .uncertain(let certificate, let cause):
            Phrase(
                "\(cause.phrase.english)\nIt is not known whether \(certificate) was recorded. "
                    + "The same command, with the same --out, finds out and finishes it; nothing "
                    + "is issued twice",
                "\(cause.phrase.chinese)\n尚不知 \(certificate) 是否已上链。以相同命令和相同 --out "
                    + "重新执行即可查明并办结，不会重复签发"
            )
        case .begun(let certificate, let journal):
            Phrase(
                "\(certificate) was begun here with other fields, and is not finished "
                    + "(\(journal)): finish it with its own fields, or choose another --out",
                "此处已开始签发 \(certificate)，但字段不同且尚未办结（\(journal)）：请以原字段办结，"
                    + "或另选 --out"
            )
        case .interrupted(let cause, let settled, let total):
            Phrase(
                "\(cause.phrase.english)\n\(settled) of \(total) rows are settled; the same "
                    + "command, with the same --out, goes on from here and issues nothing twice",
                "\(cause.phrase.chinese)\n已处理 \(settled)/\(total) 行；以相同命令和相同 --out "
                    + "重新执行即可续办，不会重复签发"
            )
        case .needsApproval(let type, let member):
            Phrase(
                """
                \(type) takes two persons. Draft it: the same command with --draft --out DRAFT.cose.
                Another person then approves it:
                lianzheng approve DRAFT.cose --as \(member) --key THEIR.pem --out FILE
                With both keys at hand: --approver THEIR.pem
                """,
                """
                \(type) 须双人办理。先拟稿：同一命令加 --draft --out 拟稿.cose
                再由另一人审批：
                lianzheng approve 拟稿.cose --as \(member) --key 审批人.pem --out 文件
                两把密钥均在本机时：--approver 审批人.pem
                """
            )
        case .notReady(let node, let seconds, let log):
            Phrase(
                "\(node) is not ready after \(seconds) s; \(log.path) ends: \(log.lastLine)",
                "\(node) 在 \(seconds) 秒内未就绪；\(log.path) 末行：\(log.lastLine)"
            )
        case .ended(let node, let log):
            Phrase(
                "\(node) does not run; \(log.path) ends: \(log.lastLine)",
                "\(node) 未在运行；\(log.path) 末行：\(log.lastLine)"
            )
        }
    }
}

extension ClientError {
    private static func notWritten(_ path: String, _ errno: Int32) -> Phrase {
        let why =
            switch errno {
            case ENOENT: Phrase("its folder does not exist", "所在文件夹不存在")
            case ENOTDIR: Phrase("a part of its path is no folder", "路径中有一段不是文件夹")
            case EACCES, EPERM, EROFS: Phrase("not permitted", "没有写入权限")
            case EWOULDBLOCK: Phrase("another command is writing it", "另一命令正在写入")
            case ENOSPC, EDQUOT: Phrase("the disk is full", "磁盘已满")
            default: Phrase("errno \(errno)", "errno \(errno)")
            }
        return Phrase(
            "\(path): cannot be written: \(why.english)",
            "\(path)：无法写入：\(why.chinese)"
        )
    }

    private static func noGenesis(_ untrusted: String?) -> Phrase {
        let places = TrustedFile.places(of: "genesis.json").joined(separator: ", ")
        guard let untrusted else {
            return Phrase(
                "no genesis file to trust: name one with --genesis, or install it as \(places)",
                "没有可信的创世文件：请用 --genesis 指明，或安装为 \(places)"
            )
        }
        return Phrase(
            "no genesis file to trust: none is installed as \(places). \(untrusted) is here, but "
                + "who sends a forged file could send it along; if it is yours, say --genesis "
                + "\(untrusted)",
            "没有可信的创世文件：未安装 \(places)。当前文件夹有 \(untrusted)，但伪造证照者可一并提供；"
                + "确认无误后请用 --genesis \(untrusted) 指明"
        )
    }
}
