import COSE
import Cryptography

/// What a node remembers of those who deposit in its vault, and of those who claim from it.
struct VaultDesk: Sendable {
    /// What waits for the disk.
    enum Errand: Sendable {
        /// An entry is being written.
        case deposit
        /// An entry is being read for whoever showed the token with this digest.
        case claim(tokenDigest: Digest)
        /// An entry is being read for whoever signed this with, as it says, the holder's key.
        case proof(SignedStatement)
    }

    /// The most jobs that wait for the disk.
    private static let maximumErrands = 1_024
    /// The most of them of one client.
    private static let maximumErrandsPerClient = 128
    /// The most connections whose challenges and deposits are remembered.
    private static let maximumClients = 4_096

    var meter = ClaimMeter()
    private var errands: [UInt64: (errand: Errand, waiter: Waiter)] = [:]
    private var errandCounts: [ClientName: Int] = [:]
    private var lastNumber: UInt64 = 0
    private var challenges: [ClientName: Digest] = [:]
    private var lastChallenge: UInt64 = 0
    private var deposits: [ClientName: Int] = [:]

    /// Notes an errand and gives its number; nil when too many wait.
    mutating func begin(_ errand: Errand, _ waiter: Waiter) -> UInt64? {
        let own = errandCounts[waiter.client, default: 0]
        guard errands.count < Self.maximumErrands, own < Self.maximumErrandsPerClient else {
            return nil
        }
        errandCounts[waiter.client] = own + 1
        lastNumber += 1
        errands[lastNumber] = (errand, waiter)
        return lastNumber
    }

    /// Ends an errand.
    mutating func end(_ number: UInt64) -> (errand: Errand, waiter: Waiter)? {
        guard let ended = errands.removeValue(forKey: number) else { return nil }
        let left = errandCounts[ended.waiter.client, default: 1] - 1
        errandCounts[ended.waiter.client] = left > 0 ? left : nil
        return ended
    }

    /// Counts a deposit in; false when the connection has made as many as it may.
    mutating func countDeposit(of client: ClientName, limit: Int) -> Bool {
        let count = deposits[client, default: 0]
        guard count < limit, count > 0 || deposits.count < Self.maximumClients else { return false }
        deposits[client] = count + 1
        return true
    }

    /// A challenge for a client, in place of an earlier one; it serves once.
    mutating func challenge(for client: ClientName, seed: [UInt8], suite: Suite) -> Digest? {
        guard challenges[client] != nil || challenges.count < Self.maximumClients else {
            return nil
        }
        lastChallenge += 1
        let name = "lianzheng challenge v1 \(client.number) \(lastChallenge)"
        let challenge = suite.hmac(key: seed, Array(name.utf8))
        challenges[client] = challenge
        return challenge
    }

    /// Takes a client's challenge back; whatever comes of it, it has served.
    mutating func takeChallenge(of client: ClientName) -> Digest? {
        challenges.removeValue(forKey: client)
    }

    /// A client is gone; what is under way for it ends by itself.
    mutating func forget(_ client: ClientName) {
        meter.forget(client)
        challenges[client] = nil
        deposits[client] = nil
    }
}
