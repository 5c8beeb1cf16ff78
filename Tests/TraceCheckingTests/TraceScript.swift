import TraceChecking

/// A trace written by hand, line by line: node `a`, validator 0 of 4.
struct TraceScript {
    /// A block of a handwritten trace.
    struct Block {
        var hash: String
        var parent: String
        var height: UInt64
        var view: UInt64

        var members: String {
            """
            "block":"\(hash)","parent":"\(parent)","height":\(height),"headerView":\(view),\
            "timeMs":\(height)
            """
        }
    }

    static let genesis = Block(hash: "g", parent: "", height: 0, view: 0)
    static let b1 = Block(hash: "b1", parent: "g", height: 1, view: 1)
    static let other = Block(hash: "c1", parent: "g", height: 1, view: 1)

    var node = "a"
    var index = 0
    private(set) var lines: [String] = []
    private var sequence = 0
    private var batch = 0

    // MARK: Lines

    mutating func add(_ line: String) { lines.append(line) }

    mutating func begin(
        _ what: String = "lifeBegan",
        epoch: UInt64 = 0,
        floor: UInt64? = 0,
        view: UInt64 = 1,
        tip: (block: Block, view: UInt64) = (genesis, 0),
        delivered: Block? = nil,
        anchor: Block = genesis,
        votes: [String] = [],
        proofs: [String] = []
    ) {
        sequence = 0
        if what == "lifeBegan" { batch = 0 }
        let lists = [votes, proofs].map { $0.map { "{\($0)}" }.joined(separator: ",") }
        add(
            """
            {"what":"\(what)","node":"\(node)","index":\(index),"epoch":\(epoch),"n":4,\
            "floor":\(floor.map(String.init) ?? "null"),"view":\(view),"tipView":\(tip.view),\
            "anchor":{\(anchor.members)},"tip":{\(tip.block.members)},\
            "delivered":{\((delivered ?? tip.block).members)},\
            "votes":[\(lists[0])],"proofs":[\(lists[1])]}
            """
        )
    }

    static func statement(_ kind: String, _ view: UInt64, _ block: Block?) -> String {
        let place = #""kind":"\#(kind)","epoch":0,"view":\#(view)"#
        return block.map { place + "," + $0.members } ?? place
    }

    static func proof(
        _ kind: String,
        _ view: UInt64,
        _ block: Block?,
        by signers: [Int] = [1, 2, 3]
    ) -> String {
        statement(kind, view, block)
            + ",\"signers\":[\(signers.map(String.init).joined(separator: ","))]"
    }

    mutating func propose(_ block: Block, in view: UInt64) {
        add(#"{"what":"proposal",\#(Self.statement("notarize", view, block)),"signer":1}"#)
    }

    mutating func ready(_ block: Block, isTimely: Bool = true) {
        add(
            #"{"what":"blockReady",\#(block.members),"timely":\#(isTimely),"batch":\#(batch + 1)}"#
        )
    }

    mutating func cast(_ kind: String, _ view: UInt64, _ block: Block? = nil, leader: Int = 1) {
        sequence += 1
        add(
            """
            {"what":"cast",\(Self.statement(kind, view, block)),"signer":\(index),\
            "sequence":\(sequence),"leader":\(leader)}
            """
        )
    }

    mutating func release(_ kind: String, _ view: UInt64, _ block: Block? = nil) {
        add(#"{"what":"released",\#(Self.statement(kind, view, block)),"signer":\#(index)}"#)
    }

    mutating func makeDurable() {
        batch += 1
        add(#"{"what":"durable","batch":\#(batch),"sequence":\#(sequence)}"#)
    }

    mutating func see(
        _ kind: String,
        _ view: UInt64,
        _ block: Block? = nil,
        by signers: [Int] = [1, 2, 3],
        isFormed: Bool = false
    ) {
        let what = isFormed ? "formed" : "proof"
        add(#"{"what":"\#(what)",\#(Self.proof(kind, view, block, by: signers))}"#)
    }

    mutating func deliver(_ block: Block, provenIn view: UInt64) {
        add(#"{"what":"finalized",\#(block.members),"view":\#(view)}"#)
    }

    /// Casts a vote, makes it durable and sends it.
    mutating func vote(_ kind: String, _ view: UInt64, _ block: Block? = nil) {
        cast(kind, view, block)
        makeDurable()
        release(kind, view, block)
    }

    // MARK: Whole passages

    /// A life in which b1 was proposed in view 1 and is executed.
    static func proposed() -> TraceScript {
        var script = TraceScript()
        script.begin()
        script.propose(b1, in: 1)
        script.ready(b1)
        return script
    }

    /// The same, after this node and the others notarized it.
    static func notarized() -> TraceScript {
        var script = proposed()
        script.vote("notarize", 1, b1)
        script.see("notarize", 1, b1)
        return script
    }

    /// The same, after it became final.
    static func finalized() -> TraceScript {
        var script = notarized()
        script.vote("finalize", 1, b1)
        script.see("finalize", 1, b1)
        script.deliver(b1, provenIn: 1)
        return script
    }

    // MARK: Verdicts

    /// The rules that checking these traces together finds broken.
    static func rules(_ scripts: TraceScript...) -> [Rule] {
        var checker = TraceChecker()
        for script in scripts {
            for line in script.lines { checker.read(line, of: script.node) }
        }
        return checker.finish().findings.map(\.rule)
    }

    /// The rules that this trace with more lines breaks.
    func broken(by more: (inout TraceScript) -> Void) -> [Rule] {
        var script = self
        more(&script)
        return Self.rules(script)
    }
}
