import Glibc
import Synchronization
import Testing
import Transport

@Suite struct EventLoopTests {
    @Test func `timers fire by deadline, equal deadlines in order of scheduling`() throws {
        let loop = try EventLoop()
        let now = MonotonicClock.nowMs()
        var fired: [Int] = []
        for (number, delay) in [(0, 30), (1, 10), (2, 20), (3, 10), (4, 0)] as [(Int, UInt64)] {
            loop.schedule(atMs: now + delay) { fired.append(number) }
        }
        loop.schedule(atMs: now + 40) { loop.stop() }
        loop.run()
        #expect(fired == [4, 1, 3, 2, 0])
        #expect(MonotonicClock.nowMs() >= now + 40)
    }

    @Test func `a cancelled timer never fires, and cancelling thousands costs nothing`() throws {
        let loop = try EventLoop()
        var fired = 0
        let timers = (0..<5_000).map { loop.schedule(inMs: UInt64($0 % 7)) { fired += 1 } }
        for timer in timers.dropLast() { loop.cancel(timer) }
        loop.schedule(inMs: 10) { loop.stop() }
        loop.run()
        #expect(fired == 1)
        loop.cancel(timers[4_999])
    }

    @Test func `an action that schedules itself at once does not starve the loop`() throws {
        let loop = try EventLoop()
        var turns = 0
        var again: () -> Void = {}
        again = { loop.schedule(atMs: 0) { again() } }
        loop.onTurnEnd = {
            turns += 1
            if turns == 10 { loop.stop() }
        }
        again()
        loop.run()
        #expect(turns == 10)
        // The action holds itself.
        again = {}
    }

    @Test func `work posted from many threads all runs, each thread's in its order`() throws {
        let loop = try EventLoop()
        let seen = Mutex<[[Int]]>([[], [], [], []])
        let (mailbox, perThread) = (loop.mailbox, 5_000)
        let done = LoopBound({ loop.stop() }, mailbox)
        let remaining = Atomic<Int>(4 * perThread)
        let workers = (0..<4).map { thread in
            WorkerThread("poster") {
                for number in 0..<perThread {
                    mailbox.post {
                        seen.withLock { $0[thread].append(number) }
                        let left = remaining.subtract(1, ordering: .relaxed).newValue
                        if left == 0 { done.value() }
                    }
                }
            }
        }
        loop.run()
        for worker in workers { worker.join() }
        #expect(seen.withLock { $0 } == Array(repeating: Array(0..<perThread), count: 4))
    }

    @Test func `the end of a turn is reported once, after its timers and its soon actions`() throws
    {
        let loop = try EventLoop()
        var log: [String] = []
        loop.onTurnEnd = {
            log.append("end")
            loop.stop()
        }
        loop.schedule(atMs: 0) {
            log.append("timer")
            loop.soon { log.append("soon") }
        }
        loop.soon { log.append("first soon") }
        loop.run()
        #expect(log == ["timer", "first soon", "soon", "end"])
    }

    @Test func `a signal arrives as a call on the loop`() throws {
        let signals = Inbox<Int32>()
        let thread = try LoopThread { loop in
            let watcher = try SignalWatcher([SIGUSR1], on: loop) { signals.put($0) }
            // Only to this thread: the other test threads do not block the signal.
            pthread_kill(pthread_self(), SIGUSR1)
            return watcher
        }
        #expect(try signals.next() == SIGUSR1)
        thread.stop()
    }

    @Test func `a descriptor is reported when readable and not after its watch ended`() throws {
        let loop = try EventLoop()
        var pipes: [Int32] = [0, 0]
        // Safe: the kernel writes two descriptors.
        try #require(unsafe pipe(&pipes) == 0)
        defer { for descriptor in pipes { close(descriptor) } }
        var byte: UInt8 = 7
        // Safe: one byte is read from `byte`.
        _ = unsafe write(pipes[1], &byte, 1)
        var calls = 0
        var watch: EventLoop.Watch?
        watch = try loop.watch(pipes[0], for: .readable) { readiness in
            #expect(readiness.contains(.readable))
            calls += 1
            if calls == 3, let watch { loop.unwatch(watch) }
        }
        loop.schedule(inMs: 30) { loop.stop() }
        loop.run()
        #expect(calls == 3)
    }
}
