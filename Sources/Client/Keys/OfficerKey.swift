package import COSE
import Console
package import Cryptography
import JSON
package import Ledger
import Merkle
import NodeCore

/// A key that signs or signed for a member, as a node tells it.
package struct OfficerKey: Hashable, Sendable {
    /// The name of the key: the digest of its public half.
    package let identifier: Digest
    /// What it may sign.
    package let scope: Scope
    /// From when on it may no longer sign, in milliseconds since 1970; nil for no end.
    package let notAfterMs: UInt64?
    /// "valid", "expired" or "revoked".
    package let state: String
    /// The leaf index of its grant.
    package let leafIndex: UInt64
    /// The entry of its grant.
    package let entry: Digest

    /// Describes a key.
    package init(
        identifier: Digest,
        scope: Scope,
        notAfterMs: UInt64?,
        state: String,
        leafIndex: UInt64,
        entry: Digest
    ) {
        self.identifier = identifier
        self.scope = scope
        self.notAfterMs = notAfterMs
        self.state = state
        self.leafIndex = leafIndex
        self.entry = entry
    }

    /// The statement that withdraws the key; what it signed before stays valid.
    package func revocation(
        reason: String,
        by administrator: Signer,
        nowMs: UInt64
    ) -> SignedStatement {
        let change = StatusChange(
            leafIndex: leafIndex,
            entry: entry,
            status: .revoked,
            reason: reason,
            effectiveMs: nowMs
        )
        return administrator.sign(
            .status,
            about: identifier.hexadecimal,
            payload: change.encoded,
            at: nowMs / 1_000
        )
    }
}

extension Signer {
    /// The statement by which a member's administration lets a key sign.
    package func grant(
        _ key: PublicKey,
        to member: Member,
        scope: Scope,
        notAfterMs: UInt64?,
        at issuedAt: UInt64 = WallClock.nowSeconds
    ) -> SignedStatement {
        let grant = KeyGrant(
            member: member.code,
            key: key,
            scope: scope,
            notAfterMs: notAfterMs
        )
        return sign(
            .grant,
            about: chain.suite.keyIdentifier(of: key).hexadecimal,
            payload: grant.encoded,
            at: issuedAt
        )
    }
}

// MARK: - From a node

extension NodeConnection {
    /// The keys that sign or signed for a member, oldest grant first.
    package func keys(of member: String) throws(ClientError) -> [OfficerKey] {
        guard case .keys(let bytes) = try ask(.keys(member: member)),
            let list = (try? JSONValue(parsing: bytes))?["keys"]?.array
        else { throw .unexpectedAnswer(node: node.name) }
        let keys = list.compactMap(OfficerKey.init)
        guard keys.count == list.count else { throw .unexpectedAnswer(node: node.name) }
        return keys
    }

    /// The one key of a member whose name begins with these digits.
    package func key(_ prefix: String, of member: String) throws(ClientError) -> OfficerKey {
        let found = try keys(of: member).filter {
            prefix.utf8.count >= 8 && $0.identifier.hexadecimal.hasPrefix(prefix.lowercased())
        }
        guard let key = found.first, found.count == 1 else {
            throw .unknown(kind: Phrase("key of \(member)", " \(member) 的公钥"), name: prefix)
        }
        return key
    }
}

extension OfficerKey {
    fileprivate init?(_ json: JSONValue) {
        guard let identifier = json["key"]?.string.flatMap(Digest.init(hexadecimal:)),
            let categories = json["categories"].flatMap(Scope.Reach.init),
            let certificates = json["certificates"].flatMap(Scope.Reach.init),
            let administration = json["administration"]?.boolean,
            let state = json["state"]?.string, let leafIndex = json.unsigned("leaf_index"),
            let entry = json["entry"]?.string.flatMap(Digest.init(hexadecimal:))
        else { return nil }
        self.init(
            identifier: identifier,
            scope: Scope(
                categories: categories,
                certificates: certificates,
                administration: administration
            ),
            notAfterMs: json.unsigned("not_after_ms"),
            state: state,
            leafIndex: leafIndex,
            entry: entry
        )
    }
}

extension Scope.Reach {
    fileprivate init?(_ json: JSONValue) {
        if let word = json.string {
            guard word == "*" else { return nil }
            self = .all
        } else {
            guard let codes = json.array?.map(\.string), codes.allSatisfy({ $0 != nil }) else {
                return nil
            }
            self = .only(codes.compactMap(\.self))
        }
    }
}
