import Consensus
import Ledger

extension Scenario {
    /// Scenarios 34 to 46: validators that lie, at most f of them.
    static let byzantine: [Scenario] = [
        Scenario(
            34,
            "a leader tells halves of the others different blocks",
            shows: "G1, one notarized block a view",
            in: WorldSetting(seed: 0, twins: 1)
        ) { world in
            world.cut(0, 3)
            world.cut(4, 1)
            world.cut(4, 2)
            world.begin()
            world.run(untilMs: 10_000)
            world.expectRecovery()
        },
        Scenario(35, "a leader keeps its blocks back, or sends garbage", shows: "L1") { world in
            world.corrupt(0)
            world.begin()
            let way = world.setting.seed % 3
            world.intercept = { frame in
                guard frame.sender == 0, frame.channel == .bulk else { return [frame] }
                switch way {
                case 0: return []
                case 1: return [frame.changed { $0[$0.count / 2] ^= 1 }]
                default: return frame.receiver < 3 ? [frame] : []
                }
            }
            world.expectProgress([1, 2, 3])
        },
        Scenario(37, "a validator votes for everything", shows: "evidence, G4") { world in
            world.corrupt(0)
            world.begin()
            world.intercept = { [unowned world] frame in
                guard frame.sender == 0, let vote = frame.vote(in: world) else { return [frame] }
                return [frame]
                    + world.contradictions(of: vote, by: 0).map { other in
                        Frame(
                            channel: .control,
                            sender: 0,
                            receiver: frame.receiver,
                            bytes: ConsensusMessage.vote(other).encoded
                        )
                    }
            }
            world.expectProgress([1, 2, 3])
            world.expect(world.checkers.accusation.rightCount > 0, "nobody saw the double vote")
        },
        Scenario(
            38,
            "twins whose listeners change all the time",
            shows: "G1, G4, then L1",
            in: WorldSetting(seed: 0, validators: 7, twins: 2)
        ) { world in
            world.begin()
            for turn in UInt64(1)...20 {
                world.at(turn * 300) { world in
                    for first in 0..<2 {
                        for id in 2..<7 {
                            let draw = (world.setting.seed &+ turn &* 7 &+ UInt64(id)) % 3
                            let half = draw == 0 ? first : 7 + first
                            world.join(first, id)
                            world.join(7 + first, id)
                            if draw < 2 { world.cut(half, id) }
                        }
                    }
                }
            }
            world.run(untilMs: 7_000)
            world.expectRecovery()
        },
        Scenario(39, "silent, contrary, late, or to one peer only", shows: "L1, L5") { world in
            world.corrupt(0)
            world.begin()
            let way = world.setting.seed % 4
            if way == 2 { for id in 1...3 { world.slow(0, towards: id, by: 1_500...2_900) } }
            world.intercept = { [unowned world] frame in
                guard frame.sender == 0, frame.channel == .control else { return [frame] }
                switch way {
                case 0: return []
                case 1: return frame.vote(in: world)?.statement.kind == .nullify ? [frame] : []
                case 2: return [frame]
                default: return frame.receiver == 1 ? [frame] : []
                }
            }
            world.expectProgress([1, 2, 3])
        },
        Scenario(40, "garbage, and frames changed in one byte", shows: "S5, S11") { world in
            world.corrupt(0)
            world.begin()
            var position = Int(world.setting.seed)
            world.intercept = { frame in
                guard frame.sender == 0 else { return [frame] }
                position += 7
                let flipped = frame.changed {
                    $0[position % $0.count] ^= UInt8(1 << (position % 8))
                }
                let cut = frame.changed { $0.removeLast($0.count / 3) }
                return [flipped, cut, frame]
            }
            world.expectProgress([1, 2, 3])
        },
        Scenario(41, "votes for far and for very many views", shows: "S11") { world in
            world.corrupt(0)
            world.begin()
            for number in UInt64(0)..<2_000 {
                world.at(300 + number) { world in
                    let view = number % 2 == 0 ? (1 << 63) + number : 10 + number
                    let vote = world.forgedVote(
                        .nullify(chainID: world.district.genesis.chainID, epoch: 0, view: view),
                        by: 0
                    )
                    world.inject(.vote(vote), from: 0)
                }
            }
            world.expectProgress([1, 2, 3])
        },
        Scenario(43, "a status of a view that never was", shows: "ignored, L4") { world in
            world.corrupt(0)
            world.begin()
            for number in UInt64(0)..<200 {
                world.at(300 + number * 10) { world in
                    let status = PeerStatus(
                        epoch: 0,
                        view: .max - number,
                        finalizedView: .max - number - 1,
                        deliveredHeight: .max
                    )
                    world.inject(.status(status), from: 0)
                }
            }
            world.expectProgress([1, 2, 3])
        },
        Scenario(46, "one delays its votes to just before the timers", shows: "L1") { world in
            world.corrupt(0)
            for id in 1...3 { world.slow(0, towards: id, by: 2_850...2_990) }
            world.begin()
            world.expectProgress([1, 2, 3])
        },
    ]
}
