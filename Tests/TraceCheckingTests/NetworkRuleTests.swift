import Testing
import TraceChecking

/// One trace for each rule about durability, lives, proofs and other nodes.
@Suite struct NetworkRuleTests {
    private typealias Script = TraceScript
    private static let b1 = TraceScript.b1

    // MARK: Disk and lives

    @Test func `a vote leaves before its record is durable`() {
        let broken = Script.proposed().broken {
            $0.cast("notarize", 1, Self.b1)
            $0.release("notarize", 1, Self.b1)
        }
        #expect(broken == [.durableBeforeSent])
    }

    @Test func `a restored Notarize leaves although its block is gone`() {
        var script = Script()
        script.begin(votes: [TraceScript.statement("notarize", 1, Self.b1)])
        #expect(script.broken { $0.release("notarize", 1, Self.b1) } == [.durableBeforeSent])
    }

    /// A life that begins with a Notarize of b1, whose block is fetched again.
    private static func restored() -> Script {
        var script = Script()
        script.begin(votes: [TraceScript.statement("notarize", 1, b1)])
        script.ready(b1)
        return script
    }

    @Test func `a restored Notarize that is journaled once more is no second one`() {
        let again = Self.restored().broken { $0.vote("notarize", 1, Self.b1) }
        #expect(again.isEmpty)
        let early = Self.restored().broken {
            $0.cast("notarize", 1, Self.b1)
            $0.release("notarize", 1, Self.b1)
        }
        #expect(early == [.durableBeforeSent])
    }

    @Test func `a Notarize of another block is a second one, whatever was restored`() {
        let broken = Self.restored().broken {
            $0.propose(TraceScript.other, in: 1)
            $0.ready(TraceScript.other)
            $0.cast("notarize", 1, TraceScript.other)
        }
        #expect(broken == [.notarizeOnce])
    }

    @Test func `a durable vote is forgotten`() {
        let broken = Script.notarized().broken { $0.begin(view: 2) }
        #expect(broken == [.votesSurvive])
    }

    @Test func `what was never durable may be forgotten, and what the floor covers`() {
        var script = Script.proposed()
        script.cast("notarize", 1, Self.b1)
        #expect(script.broken { $0.begin() }.isEmpty)
        #expect(Script.notarized().broken { $0.begin(floor: 1, view: 2) }.isEmpty)
    }

