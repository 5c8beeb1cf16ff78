/// `Atomic` of Synchronization, as far as it is used here, under a lock.
public struct Atomic<Value: FixedWidthInteger & Sendable>: ~Copyable, Sendable {
    /// What a real atomic may reorder; under a lock nothing.
    public enum Ordering: Sendable {
        /// No order with other memory is asked for.
        case relaxed
    }

    private let value: Mutex<Value>

    /// An atomic number.
    public init(_ initialValue: Value) { value = Mutex(initialValue) }

    /// Reads it.
    public borrowing func load(ordering: Ordering) -> Value { value.withLock { $0 } }

    /// Writes it.
    public borrowing func store(_ desired: Value, ordering: Ordering) {
        value.withLock { $0 = desired }
    }

    /// Subtracts, and answers the values before and after.
    public borrowing func subtract(
        _ operand: Value,
        ordering: Ordering
    ) -> (oldValue: Value, newValue: Value) {
        value.withLock { value in
            let old = value
            value -= operand
            return (old, value)
        }
    }
}
