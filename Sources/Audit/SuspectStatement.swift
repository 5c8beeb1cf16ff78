package import COSE
import Cryptography
package import Ledger

/// A statement that breaks a rule, as far as its bytes still say what it is.
package struct SuspectStatement: Hashable, Sendable {
    /// Its position in the block, from zero.
    package let position: Int
    /// The position of the record at fault, from zero; nil when it is not one record.
    package let record: Int?
    /// What it does; nil when its bytes cannot be read.
    package let kind: StatementKind?
    /// What it is about; nil when its bytes cannot be read.
    package let subject: String?
    /// The issuer that its bytes name.
    package let issuer: String?
    /// The member that answers for it: the one whose key it names, else the issuer.
    package let agency: Member?

    /// A statement whose bytes may no longer be one.
    init(_ bytes: ArraySlice<UInt8>, at position: Int, record: Int? = nil, keys: KeyDirectory) {
        let header = try? SignedStatement(decoding: bytes).header
        let issuer = header?.issuer ?? Self.issuer(in: bytes)
        self.position = position
        self.record = record
        kind = header?.kind
        subject = header?.subject
        self.issuer = issuer
        agency =
            header.flatMap { keys.member(of: $0.keyIdentifier) }
            ?? issuer.flatMap { keys.member(issuer: $0) }
    }

    /// The first "urn:uscc:…" in bytes that are no statement any more.
    private static func issuer(in bytes: ArraySlice<UInt8>) -> String? {
        let prefix = Array(Member.issuerPrefix.utf8)
        let length = prefix.count + 18
        guard bytes.count >= length else { return nil }
        for start in bytes.startIndex...(bytes.endIndex - length)
        where bytes[start...].starts(with: prefix) {
            return String(validating: bytes[start..<(start + length)], as: UTF8.self)
        }
        return nil
    }
}
