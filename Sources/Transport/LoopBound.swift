/// A loop-owned value as other threads may carry it: only the loop's thread can open it.
///
/// A worker that finished a signature check posts a closure which opens the box on the loop:
/// `mailbox.post { box.value.finished(result) }`. The last reference may be dropped anywhere, so
/// the value's `deinit` must not assume a thread.
@safe package struct LoopBound<Value>: @unchecked Sendable {
    // Safe: `contents` is written once and then reached on one thread only, which is checked.
    private let mailbox: LoopMailbox
    private let contents: Value

    /// Boxes a value of the loop behind `mailbox`; only on the loop's thread.
    package init(_ value: Value, _ mailbox: LoopMailbox) {
        precondition(mailbox.isOnLoopThread, "a loop-bound value is boxed on its loop's thread")
        self.mailbox = mailbox
        contents = value
    }

    /// The value; the process stops when another thread asks.
    package var value: Value {
        precondition(mailbox.isOnLoopThread, "a loop-bound value is opened on its loop's thread")
        return contents
    }
}
