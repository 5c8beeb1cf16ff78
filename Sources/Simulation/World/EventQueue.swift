/// What is to happen, earliest first, and in the order of scheduling at the same time.
struct EventQueue<Event> {
    /// An event's place on the agenda; the event itself stays where it is.
    private struct Entry {
        let timeMs: UInt64
        let sequence: UInt64
        let slot: Int

        func precedes(_ other: Entry) -> Bool {
            timeMs < other.timeMs || timeMs == other.timeMs && sequence < other.sequence
        }
    }

    private var heap: [Entry] = []
    private var events: [Event?] = []
    private var freeSlots: [Int] = []
    private var nextSequence: UInt64 = 0

    /// Puts an event on the agenda.
    mutating func schedule(_ event: Event, atMs timeMs: UInt64) {
        let slot = freeSlots.popLast() ?? events.count
        if slot == events.count { events.append(event) } else { events[slot] = event }
        heap.append(Entry(timeMs: timeMs, sequence: nextSequence, slot: slot))
        nextSequence += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The time of the earliest event.
    var nextTimeMs: UInt64? { heap.first?.timeMs }

    /// How many events are on the agenda.
    var count: Int { heap.count }

    /// Takes the earliest event.
    mutating func next() -> (timeMs: UInt64, event: Event)? {
        guard let first = heap.first, let event = events[first.slot].take() else { return nil }
        freeSlots.append(first.slot)
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.timeMs, event)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in 2 * parent + 1...2 * parent + 2 where child < heap.count {
                if heap[child].precedes(heap[least]) { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
