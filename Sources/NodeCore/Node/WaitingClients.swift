import Cryptography

/// Who waits for a statement to be final.
struct Waiter: Hashable {
    let client: ClientName
    let request: UInt64
}

/// The answers that are owed to clients, by the statement that each waits for.
///
/// Every client has a share, also of one statement: whoever submits the same again and again only
/// ever waits so often.
struct WaitingClients {
    private let share: Int
    private var waiters: [Digest: [Waiter]] = [:]
    private var counts: [ClientName: Int] = [:]

    init(share: Int) { self.share = share }

    /// All answers that are owed.
    var count: Int { counts.values.reduce(0, +) }

    /// Whether anybody waits for a statement.
    func contains(_ entry: Digest) -> Bool { waiters[entry] != nil }

    /// Lets a client wait; false when its share is used up.
    mutating func add(_ waiter: Waiter, for entry: Digest) -> Bool {
        guard waiters[entry]?.contains(waiter) != true else { return true }
        let count = counts[waiter.client, default: 0]
        guard count < share else { return false }
        counts[waiter.client] = count + 1
        waiters[entry, default: []].append(waiter)
        return true
    }

    /// Takes out those that wait for a statement, in the order in which they came.
    mutating func take(_ entry: Digest) -> [Waiter] {
        let taken = waiters.removeValue(forKey: entry) ?? []
        for waiter in taken {
            let count = counts[waiter.client, default: 0] - 1
            counts[waiter.client] = count > 0 ? count : nil
        }
        return taken
    }

    /// Nothing is owed to a client any more.
    mutating func forget(_ client: ClientName) {
        guard counts.removeValue(forKey: client) != nil else { return }
        waiters = waiters.compactMapValues { waiters in
            let others = waiters.filter { $0.client != client }
            return others.isEmpty ? nil : others
        }
    }
}
