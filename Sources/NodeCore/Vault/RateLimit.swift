import Cryptography

/// So many at once, and one more each interval (the generic cell rate algorithm).
///
/// All that has to be remembered is one number: when the allowance will be whole again.
struct RateLimit: Hashable, Sendable {
    /// Time for which one use counts, milliseconds.
    let intervalMs: UInt64
    /// How many may come at once.
    let burst: UInt64

    /// Counts one use in; false, and nothing counted, when the allowance is used up.
    func admits(_ wholeAtMs: inout UInt64, nowMs: UInt64) -> Bool {
        let start = max(wholeAtMs, nowMs)
        guard start - nowMs <= (burst - 1) * intervalMs else { return false }
        wholeAtMs = start + intervalMs
        return true
    }
}

/// How often the vault is asked, by connection and by certificate, in memory of a fixed size.
///
/// Certificates share a few thousand counters by the digest of their identifiers: nobody can make
/// the node forget a counter by asking for many others.
struct ClaimMeter: Sendable {
    /// Ten at once and one a second: a person, and a patient program.
    static let perClient = RateLimit(intervalMs: 1_000, burst: 10)
    /// Twenty at once and one in two seconds, from everywhere together.
    static let perCertificate = RateLimit(intervalMs: 2_000, burst: 20)
    private static let counterCount = 4_096
    /// More connections than any driver keeps open.
    private static let maximumClients = 4_096

    private var clients: [ClientName: UInt64] = [:]
    private var certificates = [UInt64](repeating: 0, count: counterCount)

    /// Counts a question of a client in; false when it asks too often.
    mutating func admit(_ client: ClientName, nowMs: UInt64) -> Bool {
        guard clients[client] != nil || clients.count < Self.maximumClients else { return false }
        return Self.perClient.admits(&clients[client, default: 0], nowMs: nowMs)
    }

    /// Counts a question about the certificate of this name in; false when it is asked too often.
    mutating func admit(certificate name: Digest, nowMs: UInt64) -> Bool {
        let bytes = name.bytes
        let index = (Int(bytes[0]) << 8 | Int(bytes[1])) % Self.counterCount
        return Self.perCertificate.admits(&certificates[index], nowMs: nowMs)
    }

    /// A client is gone.
    mutating func forget(_ client: ClientName) { clients[client] = nil }
}
