import Cryptography
import Ledger
import Testing

@testable import Evidence

@Suite struct QuorumProofCoresTests {
    let ledger: TestLedger
    let electorate: Electorate
    let proof: QuorumProof

    init() throws {
        ledger = try TestLedger(.p256, validators: 100)
        electorate = try Electorate(chain: ledger.genesis.chain, set: ledger.genesis.validators)
        proof = try ledger.anchor(signers: Array(20..<90))
            .finalization(of: ledger.genesis.chain, count: 100)
    }

    /// The proof with the signatures at some places replaced by that of another validator.
    private func spoiled(at places: [Int]) -> QuorumProof {
        var signatures = proof.signatures
        for place in places { signatures[place] = proof.signatures[69] }
        return QuorumProof(
            statement: proof.statement,
            signers: proof.signers,
            signatures: signatures
        )
    }

    @Test func `what is good on one core is good on all`() throws {
        try proof.verify(by: electorate)
        try proof.verifyOnAllCores(by: electorate)
    }

    @Test(arguments: [[0], [1], [68], [40, 41], [41, 40, 7]])
    func `the first bad signature is named, whichever core finds it`(_ places: [Int]) throws {
        let expected = ChainError.badSignature(signer: UInt64(20 + (places.min() ?? 0)))
        let spoiled = spoiled(at: places)
        #expect(throws: expected) { try spoiled.verify(by: electorate) }
        #expect(throws: expected) { try spoiled.verifyOnAllCores(by: electorate) }
    }

    @Test func `too few signatures are refused before any is looked at`() throws {
        let few = try ledger.anchor(signers: Array(20..<86))
            .finalization(of: ledger.genesis.chain, count: 100)
        #expect(throws: ChainError.belowQuorum(expected: 67, found: 66)) {
            try few.verifyOnAllCores(by: electorate)
        }
    }
}
