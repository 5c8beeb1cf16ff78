/// One scheduled action of an event loop.
package struct LoopTimer: Hashable, Sendable {
    fileprivate let number: UInt64
}

/// One-shot actions in order of their deadline; equal deadlines keep the order of scheduling.
///
/// A binary heap of (deadline, number); a cancelled timer only loses its action and its heap entry
/// is skipped later, or swept when dead entries outnumber the living.
struct TimerQueue {
    private struct Entry {
        let deadlineMs: UInt64
        let number: UInt64

        static func < (left: Entry, right: Entry) -> Bool {
            (left.deadlineMs, left.number) < (right.deadlineMs, right.number)
        }
    }

    private var heap: [Entry] = []
    private var actions: [UInt64: () -> Void] = [:]
    private var nextNumber: UInt64 = 0

    /// The number the next timer will get; timers below it existed before now.
    var horizon: UInt64 { nextNumber }

    mutating func schedule(atMs deadlineMs: UInt64, _ action: @escaping () -> Void) -> LoopTimer {
        let number = nextNumber
        nextNumber += 1
        actions[number] = action
        heap.append(Entry(deadlineMs: deadlineMs, number: number))
        siftUp(from: heap.count - 1)
        return LoopTimer(number: number)
    }

    mutating func cancel(_ timer: LoopTimer) {
        guard actions.removeValue(forKey: timer.number) != nil else { return }
        if heap.count > 64 && heap.count > 2 * actions.count { sweep() }
    }

    /// The deadline of the earliest living timer.
    mutating func earliestMs() -> UInt64? {
        while let first = heap.first {
            if actions[first.number] != nil { return first.deadlineMs }
            removeFirst()
        }
        return nil
    }

    /// Takes the earliest action that is due, if it was scheduled before `horizon`.
    ///
    /// The horizon keeps an action that schedules itself "now" from starving the loop.
    mutating func takeDue(nowMs: UInt64, before horizon: UInt64) -> (() -> Void)? {
        while let first = heap.first, first.deadlineMs <= nowMs {
            guard first.number < horizon || actions[first.number] == nil else { return nil }
            removeFirst()
            if let action = actions.removeValue(forKey: first.number) { return action }
        }
        return nil
    }

    private mutating func sweep() {
        heap.removeAll { actions[$0.number] == nil }
        heap.sort { $0 < $1 }
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown()
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && heap[right] < heap[left] ? right : left
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
