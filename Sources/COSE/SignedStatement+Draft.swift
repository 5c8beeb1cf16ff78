package import CBOR

// Two persons under one statement: an officer's draft stands in the approver's protected header.
//
//     18([ << { …, -70003: h'draft' } >>, {}, h'payload', h'signature' ])
//     draft = 18([ << header >>, {}, nil, h'signature' ])
//
// Both signatures are over the same payload; the approver's covers the draft as well.

extension SignedStatement {
    /// The draft that the statement approves, with the payload that both have; nil when it approves
    /// none.
    package func draft() throws(COSEError) -> SignedStatement? {
        let label = CBORValue(HeaderLabel.draft)
        guard let value = header.extra.first(where: { $0.key == label })?.value else { return nil }
        guard case .bytes(let bytes) = value else { throw .encoding(.unexpectedType(at: 0)) }
        return try SignedStatement(decoding: bytes, payload: payload)
    }

    /// Decodes a statement whose payload is detached, and puts both together.
    package init(decoding bytes: [UInt8], payload: ArraySlice<UInt8>) throws(COSEError) {
        let message = try Sign1(decoding: bytes[...])
        guard message.payload == nil else { throw .payloadMisplaced }
        guard message.unprotected.elementsEqual(Sign1.emptyMap) else { throw .unprotectedNotEmpty }
        try self.init(
            emptying: Sign1(
                protected: message.protected,
                unprotected: message.unprotected,
                payload: payload,
                signature: message.signature
            )
        )
    }

    /// The statement without its payload, as an approver's header carries a draft.
    package var detached: [UInt8] {
        Sign1(
            protected: protected,
            unprotected: Sign1.emptyMap[...],
            payload: nil,
            signature: signature
        ).encoded
    }

    /// The header parameter under which an approver's statement carries this draft.
    package var asApproved: CBORPair { CBORPair(HeaderLabel.draft, .bytes(detached)) }
}