    @Test func `a floor that was asked for covers every vote of a lost journal`() {
        func recover(at floor: UInt64) -> [Rule] {
            Script.notarized().broken {
                $0.begin(floor: nil, view: 2)
                $0.add(#"{"what":"floorFound","view":\#(floor)}"#)
            }
        }
        #expect(recover(at: 1).isEmpty)
        #expect(recover(at: 0) == [.lostVotesCovered])
    }

    @Test func `a node that does not know its floor votes nowhere`() {
        let broken = Script.notarized().broken {
            $0.begin(floor: nil, view: 2)
            $0.cast("nullify", 2)
        }
        #expect(broken == [.aboveFloor])
    }

    @Test func `a forgotten vote is not contradicted unnoticed`() {
        let broken = Script.notarized().broken {
            $0.begin(view: 1)
            $0.cast("nullify", 1)
            $0.cast("notarize", 1, Self.b1)
        }
        #expect(broken == [.votesSurvive, .notarizeOnce])
    }

    @Test func `a life without a key does not make votes forgotten`() {
        let broken = Script.notarized().broken {
            $0.begin(floor: UInt64(Int64.max / 2), view: 2)
            $0.makeDurable()
            $0.begin(view: 2)
        }
        #expect(broken == [.votesSurvive])
    }

    @Test func `the floor goes backwards`() {
        var script = Script.finalized()
        script.add(#"{"what":"floor","epoch":0,"view":1,"sequence":2}"#)
        script.makeDurable()
        #expect(script.broken { $0.begin() } == [.floorMonotone])
    }

    @Test func `a life begins before its own votes`() {
        var script = Script()
        script.begin(view: 1, votes: [TraceScript.statement("nullify", 7, nil)])
        #expect(Script.rules(script) == [.viewMonotone])
    }

    @Test func `a torn line is bad unless a life follows it`() {
        let torn = #"{"what":"cast","#
        #expect(Script.proposed().broken { $0.add(torn) }.isEmpty)
        let restarted = Script.proposed().broken {
            $0.add(torn)
            $0.begin()
        }
        #expect(restarted.isEmpty)
        let garbled = Script.proposed().broken {
            $0.add(torn)
            $0.cast("nullify", 1)
        }
        #expect(garbled == [.readable])
    }

    @Test func `a trace that begins within a life is not judged before the next one`() {
        var script = Script()
        script.cast("nullify", 9)
        script.begin()
        var checker = TraceChecker()
        for line in script.lines { checker.read(line, of: "a") }
        let report = checker.finish()
        #expect(report.findings.isEmpty && report.skippedCount == 1 && report.lineCount == 1)
    }

    // MARK: Proofs and finality

    @Test(arguments: [[1, 2], [1, 2, 2], [1, 2, 4]])
    func `a proof without n − f different validators`(signers: [Int]) {
        let broken = Script.proposed().broken { $0.see("nullify", 1, by: signers) }
        #expect(broken == [.quorum])
    }

    @Test func `a proof is formed from a vote that nobody handed in`() {
        let broken = Script.proposed().broken {
            $0.vote("nullify", 1)
            $0.see("nullify", 1, by: [0, 1, 2], isFormed: true)
        }
        #expect(broken == [.formedFromVotes])
    }

    @Test func `blocks become final out of order, or without proof`() {
        let unproven = Script.notarized().broken { $0.deliver(Self.b1, provenIn: 1) }
        #expect(unproven == [.finalInOrder])
        let gap = Script.finalized().broken {
            let far = TraceScript.Block(hash: "b3", parent: "b2", height: 3, view: 2)
            $0.see("finalize", 2, far)
            $0.ready(far)
            $0.deliver(far, provenIn: 2)
        }
        #expect(gap == [.finalInOrder])
    }

    @Test func `what was proven and not delivered before a crash is delivered after it`() {
        let broken = Script.finalized().broken {
            $0.begin(floor: 1, view: 2, tip: (Self.b1, 1), delivered: TraceScript.genesis)
            $0.ready(Self.b1)
            $0.deliver(Self.b1, provenIn: 1)
        }
        #expect(broken.isEmpty)
    }

    @Test func `an epoch begins elsewhere than the one before ended`() {
        let last = #"{"what":"epochEnded","epoch":0,\#(Self.b1.members)}"#
        var good = Script.finalized()
        good.add(last)
        good.begin("epochBegan", epoch: 1, tip: (Self.b1, 0), anchor: Self.b1)
        #expect(Script.rules(good).isEmpty)
        let early = Script.notarized().broken {
            $0.begin("epochBegan", epoch: 1, tip: (Self.b1, 0), anchor: Self.b1)
        }
        #expect(early.contains(.epochs) && Set(early).isSubset(of: [.epochs]))
    }

    // MARK: Across nodes

    private static func second(_ more: (inout Script) -> Void) -> Script {
        var script = Script()
        script.node = "b"
        script.index = 3
        script.begin()
        more(&script)
        return script
    }

    @Test func `two blocks of a view are notarized`() {
        let other = Self.second { $0.see("notarize", 1, TraceScript.other, by: [0, 1, 2]) }
        var first = Script()
        first.index = 2
        first.begin()
        first.see("notarize", 1, Self.b1, by: [0, 1, 3])
        #expect(Script.rules(first, other).contains(.oneNotarization))
    }

    @Test func `a view is nullified and finalized`() {
        let other = Self.second { $0.see("nullify", 1, by: [1, 2, 2]) }
        #expect(Script.rules(.finalized(), other).contains(.nullifiedAndFinalized))
    }

    @Test func `two nodes finalize two chains`() {
        let fork = TraceScript.Block(hash: "y", parent: "g", height: 1, view: 2)
        let other = Self.second {
            $0.see("finalize", 2, fork, by: [0, 1, 2])
            $0.ready(fork)
            $0.deliver(fork, provenIn: 2)
        }
        #expect(Script.rules(.finalized(), other).contains(.oneChain))
    }

    @Test func `a proof shows a vote that its signer never released`() {
        let silent = Self.second { _ in }
        let broken = Script.rules(.finalized(), silent)
        #expect(Set(broken) == [.signerReleased] && broken.count == 2)
    }
}
