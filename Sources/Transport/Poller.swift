import CLinux
import Glibc

/// What a descriptor is watched for.
package struct Interest: OptionSet, Hashable, Sendable {
    /// The bits of this set.
    package let rawValue: UInt8

    /// The set with these bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Bytes, a connection or the end of the stream can be read.
    package static let readable = Interest(rawValue: 1)
    /// Bytes can be written, or a connection attempt ended.
    package static let writable = Interest(rawValue: 2)
}

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Hashable, Sendable {
    /// The bits of this set.
    package let rawValue: UInt8

    /// The set with these bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Reading will not block.
    package static let readable = Readiness(rawValue: 1)
    /// Writing will not block.
    package static let writable = Readiness(rawValue: 2)
    /// Both directions are gone; reported even to those who asked for nothing.
    package static let failed = Readiness(rawValue: 4)
}

/// The level-triggered readiness queue of the kernel, `epoll`.
@safe struct Poller: ~Copyable {
    private let descriptor: FileDescriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init(capacity: Int = 256) throws(SystemFailure) {
        let flags = Int32(EPOLL_CLOEXEC)
        descriptor = FileDescriptor(owning: try calling(.epoll) { epoll_create1(flags) })
        // Safe: owned by this value, initialised here, freed once in deinit.
        unsafe events = .allocate(capacity: capacity)
        unsafe events.initialize(repeating: epoll_event())
    }

    deinit {
        // Safe: allocated in init; epoll_event is trivial, so nothing needs deinitialising.
        unsafe events.deallocate()
    }

    func add(_ number: Int32, _ interest: Interest, token: UInt64) throws(SystemFailure) {
        try control(EPOLL_CTL_ADD, number, interest, token)
    }

    func change(_ number: Int32, _ interest: Interest, token: UInt64) throws(SystemFailure) {
        try control(EPOLL_CTL_MOD, number, interest, token)
    }

    func remove(_ number: Int32) {
        // A descriptor the kernel no longer knows needs no removal.
        try? control(EPOLL_CTL_DEL, number, [], 0)
    }

    /// Waits until something is ready or the time is over; returns how many events there are.
    func wait(timeoutMs: Int32) -> Int {
        // Safe: `events` is as long as said and outlives the call.
        let count = unsafe epoll_wait(
            descriptor.number,
            events.baseAddress,
            Int32(events.count),
            timeoutMs
        )
        // EINTR is an empty turn; anything else would be our own misuse of a live epoll.
        precondition(count >= 0 || errno == EINTR, "epoll_wait failed")
        return max(0, Int(count))
    }

    /// Event `index` of the last wait.
    func event(_ index: Int) -> (token: UInt64, readiness: Readiness) {
        // Safe: the caller stays below the count `wait` returned; the union was written as u64.
        let event = unsafe events[index]
        let bits = unsafe event.events
        var readiness: Readiness = []
        if bits & EPOLLIN.rawValue != 0 { readiness.insert(.readable) }
        if bits & EPOLLOUT.rawValue != 0 { readiness.insert(.writable) }
        if bits & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { readiness.insert(.failed) }
        return (unsafe event.data.u64, readiness)
    }

    private func control(
        _ operation: Int32,
        _ number: Int32,
        _ interest: Interest,
        _ token: UInt64
    ) throws(SystemFailure) {
        var bits: UInt32 = 0
        if interest.contains(.readable) { bits |= EPOLLIN.rawValue }
        if interest.contains(.writable) { bits |= EPOLLOUT.rawValue }
        var event = unsafe epoll_event(events: bits, data: epoll_data_t(u64: token))
        // Safe: the kernel only reads `event` during the call.
        try calling(.epollControl) {
            unsafe epoll_ctl(descriptor.number, operation, number, &event)
        }
    }
}
