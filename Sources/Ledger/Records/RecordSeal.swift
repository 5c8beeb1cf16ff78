import CBOR
import Catalogue
import Cryptography

/// The encryption of one record's fields under the record's own key.
///
/// The ciphertext is bound to the chain, to everything else the record says and to the commitment,
/// so that it cannot be moved to another record.
struct RecordSeal {
    /// Every content key seals once, so that the nonce need not vary.
    private static let nonce = [UInt8](repeating: 0, count: 12)

    private let key: [UInt8]
    private let associated: [UInt8]
    private let suite: Suite

    init(
        _ envelope: Record,
        commitment: Digest,
        secret: RecordSecret,
        chain: ChainIdentity
    ) {
        var writer = CBORWriter()
        writer.array(8)
        writer.byteString(chain.id)
        envelope.encodeEnvelope(form: .sealed, into: &writer)
        writer.byteString(commitment)
        associated = writer.bytes
        key = secret.contentKey(suite: chain.suite)
        suite = chain.suite
    }

    func seal(_ fields: [UInt8]) throws(RecordsFailure) -> [UInt8] {
        do {
            return try suite.seal(fields, key: key, nonce: Self.nonce, associated: associated)
        } catch { throw .cryptography(error) }
    }

    func open(_ ciphertext: ArraySlice<UInt8>) throws(RecordsFailure) -> [UInt8] {
        do {
            return try suite.open(
                Array(ciphertext),
                key: key,
                nonce: Self.nonce,
                associated: associated
            )
        } catch { throw .cryptography(error) }
    }
}
