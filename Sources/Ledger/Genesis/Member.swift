/// An agency, bank or other body that takes part in the chain.
package struct Member: Hashable, Sendable {
    /// The short name by which genesis and statements refer to it, such as "TAX" or "BANK-ICBC".
    package let code: String
    /// The role it plays, by which the catalogue names sources, such as "TAX" or "BANK".
    package let role: String
    /// Its name in Chinese.
    package let nameZh: String
    /// Its name in English.
    package let nameEn: String
    /// Its unified social credit code (GB 32100-2015), 18 characters.
    package let uscc: String

    /// Describes a member.
    package init(code: String, role: String, nameZh: String, nameEn: String, uscc: String) {
        self.code = code
        self.role = role
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.uscc = uscc
    }

    /// The issuer of the member's statements: "urn:uscc:" and the code.
    package var issuer: String { Self.issuerPrefix + uscc }

    /// What every issuer begins with.
    package static let issuerPrefix = "urn:uscc:"

    /// Whether a text has the form of a credit code.
    ///
    /// The check character is no rule here: codes that fail it have really been issued.
    static func isCreditCode(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.count == 18
            && bytes.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            }
    }
}
