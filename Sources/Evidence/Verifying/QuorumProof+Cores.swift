import Dispatch
import Ledger
import Synchronization

extension QuorumProof {
    /// A share of fewer signatures costs more to hand out than it saves.
    private static let signaturesInAShare = 8

    /// Checks what `verify(by:)` does, and finds the same, with the signatures spread over the
    /// cores: a file of a hundred validators brings some 140 of them.
    func verifyOnAllCores(by electorate: Electorate) throws(ChainError) {
        let shares = signatures.count / Self.signaturesInAShare
        guard shares > 1 else { return try verify(by: electorate) }
        let signers = try signers(among: electorate)
        let message = statement.toBeSigned(electorate.chain.suite)
        let firstBad = Mutex<Int?>(nil)
        DispatchQueue.concurrentPerform(iterations: shares) { share in
            // Each share stops at its first bad signature; the first of these is the first of all.
            for place in stride(from: share, to: signers.count, by: shares)
            where !electorate.isValid(signatures[place], by: signers[place], for: message) {
                firstBad.withLock { $0 = min($0 ?? place, place) }
                return
            }
        }
        if let place = firstBad.withLock({ $0 }) {
            throw .badSignature(signer: UInt64(signers[place]))
        }
    }
}
