import COSE
import Cryptography

extension StatementInspector {
    func inspectGrant(_ statement: SignedStatement) throws(LedgerError) -> StatementContent {
        let grant: KeyGrant
        do {
            grant = try KeyGrant(decoding: statement.payload)
        } catch { throw LedgerError(.statement(.malformedPayload(error))) }
        let key: VerificationKey
        do {
            key = try VerificationKey(grant.key, suite: genesis.suite)
        } catch { throw LedgerError(.authority(.grantedKeyNotOnCurve)) }
        try checkSubject(of: statement, is: key.identifier.hexadecimal)
        return .grant(grant, key)
    }
}
