import CBOR
package import COSE
package import Cryptography
package import Evidence
import Ledger
package import NodeCore

/// How a holder shows that he may have the fields of a certificate.
package enum HolderProof: Sendable {
    /// By the claim code that the issuer handed out.
    case code(ClaimCode)
    /// By his own key, which the issuer sealed the fields for.
    case key(SigningKey)
}

extension VaultEntry {
    /// What an issuer leaves for the holder of a certificate.
    package init(
        _ disclosures: [Disclosure],
        code: ClaimCode,
        holder: PublicKey? = nil,
        context: VaultContext
    ) throws(ClientError) {
        let keys = ClaimKeys(code, certificate: context.certificate, chain: context.chain)
        do throws(CryptographyError) {
            let fields = try SealedFields(
                disclosures,
                by: keys,
                holder: holder,
                context: context
            )
            self.init(
                certificate: context.certificate,
                tokenDigest: context.chain.suite.digest(keys.token),
                holder: holder,
                sealed: fields.encoded
            )
        } catch { throw .key(error) }
    }
}

extension Signer {
    /// The statement by which the issuer's officer leaves an entry at a node, within a minute.
    package func deposit(_ entry: VaultEntry, at node: String) -> SignedStatement {
        sign(
            .deposit,
            about: entry.certificate,
            payload: VaultDeposit(entry, at: node).encoded
        )
    }
}

extension NodeLink {
    /// Leaves an entry in the node's vault, and waits until it is durable there.
    package func deposit(_ entry: VaultEntry, by signer: Signer) throws(ClientError) {
        let statement = signer.deposit(entry, at: node.name)
        guard case .deposited = try ask(.deposit(statement: statement.bytes)) else {
            throw .unexpectedAnswer(node: node.name)
        }
    }

    /// The fields that the node keeps for the holder, opened here.
    ///
    /// The node learns neither code nor key nor field; what it hands out is believed no further
    /// than the digests in the certificate bear it out.
    package func fields(
        of context: VaultContext,
        for proof: HolderProof
    ) throws(ClientError) -> [Disclosure] {
        let opened: (SealedFields) throws(CryptographyError) -> [Disclosure]
        let question: ClientRequest.Body
        switch proof {
        case .code(let code):
            let keys = ClaimKeys(code, certificate: context.certificate, chain: context.chain)
            question = .claim(certificate: context.certificate, token: keys.token)
            opened = { (sealed) throws(CryptographyError) in
                try sealed.open(by: keys, context: context)
            }
        case .key(let key):
            question = .claimByKey(statement: try claim(context, key).bytes)
            opened = { (sealed) throws(CryptographyError) in
                try sealed.open(with: key, context: context)
            }
        }
        guard case .claimed(let bytes) = try ask(question) else {
            throw .unexpectedAnswer(node: node.name)
        }
        let sealed: SealedFields
        do throws(CBORError) { sealed = try SealedFields(decoding: bytes) } catch {
            throw .unexpectedAnswer(node: node.name)
        }
        do throws(CryptographyError) { return try opened(sealed) } catch { throw .key(error) }
    }

    /// The holder's signature over what the node asks to have signed.
    private func claim(
        _ context: VaultContext,
        _ key: SigningKey
    ) throws(ClientError) -> SignedStatement {
        guard case .challenge(let challenge) = try ask(.challenge) else {
            throw .unexpectedAnswer(node: node.name)
        }
        return Signer(stranger: key, chain: context.chain).sign(
            .claim,
            about: context.certificate,
            payload: VaultClaim(challenge: challenge, at: node.name).encoded
        )
    }
}
