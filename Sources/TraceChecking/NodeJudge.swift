/// Judges the trace of one node, life after life.
struct NodeJudge {
    /// An own vote; it binds once it is durable, in every later life.
    struct OwnVote {
        let statement: Statement
        /// The number of its record; nil for one that an earlier life cast.
        var sequence: UInt64?
        var isBinding: Bool
    }

    let node: String
    var line = 0
    var isWhole = true
    private(set) var findings: [Finding] = []
    var life: Life?
    var votes: [OwnVote] = []
    private var durableFloor: (epoch: UInt64, view: UInt64)?
    private var endedEpoch: (number: UInt64, last: Block)?

    init(_ node: String) { self.node = node }

    var hasBegun: Bool { life != nil }

    mutating func add(_ rule: Rule, _ detail: String) {
        findings.append(Finding(node: node, line: line, rule: rule, detail: detail))
    }

    mutating func judge(_ event: TraceEvent, _ network: inout Network) {
        switch event {
        case .began(let beginning): begin(beginning, &network)
        case .proposal(let statement, let signer):
            life?.take(statement, from: signer)
            life?.propose(statement)
        case .vote(let statement, let signer): life?.take(statement, from: signer)
        case .proof(let proof, let isFormed): judge(proof, isFormed, &network)
        case .blockReady(let block, let isTimely, let batch):
            life?.makeReady(block, isTimely: isTimely, batch: batch)
        case .cast(let statement, let signer, let sequence, let leader):
            if let (rule, detail) = breach(statement, signer, leader) { add(rule, detail) }
            note(cast: statement, sequence)
        case .released(let statement, let signer): judgeReleased(statement, signer, &network)
        case .durable(let batch, let sequence): makeDurable(batch, sequence)
        case .floor(_, let view, let sequence): life?.floors.append((view, sequence))
        case .floorFound(let view): judgeFound(floor: view)
        case .finalized(let block, let view): judgeFinal(block, view, &network)
        case .epochEnded(let block, let epoch):
            network.note(end: block, of: epoch, node, line)
            if life?.beginning.epoch != epoch || life?.delivered != block {
                add(.epochs, "epoch \(epoch) ends at a block that is not the final one")
            }
            life?.hasEnded = true
            endedEpoch = (epoch, block)
        case .halted: life?.isHalted = true
        case .lifeEnded: break
        }
    }

    /// A vote that is journaled once more, after a restart, stays the vote it was; it leaves again
    /// only when its new record is durable.
    private mutating func note(cast statement: Statement, _ sequence: UInt64) {
        if let index = votes.firstIndex(where: { $0.statement == statement }) {
            votes[index].sequence = sequence
        } else {
            votes.append(OwnVote(statement: statement, sequence: sequence, isBinding: false))
        }
    }

    // MARK: Beginnings

    private mutating func begin(_ beginning: Beginning, _ network: inout Network) {
        network.note(beginning, node, line)
        if !beginning.isLife {
            let isNext =
                endedEpoch.map { beginning.epoch == $0.number + 1 && beginning.anchor == $0.last }
            if isNext != true { add(.epochs, "epoch \(beginning.epoch) begins out of order") }
        }
        if let floor = beginning.floor, let durableFloor, durableFloor.epoch == beginning.epoch,
            floor < durableFloor.view
        {
            add(.floorMonotone, "\(floor) after \(durableFloor.view)")
        }
        // What was neither durable nor sent may be forgotten; in an epoch's change nothing is.
        votes = votes.filter { $0.statement.epoch >= beginning.epoch && $0.isBinding }
        for vote in votes where vote.statement.epoch == beginning.epoch {
            guard vote.statement.view > beginning.floor ?? .max else { continue }
            if !beginning.votes.contains(vote.statement) {
                add(.votesSurvive, "\(vote.statement.kind) in view \(vote.statement.view) is lost")
            }
        }
        for statement in beginning.votes {
            if statement.view > beginning.view {
                add(.viewMonotone, "view \(beginning.view), vote in \(statement.view)")
            }
            let isKnown = votes.contains { $0.statement == statement }
            if !isKnown { votes.append(OwnVote(statement: statement, isBinding: true)) }
        }
        for index in votes.indices { votes[index].sequence = nil }
        let batch = beginning.isLife ? 0 : life?.durableBatch ?? 0
        life = Life(beginning)
        life?.durableBatch = batch
        for proof in beginning.proofs { judge(proof, false, &network) }
    }

    /// A floor that was asked of the others covers every vote that the lost journal held.
    private mutating func judgeFound(floor: UInt64) {
        for vote in votes
        where vote.isBinding && vote.statement.epoch == life?.beginning.epoch
            && vote.statement.view > floor
        {
            add(.lostVotesCovered, "\(vote.statement.kind) in view \(vote.statement.view)")
        }
        life?.floor = floor
    }

    // MARK: Proofs and finality

    private mutating func judge(_ proof: Proof, _ isFormed: Bool, _ network: inout Network) {
        guard let life else { return }
        let statement = proof.statement
        let signers = Set(proof.signers)
        if signers.count != proof.signers.count || signers.count < life.quorum
            || signers.contains(where: { $0 >= life.beginning.n })
        {
            add(.quorum, "\(statement.kind) of view \(statement.view) by \(proof.signers)")
        }
        if statement.epoch != life.beginning.epoch {
            add(.epochs, "a proof of epoch \(statement.epoch) in epoch \(life.beginning.epoch)")
        }
        if isFormed,
            let stranger = proof.signers.first(where: { !life.hasTaken(statement, from: $0) })
        {
            add(.formedFromVotes, "\(statement.kind) of view \(statement.view), signer \(stranger)")
        }
        network.note(proof, node, line)
        self.life?.learn(statement)
    }

    private mutating func judgeFinal(_ block: Block, _ view: UInt64, _ network: inout Network) {
        guard let life else { return }
        network.note(final: block, node, line)
        if block.height != life.delivered.height + 1 || block.parent != life.delivered.hash
            || view > life.tipView || life.ready(block) == nil
        {
            add(.finalInOrder, "height \(block.height) after \(life.delivered.height)")
        }
        self.life?.deliver(block)
    }

    // MARK: The disk

    private mutating func makeDurable(_ batch: UInt64, _ sequence: UInt64?) {
        life?.durableBatch = batch
        guard let sequence, let life else { return }
        self.life?.durableSequence = sequence
        for index in votes.indices where votes[index].sequence.map({ $0 <= sequence }) == true {
            votes[index].isBinding = true
        }
        votes.removeAll {
            $0.statement.epoch == life.beginning.epoch && $0.statement.view <= life.tipView
        }
        guard let floor = life.floors.last(where: { $0.sequence <= sequence }) else { return }
        self.life?.floors.removeAll { $0.sequence <= sequence }
        durableFloor = (life.beginning.epoch, floor.view)
    }
}
