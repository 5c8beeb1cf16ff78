import Consensus
import Ledger
import NodeCore
import Storage

extension Scenario {
    /// Scenarios 18 and 47: who they are; scenarios 48 to 50: how many there are.
    static let membership: [Scenario] =
        changes
        + [5, 6, 8, 9].enumerated().map { index, count in
            Scenario(
                48,
                "\(count) validators, of which \((count - 1) / 3) are gone",
                shows: "quorum n − f",
                in: WorldSetting(seed: 0, validators: count)
            ) { world in
                let lost = (count - 1) / 3
                world.begin()
                world.run(untilMs: 400)
                for id in 0..<lost { world.lose(id) }
                world.expectProgress(Array(lost..<count))
            }
        } + [
            Scenario(
                49,
                "a node joins from the genesis while the chain goes on",
                shows: "L4",
                in: WorldSetting(seed: 0, observers: 1)
            ) { world in
                world.begin()
                world.run(untilMs: 100)
                world.crash(4, .nothing)
                world.run(untilMs: 4_000)
                world.start(4)
                world.expectProgress([0, 1, 2, 3, 4])
            },
            Scenario(50, "more than f are gone, and come back", shows: "a clean stall, L3") {
                world in
                world.begin()
                world.run(untilMs: 800)
                world.crash(0, .nothing)
                world.crash(1, .nothing)
                world.run(untilMs: 1_200)
                let height = world.height
                world.run(untilMs: 20_000)
                world.expect(world.height == height, "two of four made a block final")
                world.expectRecovery()
            },
        ]
}

// MARK: - Changes of the set

extension Scenario {
    private static let changes: [Scenario] = [
        Scenario(
            18,
            "restarts around the end of an epoch",
            shows: "S9, G1, L1",
            in: WorldSetting(seed: 0, observers: 1)
        ) { world in
            world.begin()
            world.run(untilMs: 600)
            let change = CharterChange.limit(name: "batchRecords", value: 100)
            let proposal = world.district.proposal([change], number: 0, by: 0)
            world.expect(world.record(proposal, at: 0) != nil, "a proposal was not recorded")
            for member in 1...3 {
                world.submit(world.district.ballot(for: proposal, by: member), to: 0)
            }
            for id in 0..<5 {
                let operation = Int(world.setting.seed % 9) + id * 3
                world.crashDisk(id, atOperation: operation, .prefix)
                world.at(world.nowMs + 200 + UInt64(id) * 40) { $0.start(id) }
            }
            world.run(untilMs: world.nowMs + 1_000)
            world.expectRecovery()
            // Ballots that only lay in a pool went with it.
            for member in 1...3 {
                world.submit(world.district.ballot(for: proposal, by: member), to: 1)
            }
            world.expectRecovery()
            world.expect(world.validators.epoch == 1, "the epoch did not end")
        },
        Scenario(
            47,
            "validators come, go, and change places and keys",
            shows: "S9, G1, L1",
            in: WorldSetting(seed: 0, observers: 1, spares: 1, statements: 60)
        ) { world in
            world.begin()
            let seed = world.setting.seed
            world.run(untilMs: 20_000) { $0.height >= seed % 6 }
            for turn in UInt64(0)..<4 { world.change(by: (seed + turn) % 4) }
            world.expect(world.validators.epoch == 4, "four changes led elsewhere")
            world.expectProgress((0..<6).map { $0 })
        },
        Scenario(
            47,
            "two decisions in a row, and the removed node votes on",
            shows: "S9, G1, old keys count for nothing",
            in: WorldSetting(seed: 0, observers: 1, statements: 60)
        ) { world in
            world.begin()
            world.run(untilMs: 500)
            world.enact([
                world.seat("n4").map { [.addValidator($0)] } ?? [],
                world.seat("n1", laterKey: 0).map { [.rekeyValidator($0)] } ?? [],
            ])
            world.enact(.removeValidator(name: "n0"))
            world.expect(world.validators.count == 4, "n1 to n4 were to be left")
            world.corrupt(0)
            world.crash(2, .everything)
            world.crash(3, .everything)
            world.run(untilMs: world.nowMs + 500)
            let height = world.height
            // The removed node signs whatever the others vote for, in the seats of those that are
            // gone, and makes quorum proofs of it.
            var votes: [VoteStatement: [Vote]] = [:]
            world.intercept = { [unowned world] frame in
                guard let vote = frame.ownVote(in: world), frame.sender != 0 else { return [frame] }
                let known = votes[vote.statement] ?? []
                if !known.contains(where: { $0.signer == vote.signer }) {
                    votes[vote.statement] = known + [vote]
                    world.echo(known + [vote])
                }
                return [frame]
            }
            world.run(untilMs: world.nowMs + 10_000)
            world.expect(world.height == height, "votes of a removed validator count")
            world.healNetwork()
            world.healNodes()
            world.expectProgress([1, 2, 3, 4])
        },
    ]
}

extension World {
    fileprivate func seat(_ name: String, laterKey: Int? = nil) -> NodeSeat? {
        district.seat(name, laterKey: laterKey)
    }

    /// One of the four changes of the set; none of them needs another.
    fileprivate func change(by kind: UInt64) {
        let change: CharterChange? =
            switch kind {
            case 0: seat("n4").map { .addValidator($0) }
            case 1: seat("n1", laterKey: 0).map { .rekeyValidator($0) }
            case 2: seat("s0").map { .replaceValidator(name: "n0", $0) }
            default: .removeValidator(name: removable)
            }
        guard let change else { return expect(false, "the district lacks a node") }
        enact(change, acceptsFewValidators: true)
    }

    /// The validator that leads now, unless a change of another kind is about it.
    private var removable: String {
        let names = validators.validators.map(\.name)
        guard let node = processes[someValidator].node else { return "n2" }
        let leader = names[Int(node.leader)]
        return ["n0", "n1", "n4", "s0"].contains(leader) ? "n2" : leader
    }

    /// Votes for what these state, by process 0, whose key counted in epoch 0, in every seat; and
    /// the quorum proofs that follow.
    fileprivate func echo(_ votes: [Vote]) {
        guard let statement = votes.first?.statement else { return }
        for seat in validators.validators.indices
        where !votes.contains(where: { $0.signer == UInt64(seat) }) {
            let copy = forgedVote(statement, by: 0, inNameOf: seat)
            inject(.vote(copy), from: 0)
            let all = (votes + [copy]).sorted { $0.signer < $1.signer }
            var signers = SignerBitmap(count: validators.count)
            for vote in all { signers.insert(Int(vote.signer)) }
            let proof = QuorumProof(
                statement: statement,
                signers: signers,
                signatures: all.map(\.signature)
            )
            inject(.proof(proof), from: 0)
        }
    }
}
