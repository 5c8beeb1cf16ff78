import Cryptography
import Ledger
import NodeCore
import Storage

/// A peer that is asked for final blocks and sends true ones that are of no use, too many, or
/// almost true ones.
final class LyingServer {
    private unowned let world: World
    private let liar: Int
    private let victim: Int
    /// The final chain as the liar has it, lowest first.
    private let chain: [CarriedBlock]
    private let proofs: [[UInt8]?]
    /// How many answers it gave.
    private(set) var answerCount = 0

    /// Lies for one process to another.
    init(_ liar: Int, to victim: Int, in world: World) {
        self.world = world
        self.liar = liar
        self.victim = victim
        var blocks: [CarriedBlock] = []
        var proofs: [[UInt8]?] = []
        let archive = world.processes[liar].archive
        var hash = archive?.highestFinalization?.hash
        while let current = hash, let stored = try? archive?.block(current) {
            blocks.append(CarriedBlock(header: stored.header, body: stored.body))
            let proof = try? archive?.finalization(covering: stored.height)
            proofs.append(proof?.height == stored.height ? proof?.proof : nil)
            hash = (try? BlockHeader(decoding: stored.header))?.parent
        }
        chain = blocks.reversed()
        self.proofs = proofs.reversed()
    }

    /// Sees every frame, and answers requests for blocks in its own way.
    func intercept(_ frame: Frame) -> [Frame] {
        guard frame.channel == .bulk, frame.sender == liar, frame.receiver == victim,
            case .blocks? = try? PeerMessage(decoding: frame.bytes)
        else { return [frame] }
        answerCount += 1
        return answer(answerCount).map { bytes in frame.changed { $0 = bytes } }
    }

    /// Sends what nobody asked for.
    func send(_ number: Int) {
        for bytes in answer(number) {
            world.inject(Frame(channel: .bulk, sender: liar, receiver: victim, bytes: bytes))
        }
    }

    private func answer(_ number: Int) -> [[UInt8]] {
        let kind = (number + Int(world.setting.seed % 8)) % 8
        switch kind {
        case 0: return [run(0..<4)]
        case 1: return [run(chain.count - 4..<chain.count)]
        case 2: return [run(0..<chain.count, provenBy: 0..<4)]
        case 3:
            let changed = run(0..<chain.count) { blocks in
                let block = blocks[blocks.count / 2]
                blocks[blocks.count / 2] = CarriedBlock(header: block.header, body: [0x80, 0])
            }
            return [changed]
        case 4: return [run(0..<chain.count) { $0.remove(at: $0.count / 2) }]
        case 5:
            let last = chain[chain.count - 1]
            let many = Array(repeating: last, count: PeerMessage.blocksCount)
            return Array(repeating: message(many, proofs.last ?? nil), count: 20)
        case 6: return [Array(run(0..<chain.count).dropLast(100))]
        default: return []
        }
    }

    /// A run of true blocks up to the last of a range that has a finalization of its own.
    private func run(
        _ range: Range<Int>,
        provenBy proof: Range<Int>? = nil,
        _ change: (inout [CarriedBlock]) -> Void = { _ in }
    ) -> [UInt8] {
        guard let end = range.last(where: { proofs[$0] != nil }) else { return [] }
        var blocks = Array(chain[range.lowerBound...end])
        change(&blocks)
        let prover = (proof ?? range).last { proofs[$0] != nil }
        return message(blocks, prover.flatMap { proofs[$0] })
    }

    private func message(_ blocks: [CarriedBlock], _ proof: [UInt8]?) -> [UInt8] {
        PeerMessage.blocks(blocks: blocks, finalization: proof ?? []).encoded
    }
}
