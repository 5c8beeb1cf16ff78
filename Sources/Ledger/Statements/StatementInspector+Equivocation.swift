import COSE
import Cryptography

extension StatementInspector {
    /// Checks both votes by the validators of their epoch.
    func inspectEquivocation(
        _ statement: SignedStatement
    ) throws(LedgerError) -> InspectedEquivocation {
        let decoded: Equivocation?
        do {
            decoded = try Equivocation.decode(statement.payload, chain: genesis.chain)
        } catch { throw LedgerError(.equivocation(.vote(error))) }
        guard let found = decoded else { throw LedgerError(.equivocation(.noContradiction)) }
        guard let set = charter.validators(ofEpoch: found.epoch) else {
            throw LedgerError(.equivocation(.epoch(found: found.epoch, current: charter.epoch)))
        }
        let proof: Verified<Equivocation>
        do {
            proof = try found.verified(by: set, chain: genesis.chain)
        } catch { throw LedgerError(.equivocation(.vote(error))) }
        let accused = set.validators[Int(found.signer)]
        let name = genesis.suite.keyIdentifier(of: accused.voteKey)
        try checkSubject(of: statement, is: name.hexadecimal)
        return InspectedEquivocation(proof: proof, accused: accused)
    }
}
