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
                .option("suite", "p256|sm2", Phrase("curve (default: p256)", "曲线（默认 p256）"))
            ],
            examples: [
                (
                    "lianzheng key new officer.pem --suite sm2",
                    Phrase("a key on the SM2 curve", "生成 SM2 密钥")
                )
            ]
        )
    ) { invocation in
        let path = try invocation.arguments.onlyOperand("FILE")
        let key = SigningKey(generating: try invocation.suite() ?? .p256)
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
