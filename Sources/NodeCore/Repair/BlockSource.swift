package import Cryptography
package import Ledger

/// Where a repair gets what is missing: the peers of a node, or the stores of other nodes.
///
/// Nothing that it gives is believed. What it offers goes to `isGood`, and as long as that refuses,
/// it asks the next.
package protocol BlockSource: AnyObject {
    /// A block whose header has this hash; nil when nobody has one that is good.
    func block(_ hash: Digest, where isGood: (CarriedBlock) -> Bool) -> CarriedBlock?
    /// The finalization of this very block; nil when nobody has one that is good.
    func finalization(of block: HashedHeader, where isGood: ([UInt8]) -> Bool) -> [UInt8]?
}
