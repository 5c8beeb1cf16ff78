import Cryptography
import Ledger

/// G1 and S6: all finalized chains are one chain, without gaps.
struct AgreementChecker: Sendable {
    private var chain: [HashedHeader]
    private(set) var violations: [Violation] = []

    /// Starts from the anchor all nodes share.
    init(anchor: HashedHeader) { chain = [anchor] }

    /// The height of the longest finalized chain.
    var height: UInt64 { UInt64(chain.count - 1) }

    /// Checks the blocks a correct node was told to be final.
    mutating func check(_ blocks: [HashedHeader], at node: Int) {
        for block in blocks {
            let height = block.header.height
            if height < UInt64(chain.count) {
                guard chain[Int(height)] != block else { continue }
                violations.append(
                    Violation("G1 agreement", "node \(node) finalized another block \(height)")
                )
            } else if height == UInt64(chain.count), block.header.parent == chain.last?.hash {
                chain.append(block)
            } else {
                violations.append(
                    Violation("S6 contiguity", "node \(node) finalized \(height) out of order")
                )
            }
        }
    }
}
