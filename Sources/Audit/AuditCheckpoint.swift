package import Cryptography
package import JSON

/// How far an earlier audit found nothing wrong; a later one need not check those signatures.
///
/// The name of a block fixes every byte of every statement up to it, signatures included: through
/// its parent hashes all headers, through each header's root all entries. So whoever executes the
/// files again and comes to the same block has the very statements that were checked.
package struct AuditCheckpoint: Hashable, Sendable {
    /// The chain.
    package let chainID: Digest
    /// The height of the newest block that was executed.
    package let height: UInt64
    /// The name of that block.
    package let block: Digest

    /// The checkpoint for people and programs.
    package var json: JSONValue {
        [
            "chain_id": .string(chainID.hexadecimal),
            "height": .integer(height),
            "block": .string(block.hexadecimal),
        ]
    }

    /// Reads ``json``; nil for anything else.
    package init?(_ json: JSONValue) {
        guard let chain = json["chain_id"]?.string, let chainID = Digest(hexadecimal: chain),
            let number = json["height"]?.integer, let height = UInt64(exactly: number),
            let name = json["block"]?.string, let block = Digest(hexadecimal: name)
        else { return nil }
        self.init(chainID: chainID, height: height, block: block)
    }

    init(chainID: Digest, height: UInt64, block: Digest) {
        self.chainID = chainID
        self.height = height
        self.block = block
    }
}
