/// What the traces of all nodes say together.
struct Network {
    /// A view of an epoch.
    struct Place: Hashable {
        let epoch: UInt64
        let view: UInt64
    }

    /// A proof and where it was seen first.
    struct Sighting {
        let proof: Proof
        let node: String
        let line: Int
    }

    private(set) var findings: [Finding] = []
    private(set) var height: UInt64 = 0
    private var notarized: [Place: String] = [:]
    private var nullified: Set<Place> = []
    private var finalized: Set<Place> = []
    private var chain: [UInt64: String] = [:]
    private var anchors: [UInt64: (block: String, n: UInt64)] = [:]
    private var ends: [UInt64: String] = [:]
    private var sightings: [Sighting] = []
    private var sighted: Set<Proof> = []
    private var released: [Statement: Set<UInt64>] = [:]
    private var seats: [UInt64: [UInt64: String]] = [:]

    var epochCount: Int { anchors.count }

    /// A proof that a node took in or formed.
    mutating func note(_ proof: Proof, _ node: String, _ line: Int) {
        guard sighted.insert(proof).inserted else { return }
        sightings.append(Sighting(proof: proof, node: node, line: line))
        let place = Place(epoch: proof.statement.epoch, view: proof.statement.view)
        if let block = proof.statement.block {
            let held = notarized[place] ?? block.hash
            notarized[place] = held
            if held != block.hash {
                add(.oneNotarization, "\(block.hash.prefix(8)) and \(held.prefix(8))", node, line)
            }
        }
        switch proof.statement.kind {
        case .notarize: return
        case .nullify: nullified.insert(place)
        case .finalize: finalized.insert(place)
        }
        if nullified.contains(place), finalized.contains(place) {
            add(.nullifiedAndFinalized, "epoch \(place.epoch), view \(place.view)", node, line)
        }
    }

    /// A block that a node holds for final.
    mutating func note(final block: Block, _ node: String, _ line: Int) {
        let held = chain[block.height] ?? block.hash
        chain[block.height] = held
        height = max(height, block.height)
        if held != block.hash {
            let both = "\(block.hash.prefix(8)) and \(held.prefix(8))"
            add(.oneChain, "height \(block.height): \(both)", node, line)
        }
    }

    /// An epoch that a node is in, and which seat it has there.
    mutating func note(_ beginning: Beginning, _ node: String, _ line: Int) {
        let epoch = beginning.epoch
        let held = anchors[epoch] ?? (beginning.anchor.hash, beginning.n)
        anchors[epoch] = held
        let end = epoch == 0 ? nil : ends[epoch - 1]
        if held != (beginning.anchor.hash, beginning.n) || end ?? held.block != held.block {
            add(.epochs, "epoch \(epoch) begins differently", node, line)
        }
        if let index = beginning.index { seats[epoch, default: [:]][index] = node }
    }

    /// The last block of an epoch, as a node sees it.
    mutating func note(end block: Block, of epoch: UInt64, _ node: String, _ line: Int) {
        let held = ends[epoch] ?? block.hash
        ends[epoch] = held
        if held != block.hash || anchors[epoch + 1].map({ $0.block != held }) == true {
            add(.epochs, "epoch \(epoch) ends differently", node, line)
        }
    }

    /// A vote that a node sent or counted.
    mutating func note(released statement: Statement, by signer: UInt64) {
        released[statement, default: []].insert(signer)
    }

    /// Looks for votes in proofs whose signers never released them; `isWhole` says of which nodes
    /// every life is traced.
    mutating func finish(isWhole: (String) -> Bool) {
        for sighting in sightings {
            let statement = sighting.proof.statement
            for signer in sighting.proof.signers {
                guard let owner = seats[statement.epoch]?[signer], isWhole(owner),
                    released[statement]?.contains(signer) != true
                else { continue }
                let what = "\(statement.kind) of \(owner) in view \(statement.view)"
                add(.signerReleased, what, sighting.node, sighting.line)
            }
        }
    }

    private mutating func add(_ rule: Rule, _ detail: String, _ node: String, _ line: Int) {
        findings.append(Finding(node: node, line: line, rule: rule, detail: detail))
    }
}
