import Testing
import TraceChecking

/// One trace for each rule about casting votes, good but for that rule.
@Suite struct VoteRuleTests {
    private typealias Script = TraceScript
    private static let b1 = TraceScript.b1
    private static let next = TraceScript.Block(hash: "b2", parent: "b1", height: 2, view: 2)
    private static let third = TraceScript.Block(hash: "b3", parent: "b1", height: 2, view: 3)

    @Test func `good traces break nothing`() {
        #expect(Script.rules(.finalized()).isEmpty)
        let skipping = Script.notarized().broken {
            $0.vote("nullify", 2)
            $0.see("nullify", 2)
            $0.propose(Self.third, in: 3)
            $0.ready(Self.third)
            $0.vote("notarize", 3, Self.third)
            $0.vote("finalize", 1, Self.b1)
        }
        #expect(skipping.isEmpty)
    }

    @Test func `N1 a block that is not the first proposal`() {
        let broken = Script.proposed().broken {
            $0.propose(TraceScript.other, in: 1)
            $0.ready(TraceScript.other)
            $0.cast("notarize", 1, TraceScript.other)
        }
        #expect(broken == [.notarizeFirstProposal])
    }

    @Test func `N1 a view that is over`() {
        let broken = Script.proposed().broken {
            $0.see("nullify", 1)
            $0.cast("notarize", 1, Self.b1)
        }
        #expect(broken == [.notarizeFirstProposal])
    }

    @Test(arguments: ["notarize", "nullify"])
    func `N2 a second vote in the view`(first: String) {
        let broken = Script.proposed().broken {
            $0.vote(first, 1, first == "nullify" ? nil : Self.b1)
            $0.cast("notarize", 1, Self.b1)
        }
        #expect(broken == [.notarizeOnce])
    }

    @Test func `N3 a block beside the final one`() {
        let beside = TraceScript.Block(hash: "x", parent: "g", height: 1, view: 2)
        let broken = Script.finalized().broken {
            $0.propose(beside, in: 2)
            $0.ready(beside)
            $0.cast("notarize", 2, beside)
        }
        #expect(broken == [.notarizeAboveFinal])
    }

    @Test func `N4 a parent without proof, or a view between without nullification`() {
        let unproven = Script.proposed().broken {
            $0.see("nullify", 1)
            $0.propose(Self.next, in: 2)
            $0.ready(Self.next)
            $0.cast("notarize", 2, Self.next)
        }
        #expect(unproven == [.notarizeProvenParent])
        let skipping = Script.finalized().broken {
            $0.see("notarize", 2, Self.next)
            $0.propose(Self.third, in: 3)
            $0.ready(Self.third)
            $0.cast("notarize", 3, Self.third)
        }
        #expect(skipping == [.notarizeProvenParent])
    }

    @Test func `N5 a block that is not executed here`() {
        var script = Script()
        script.begin()
        script.propose(Self.b1, in: 1)
        #expect(script.broken { $0.cast("notarize", 1, Self.b1) } == [.notarizeReady])
    }

    @Test func `N6 a block of the far future`() {
        var script = Script()
        script.begin()
        script.propose(Self.b1, in: 1)
        script.ready(Self.b1, isTimely: false)
        #expect(script.broken { $0.cast("notarize", 1, Self.b1) } == [.notarizeTimely])
    }

    @Test func `Nullify twice, after Finalize, or in a view that is over`() {
        let twice = Script.proposed().broken {
            $0.vote("nullify", 1)
            $0.cast("nullify", 1)
        }
        #expect(twice == [.nullifyOnce])
        let late = Script.notarized().broken { $0.cast("nullify", 1) }
        #expect(late == [.nullifyCurrentView])
        let contrary = Script.notarized().broken {
            $0.vote("finalize", 1, Self.b1)
            $0.cast("nullify", 1)
        }
        #expect(contrary == [.nullifyAfterFinalize])
    }

    @Test func `Finalize after Nullify, in the same life and in a later one`() {
        var script = Script.proposed()
        script.vote("nullify", 1)
        script.see("notarize", 1, Self.b1)
        let same = script.broken { $0.cast("finalize", 1, Self.b1) }
        #expect(same == [.finalizeAfterNullify])
        let later = script.broken {
            $0.begin(
                view: 2,
                votes: [TraceScript.statement("nullify", 1, nil)],
                proofs: [TraceScript.proof("notarize", 1, Self.b1)]
            )
            $0.ready(Self.b1)
            $0.cast("finalize", 1, Self.b1)
        }
        #expect(later == [.finalizeAfterNullify])
    }

    @Test func `Finalize twice, without a notarization, or without the block`() {
        let twice = Script.notarized().broken {
            $0.vote("finalize", 1, Self.b1)
            $0.cast("finalize", 1, Self.b1)
        }
        #expect(twice == [.finalizeOnce])
        let unproven = Script.proposed().broken { $0.cast("finalize", 1, Self.b1) }
        #expect(unproven == [.finalizeNotarized])
        var absent = Script()
        absent.begin()
        absent.see("notarize", 1, Self.b1)
        #expect(absent.broken { $0.cast("finalize", 1, Self.b1) } == [.finalizeReady])
        let orphan = Script.notarized().broken {
            $0.see("notarize", 2, Self.third)
            $0.add(
                #"{"what":"blockReady","block":"b3","parent":"b2","height":2,"#
                    + #""headerView":3,"timeMs":2,"timely":true,"batch":3}"#
            )
            $0.cast("finalize", 2, Self.third)
        }
        #expect(orphan == [.finalizeReady])
    }

    @Test func `a vote at the floor or at the final view`() {
        var script = Script()
        script.begin(floor: 5)
        script.propose(Self.b1, in: 1)
        script.ready(Self.b1)
        #expect(script.broken { $0.cast("notarize", 1, Self.b1) } == [.aboveFloor])
        #expect(Script.finalized().broken { $0.cast("nullify", 1) } == [.aboveFloor])
    }

    @Test func `a vote after a halt, and one for another validator`() {
        let halted = Script.proposed().broken {
            $0.add(#"{"what":"halted","why":"consensus.conflictingProofs"}"#)
            $0.cast("notarize", 1, Self.b1)
        }
        #expect(halted == [.ownVotes])
        let foreign = Script.proposed().broken {
            $0.index = 2
            $0.cast("notarize", 1, Self.b1)
        }
        #expect(foreign == [.ownVotes])
    }
}
