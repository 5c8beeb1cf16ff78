import COSE
import Catalogue
import Cryptography

extension StatementInspector {
    func inspectBallot(_ statement: SignedStatement) throws(LedgerError) -> Ballot {
        let ballot: Ballot
        do {
            ballot = try Ballot(decoding: statement.payload)
        } catch { throw LedgerError(.statement(.malformedPayload(error))) }
        try checkSubject(of: statement, is: ballot.proposal.hexadecimal)
        return ballot
    }

    func inspectProposal(_ statement: SignedStatement) throws(LedgerError) -> InspectedProposal {
        let proposal: Proposal
        do {
            proposal = try Proposal(decoding: statement.payload)
        } catch { throw LedgerError(.statement(.malformedPayload(error))) }
        try checkSubject(of: statement, is: Proposal.subject)
        try Limit.reasonBytes.check(proposal.reason.utf8.count, charter.limits.reasonBytes)
        do {
            return try inspect(proposal)
        } catch { throw LedgerError(.governance(error)) }
    }

    private func inspect(
        _ proposal: Proposal
    ) throws(GovernanceViolation) -> InspectedProposal {
        guard !proposal.reason.allSatisfy(\.isWhitespace) else { throw .noReason }
        guard !proposal.changes.isEmpty else { throw .noChanges }
        guard proposal.changes.count <= Proposal.maximumChanges else {
            throw .tooManyChanges(allowed: Proposal.maximumChanges)
        }
        var facts: [InspectedProposal.Fact] = []
        for (index, change) in proposal.changes.enumerated() {
            let subject = change.subject
            guard !proposal.changes[..<index].contains(where: { $0.subject == subject }) else {
                throw .contradiction(subject: subject)
            }
            facts.append(try inspect(change))
        }
        return InspectedProposal(proposal: proposal, facts: facts)
    }

    private func inspect(
        _ change: CharterChange
    ) throws(GovernanceViolation) -> InspectedProposal.Fact {
        switch change {
        case .admitMember(let member, let key): try inspect(member, key)
        case .addValidator(let seat), .replaceValidator(_, let seat), .rekeyValidator(let seat):
            try inspect(seat)
        case .category(let row): return try category(row)
        case .certificateType(let row): return try certificateType(row)
        case .removeMember, .removeValidator, .limit, .rules: break
        }
        return .none
    }

    private func inspect(
        _ member: Member,
        _ key: PublicKey
    ) throws(GovernanceViolation) {
        try checkName(member.code, "code")
        guard catalogue.agency(member.role) != nil else {
            throw .badName(what: "role", value: member.role)
        }
        for name in [member.nameZh, member.nameEn] {
            guard 1...Validator.maximumTextBytes ~= name.utf8.count,
                !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
            else { throw .badName(what: "name", value: name) }
        }
        guard Member.isCreditCode(member.uscc) else {
            throw .badName(what: "credit code", value: member.uscc)
        }
        guard (try? VerificationKey(key, suite: genesis.suite)) != nil else {
            throw .keyNotOnCurve(of: member.code)
        }
    }

    private func inspect(_ seat: NodeSeat) throws(GovernanceViolation) {
        try checkName(seat.name, "node name")
        if let address = seat.address { try checkName(address, "address") }
        try seat.check(genesis.chain)
    }

    /// Names of new things are plain ASCII, so that no two look the same.
    private func checkName(_ name: String, _ what: String) throws(GovernanceViolation) {
        guard 1...64 ~= name.utf8.count, name.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else {
            throw .badName(what: what, value: name)
        }
    }

    private func category(
        _ row: CatalogueRow
    ) throws(GovernanceViolation) -> InspectedProposal.Fact {
        let rows: Catalogue
        do {
            rows = try original.understanding(categories: [row.json], certificateTypes: [])
        } catch { throw .badRow(error) }
        guard rows.categories.map(\.code) == [row.code] else {
            throw .rowMismatch(code: row.code)
        }
        return .category(isOriginal: original.category(row.code) != nil)
    }

    private func certificateType(
        _ row: CatalogueRow
    ) throws(GovernanceViolation) -> InspectedProposal.Fact {
        let rows: Catalogue
        do {
            rows = try original.understanding(categories: [], certificateTypes: [row.json])
        } catch { throw .badRow(error) }
        guard let type = rows.certificateTypes.first, type.code == row.code else {
            throw .rowMismatch(code: row.code)
        }
        return .certificateType(CertificateDefinition(type))
    }
}
