import CBOR
import Client
import Console
import Cryptography
import JSON

extension ToolCommand {
    /// `lianzheng key new`.
    static let keyNew = ToolCommand(
        flags: Flags(
            "lianzheng key new",
            operands: "FILE",
            summary: Phrase("Make a key; only its owner may read the file.", "生成密钥文件，仅本人可读。"),
            flags: [
                .option(
                    "suite",
                    "p256|sm2",
                    Phrase("curve (default: the ledger's, or p256)", "曲线（默认随账本，否则 p256）")
                ),
                .option(
                    "genesis",
                    "FILE",
                    Phrase("of the ledger that the key is for", "密钥所用账本的创世文件")
                ),
                .folder,
            ],
            examples: [
                (
                    "lianzheng key new officer.pem --genesis genesis.json",
                    Phrase("a key that this ledger takes", "生成该账本可用的密钥")
                ),
                (
                    "lianzheng key new officer.pem --suite sm2",
                    Phrase("a key on the SM2 curve", "生成 SM2 密钥")
                ),
            ]
        )
    ) { invocation in
        let path = try invocation.arguments.onlyOperand("FILE")
        let key = SigningKey(generating: try invocation.suiteOfNewKey())
        do throws(CryptographyError) {
            try KeyFile.write(key.pem(), to: path)
        } catch {
            throw ClientError.key(error)
        }
        invocation.answer(key.json) { key.line(path) }
        return .good
    }

    /// `lianzheng key show`.
    static let keyShow = ToolCommand(
        flags: Flags(
            "lianzheng key show",
            operands: "FILE",
            summary: Phrase("Show the public part of a key.", "显示密钥的公开部分。"),
            examples: [
                (
                    "lianzheng key show .demo/agencies/TAX/officer.pem --json",
                    Phrase("identifier and public key", "标识与公钥")
                )
            ]
        )
    ) { invocation in
        let path = try invocation.arguments.onlyOperand("FILE")
        let key: SigningKey
        do throws(CryptographyError) {
            key = try KeyFile.signingKey(at: path)
        } catch {
            throw ClientError.key(error)
        }
        invocation.answer(key.json) {
            let digits = key.publicKey.description
            let words = Phrase("public key \(digits)", "公钥 \(digits)")
            return key.line(path) + "\n" + words.text(invocation.language)
        }
        return .good
    }
}

extension Invocation {
    /// The suite that was asked for, or that of the ledger at hand, or P-256; a ledger that was
    /// named has to have the suite that was asked for.
    fileprivate func suiteOfNewKey() throws -> Suite {
        let asked = try suite()
        let isNamed = arguments.has("genesis") || arguments.has("dir")
        if let asked, !isNamed { return asked }
        let needed = try TrustedGenesis.suiteOfNewKey(
            named: arguments["genesis"],
            folder: arguments["dir"].map { NetworkFolder($0) }
        )
        if let asked, let needed, asked != needed {
            throw UsageError.badValue(
                flag: "suite",
                value: asked.rawValue,
                expected: needed.rawValue
            )
        }
        return needed ?? asked ?? .p256
    }
}

extension SigningKey {
    fileprivate func line(_ path: String) -> String {
        "\(path): \(suite.rawValue) \(identifier.hexadecimal)"
    }

    fileprivate var json: JSONValue {
        [
            "suite": .string(suite.rawValue),
            "identifier": .string(identifier.hexadecimal),
            "public_key": .string(publicKey.bytes.hexadecimal),
        ]
    }
}
