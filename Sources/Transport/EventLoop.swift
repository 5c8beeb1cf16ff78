import Glibc

/// Something with bytes to write once every event of a turn has been handled.
protocol TurnFlushing: AnyObject {
    func flushAtTurnEnd()
}

/// A single-threaded loop of readiness, timers and posted work.
///
/// One thread owns it and everything registered with it; other threads reach it only through
/// `mailbox`. A turn has a fixed order:
///
///     wait → descriptors (posted work is one of them) → due timers → `soon` → onTurnEnd → flush
///
/// so that a node can make one fsync a turn in `onTurnEnd`, *before* any frame queued in that turn
/// reaches a socket, and so that all frames for one peer leave in as few writes as possible.
package final class EventLoop {
    /// One registered descriptor.
    package struct Watch: Hashable, Sendable {
        fileprivate let slot: Int
        fileprivate let generation: UInt32

        /// What the kernel hands back with each event.
        fileprivate var token: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
    }

    private struct Slot {
        var generation: UInt32 = 0
        var number: Int32 = -1
        var interest: Interest = []
        var handler: ((Readiness) -> Void)?
    }

    /// Where other threads leave work for this loop.
    package let mailbox: LoopMailbox
    /// Monotonic milliseconds at the start of this turn.
    package private(set) var nowMs = MonotonicClock.nowMs()
    /// Called once a turn, after its events and before its frames are written.
    package var onTurnEnd: () -> Void = {}

    let readBuffer = ReadBuffer()
    private let poller: Poller
    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private var timers = TimerQueue()
    private var soonActions: [() -> Void] = []
    private var flushes: [any TurnFlushing] = []
    private var isStopping = false

    /// A loop owned by the calling thread until another thread calls `run`.
    ///
    /// Ignores SIGPIPE for the whole process: a peer that went away is an error code here.
    package init() throws(TransportError) {
        _ = signal(SIGPIPE, SIG_IGN)
        do throws(SystemFailure) {
            mailbox = try LoopMailbox()
            poller = try Poller()
            let mailbox = mailbox
            _ = try watchSystem(mailbox.descriptor.number, for: .readable) { _ in mailbox.drain() }
        } catch {
            throw .system(error)
        }
    }

    // MARK: Running

    /// Runs turns on the calling thread until `stop`, then lets go of everything registered.
    package func run() {
        mailbox.bindToThisThread()
        while !isStopping { turn() }
        // What is registered refers to this loop and would keep it, and open sockets, for ever.
        slots = []
        timers = TimerQueue()
        soonActions = []
        flushes = []
        onTurnEnd = {}
    }

    /// Ends `run` for good after the current turn, its flush included; only on the loop's thread.
    package func stop() {
        isStopping = true
    }

    /// Hands work to this loop from any thread; the same as `mailbox.post`.
    package func post(_ work: @escaping @Sendable () -> Void) {
        mailbox.post(work)
    }

    /// Runs an action later in this turn, or in the next when called from another `soon` action.
    package func soon(_ action: @escaping () -> Void) {
        soonActions.append(action)
    }

    private func turn() {
        let count = poller.wait(timeoutMs: waitMs())
        nowMs = MonotonicClock.nowMs()
        for index in 0..<count {
            let (token, readiness) = poller.event(index)
            dispatch(token, readiness)
        }
        let horizon = timers.horizon
        while let action = timers.takeDue(nowMs: nowMs, before: horizon) { action() }
        for action in exchange(&soonActions, with: []) { action() }
        onTurnEnd()
        for flush in exchange(&flushes, with: []) { flush.flushAtTurnEnd() }
    }

    /// How long this turn may wait; 0 when there is work already.
    private func waitMs() -> Int32 {
        guard soonActions.isEmpty && flushes.isEmpty else { return 0 }
        guard let deadline = timers.earliestMs() else { return -1 }
        let now = MonotonicClock.nowMs()
        return deadline <= now ? 0 : Int32(clamping: deadline - now)
    }

    private func dispatch(_ token: UInt64, _ readiness: Readiness) {
        let slot = Int(token & 0xFFFF_FFFF)
        // An earlier event of this turn may have closed the descriptor, or reused its slot.
        guard slots[slot].generation == UInt32(truncatingIfNeeded: token >> 32) else { return }
        let handler = slots[slot].handler
        handler?(readiness)
    }

    func flushAtTurnEnd(_ flushing: any TurnFlushing) {
        flushes.append(flushing)
    }

    // MARK: Timers

    /// Schedules a one-shot action at a monotonic time; a time gone by means the next turn.
    @discardableResult
    package func schedule(atMs deadlineMs: UInt64, _ action: @escaping () -> Void) -> LoopTimer {
        timers.schedule(atMs: deadlineMs, action)
    }

    /// Schedules a one-shot action some milliseconds from now.
    @discardableResult
    package func schedule(inMs delayMs: UInt64, _ action: @escaping () -> Void) -> LoopTimer {
        let (deadline, overflow) = MonotonicClock.nowMs().addingReportingOverflow(delayMs)
        return timers.schedule(atMs: overflow ? .max : deadline, action)
    }

    /// Forgets a timer; harmless when it has fired.
    package func cancel(_ timer: LoopTimer) {
        timers.cancel(timer)
    }

    // MARK: Descriptors

    /// Watches a descriptor the caller keeps open until `unwatch`.
    package func watch(
        _ number: Int32,
        for interest: Interest,
        _ handler: @escaping (Readiness) -> Void
    ) throws(TransportError) -> Watch {
        do throws(SystemFailure) {
            return try watchSystem(number, for: interest, handler)
        } catch {
            throw .system(error)
        }
    }

    /// Changes what a descriptor is watched for; free when nothing changes.
    package func change(_ watch: Watch, to interest: Interest) {
        guard isCurrent(watch), slots[watch.slot].interest != interest else { return }
        slots[watch.slot].interest = interest
        // A registered, open descriptor cannot be refused; a closed one reports nothing more.
        try? poller.change(slots[watch.slot].number, interest, token: watch.token)
    }

    /// Ends a watch; call it before closing the descriptor.
    package func unwatch(_ watch: Watch) {
        guard isCurrent(watch) else { return }
        poller.remove(slots[watch.slot].number)
        slots[watch.slot].generation &+= 1
        slots[watch.slot].handler = nil
        freeSlots.append(watch.slot)
    }

    private func watchSystem(
        _ number: Int32,
        for interest: Interest,
        _ handler: @escaping (Readiness) -> Void
    ) throws(SystemFailure) -> Watch {
        let slot = freeSlots.popLast() ?? slots.count
        if slot == slots.count { slots.append(Slot()) }
        let watch = Watch(slot: slot, generation: slots[slot].generation)
        do {
            try poller.add(number, interest, token: watch.token)
        } catch {
            freeSlots.append(slot)
            throw error
        }
        slots[slot].number = number
        slots[slot].interest = interest
        slots[slot].handler = handler
        return watch
    }

    private func isCurrent(_ watch: Watch) -> Bool {
        watch.slot < slots.count && slots[watch.slot].generation == watch.generation
    }
}
