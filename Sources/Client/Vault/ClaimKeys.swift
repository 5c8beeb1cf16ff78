import Cryptography
package import Ledger

/// What follows from a claim code for one certificate of one chain.
///
/// ```
///               ┌─ "lianzheng claim token v1" ‖ identifier ─►  token: shown to the node
/// code ── HKDF ─┤
///               └─ "lianzheng claim key v1"   ‖ identifier ─►  key: opens the entry, never shown
/// ```
/// Neither leads to the other or to the code, so a node that keeps the entry cannot open it.
package struct ClaimKeys: Sendable {
    /// What the node is shown.
    package let token: [UInt8]
    /// What opens the entry.
    let sealingKey: [UInt8]

    /// Derives both.
    package init(_ code: ClaimCode, certificate identifier: String, chain: ChainIdentity) {
        let derive = { (purpose: String) in
            chain.suite.hkdf(
                secret: code.secret,
                salt: chain.id.bytes,
                info: Array("lianzheng claim \(purpose) v1 \(identifier)".utf8),
                count: Suite.contentKeyByteCount
            )
        }
        token = derive("token")
        sealingKey = derive("key")
    }
}
