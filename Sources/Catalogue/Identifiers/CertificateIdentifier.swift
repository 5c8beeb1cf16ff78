/// The identifier of an e-certificate (电子证照标识, GB/T 36904-2018).
///
/// `1.2.156.3005.2.<type 21>.<issuer>.<serial>.<version 3>.<check 1>`; the check character is
/// that of ISO 7064 MOD 37,36 over type, issuer, serial and version, without dots and without the
/// root.
package struct CertificateIdentifier: Hashable, Sendable {
    /// The type's 21 characters.
    package let type: String
    /// The issuer, normally its unified social credit code.
    package let issuer: String
    /// The serial, up to 40 characters.
    package let serial: String
    /// The version, three digits from 001; it grows when a certificate is changed or replaced.
    package let version: String

    /// The arc of object identifiers under which all identifiers stand.
    package static let root = "1.2.156.3005.2"

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    /// Composes an identifier; nil when a part has the wrong length or characters.
    package init?(type: String, issuer: String, serial: String, version: String) {
        let parts = [(type, 21...21), (issuer, 1...18), (serial, 1...40)]
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard
            parts.allSatisfy({ part, lengths in
                lengths.contains(part.utf8.count)
                    && part.utf8.allSatisfy(CertificateIdentifier.alphabet.contains)
            }), version.utf8.count == 3, version.utf8.allSatisfy(digits.contains)
        else { return nil }
        self.type = type
        self.issuer = issuer
        self.serial = serial
        self.version = version
    }

    /// Reads an identifier whose form and check character are right.
    package init?(_ text: String) {
        guard let (identifier, check) = CertificateIdentifier.parts(of: text),
            check == identifier.checkCharacter
        else { return nil }
        self = identifier
    }

    /// Judges an identifier.
    package static func verdict(of text: String) -> IdentifierVerdict {
        guard let (identifier, check) = parts(of: text) else { return .format }
        return check == identifier.checkCharacter ? .valid : .check
    }

    private static func parts(of text: String) -> (CertificateIdentifier, UInt8)? {
        guard text.hasPrefix(root + ".") else { return nil }
        let parts = text.dropFirst(root.count + 1)
            .split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[4].utf8.count == 1, let check = parts[4].utf8.first,
            alphabet.contains(check),
            let identifier = CertificateIdentifier(
                type: parts[0],
                issuer: parts[1],
                serial: parts[2],
                version: parts[3]
            )
        else { return nil }
        return (identifier, check)
    }

    /// The whole identifier with root and check character.
    package var text: String {
        let check = String(Unicode.Scalar(checkCharacter))
        return [CertificateIdentifier.root, type, issuer, serial, version, check]
            .joined(separator: ".")
    }

    private var checkCharacter: UInt8 {
        CertificateIdentifier.checkCharacter(of: type + issuer + serial + version)
    }

    /// The ISO 7064 MOD 37,36 check character of digits and capital letters.
    static func checkCharacter(of text: String) -> UInt8 {
        var product = 36
        for byte in text.utf8 {
            let value = alphabet.firstIndex(of: byte) ?? 0
            let sum = (product + value) % 36
            product = (sum == 0 ? 36 : sum) * 2 % 37
        }
        return alphabet[(37 - product) % 36]
    }
}
