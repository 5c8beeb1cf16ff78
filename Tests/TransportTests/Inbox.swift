import Glibc
import Synchronization
import Testing
import Transport

/// Values from other threads, waited for with a generous deadline.
final class Inbox<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    func put(_ value: Value) {
        values.withLock { $0.append(value) }
    }

    var all: [Value] { values.withLock { $0 } }

    /// The oldest value not yet taken.
    func next(_ location: SourceLocation = #_sourceLocation) throws -> Value {
        var taken: Value?
        waitUntil {
            taken = values.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            return taken != nil
        }
        return try #require(
            taken,
            "nothing arrived within \(patienceMs) ms",
            sourceLocation: location
        )
    }
}

/// How long any test waits for what must happen: far longer than it takes.
let patienceMs: UInt64 = 30_000

/// Waits until a condition holds; false when it did not within the patience of the tests.
@discardableResult
func waitUntil(_ condition: () -> Bool) -> Bool {
    let deadline = MonotonicClock.nowMs() + patienceMs
    while MonotonicClock.nowMs() < deadline {
        if condition() { return true }
        usleep(500)
    }
    return condition()
}
