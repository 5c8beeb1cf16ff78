import JSON

/// A vote's kind, by the name it has in traces.
enum Kind: String, Hashable, Sendable { case notarize, nullify, finalize }

/// A block, as far as the rules of voting look at it.
struct Block: Hashable, Sendable {
    let hash: String
    let parent: String
    let height: UInt64
    let headerView: UInt64
}

/// What a vote or a proof states.
struct Statement: Hashable, Sendable {
    let kind: Kind
    let epoch: UInt64
    let view: UInt64
    let block: Block?
}

/// A quorum proof.
struct Proof: Hashable, Sendable {
    let statement: Statement
    let signers: [UInt64]
}

/// The state that a life, or an epoch within one, begins with.
struct Beginning: Hashable, Sendable {
    let node: String
    let isLife: Bool
    let index: UInt64?
    let epoch: UInt64
    let n: UInt64
    /// Nil while a lost journal leaves it unknown.
    let floor: UInt64?
    let view: UInt64
    let tipView: UInt64
    let anchor: Block
    let tip: Block
    let delivered: Block
    let votes: [Statement]
    let proofs: [Proof]
}

/// One line of a trace.
enum TraceEvent: Hashable, Sendable {
    case began(Beginning)
    case proposal(Statement, signer: UInt64)
    case vote(Statement, signer: UInt64)
    case proof(Proof, isFormed: Bool)
    case blockReady(Block, isTimely: Bool, batch: UInt64)
    case cast(Statement, signer: UInt64, sequence: UInt64, leader: UInt64)
    case released(Statement, signer: UInt64)
    case durable(batch: UInt64, sequence: UInt64?)
    case floor(epoch: UInt64, view: UInt64, sequence: UInt64)
    case floorFound(view: UInt64)
    case finalized(Block, view: UInt64)
    case epochEnded(Block, epoch: UInt64)
    case halted
    case lifeEnded

    /// Reads a line; members that it does not know are no error.
    init(_ line: String) throws(JSONError) {
        var fields = try JSONFields(try JSONValue(parsing: Array(line.utf8)))
        let what = try fields.string("what")
        switch what {
        case "lifeBegan", "epochBegan":
            self = .began(try Beginning(&fields, isLife: what == "lifeBegan"))
        case "proposal":
            self = .proposal(try Statement(&fields), signer: try fields.number("signer"))
        case "vote": self = .vote(try Statement(&fields), signer: try fields.number("signer"))
        case "proof", "formed": self = .proof(try Proof(&fields), isFormed: what == "formed")
        case "blockReady":
            self = .blockReady(
                try Block(&fields),
                isTimely: try fields.boolean("timely"),
                batch: try fields.number("batch")
            )
        case "cast":
            self = .cast(
                try Statement(&fields),
                signer: try fields.number("signer"),
                sequence: try fields.number("sequence"),
                leader: try fields.number("leader")
            )
        case "released":
            self = .released(try Statement(&fields), signer: try fields.number("signer"))
        case "durable":
            let sequence = try fields.optionalInteger("sequence").map { UInt64(clamping: $0) }
            self = .durable(batch: try fields.number("batch"), sequence: sequence)
        case "floor":
            self = .floor(
                epoch: try fields.number("epoch"),
                view: try fields.number("view"),
                sequence: try fields.number("sequence")
            )
        case "floorFound": self = .floorFound(view: try fields.number("view"))
        case "finalized": self = .finalized(try Block(&fields), view: try fields.number("view"))
        case "epochEnded": self = .epochEnded(try Block(&fields), epoch: try fields.number("epoch"))
        case "halted": self = .halted
        case "lifeEnded": self = .lifeEnded
        default: throw .notAllowed(path: "what", value: what)
        }
    }
}

// MARK: - The parts of a line

extension Block {
    init(_ fields: inout JSONFields) throws(JSONError) {
        hash = try fields.string("block")
        parent = try fields.string("parent")
        height = try fields.number("height")
        headerView = try fields.number("headerView")
    }
}

extension Statement {
    init(_ fields: inout JSONFields) throws(JSONError) {
        kind = try fields.choice("kind")
        epoch = try fields.number("epoch")
        view = try fields.number("view")
        block = kind == .nullify ? nil : try Block(&fields)
    }
}

extension Proof {
    init(_ fields: inout JSONFields) throws(JSONError) {
        statement = try Statement(&fields)
        signers = try fields.array("signers").map { UInt64(clamping: $0.integer ?? -1) }
    }
}

extension Beginning {
    init(_ fields: inout JSONFields, isLife: Bool) throws(JSONError) {
        self.isLife = isLife
        node = try fields.string("node")
        index = try fields.optionalInteger("index").map { UInt64(clamping: $0) }
        epoch = try fields.number("epoch")
        n = try fields.number("n")
        floor = try fields.optionalInteger("floor").map { UInt64(clamping: $0) }
        view = try fields.number("view")
        tipView = try fields.number("tipView")
        var anchor = try fields.object("anchor")
        self.anchor = try Block(&anchor)
        var tip = try fields.object("tip")
        self.tip = try Block(&tip)
        var delivered = try fields.object("delivered")
        self.delivered = try Block(&delivered)
        var votes: [Statement] = []
        for var vote in try fields.objects("votes") { votes.append(try Statement(&vote)) }
        self.votes = votes
        var proofs: [Proof] = []
        for var proof in try fields.objects("proofs") { proofs.append(try Proof(&proof)) }
        self.proofs = proofs
    }
}

extension JSONFields {
    fileprivate mutating func number(_ name: String) throws(JSONError) -> UInt64 {
        let value = try integer(name)
        guard let number = UInt64(exactly: value) else {
            throw .notAllowed(path: path(of: name), value: "\(value)")
        }
        return number
    }
}
