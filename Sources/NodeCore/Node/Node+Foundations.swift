import COSE
import Cryptography
import Ledger
import Storage

extension Node {
    /// The most statements that a certificate's file may have for the right of its signer.
    private static let maximumFoundations = 16

    /// The statements that the right of a statement's signers rests on, up to a key of the genesis,
    /// and those of the type that it follows, each with its leaf: grants, and proposals that
    /// admitted a member or adopted a type after the genesis.
    func foundations(
        of statement: ArraySlice<UInt8>,
        at leafIndex: UInt64
    ) throws(StorageError) -> [(leaf: UInt64, statement: ArraySlice<UInt8>)] {
        guard let signed = try? SignedStatement(decoding: statement) else { return [] }
        let draft = try? signed.draft()
        var pending = [
            right(of: signed, before: leafIndex), adoption(of: signed),
            draft.flatMap { right(of: $0, before: leafIndex) },
        ].compactMap { $0 }
        var foundations: [(leaf: UInt64, statement: ArraySlice<UInt8>)] = []
        while let leaf = pending.popLast(), foundations.count < Self.maximumFoundations {
            guard !foundations.contains(where: { $0.leaf == leaf }),
                let height = history.height(ofLeaf: leaf),
                let found = try self.statement(at: leaf, height: height),
                let signed = try? SignedStatement(decoding: found.statement)
            else { continue }
            foundations.append((leaf, found.statement[...]))
            if let next = right(of: signed, before: leaf) { pending.append(next) }
        }
        return foundations
    }

    /// The leaf that gave the signer's key its right; nil for keys of the genesis.
    ///
    /// A member's founding key signs its own grant, so a grant counts only for what comes after it.
    private func right(of statement: SignedStatement, before leaf: UInt64) -> UInt64? {
        let key = statement.header.keyIdentifier
        if let grant = history.grant(of: key), grant < leaf { return grant }
        return charter.foundingKeys.first { $0.identifier == key }?.leafIndex
    }

    /// The leaf of the proposal that adopted a certificate's type; nil for those of the genesis.
    private func adoption(of statement: SignedStatement) -> UInt64? {
        guard statement.header.kind == .certificate,
            let claims = try? CertificateClaims(decoding: statement.payload)
        else { return nil }
        let isOriginal = setting.genesis.certificateDefinition(claims.type) != nil
        guard !isOriginal || claims.typeVersion > 1 else { return nil }
        return charter.certificateRows
            .first { $0.code == claims.type && $0.version == claims.typeVersion }?.leafIndex
    }
}
