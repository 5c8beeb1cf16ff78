import Cryptography

extension Charter {
    /// The charter of the next epoch, if every change is possible after the ones before it.
    ///
    /// `height` and `timeMs` are those of the block that would enact it, `leafIndex` is that of the
    /// proposal.
    package func amended(
        by content: InspectedProposal,
        at leafIndex: UInt64,
        height: UInt64,
        timeMs: UInt64
    ) throws(GovernanceViolation) -> Charter {
        var next = self
        for (change, fact) in zip(content.proposal.changes, content.facts) {
            try next.apply(change, fact, at: leafIndex, height: height)
        }
        next.replay.adopt(next.limits, after: limits, timeMs: timeMs)
        if next.limits != limits || next.categoryRows != categoryRows
            || next.certificateRows != certificateRows
        {
            next.inspectionEpoch = epoch + 1
        }
        next.validators = try next.validatorSet(epoch: epoch + 1)
        next.earlierValidators = (earlierValidators + [validators])
            .suffix(Int(AccusationRegister.epochs))
        let count = next.validators.count
        guard count >= 4 || count >= validators.count || content.proposal.acceptsFewValidators
        else { throw .tooFewValidators(count: count) }
        guard !next.governorIndexes.isEmpty else { throw .nobodyGoverns }
        return next
    }

    private mutating func apply(
        _ change: CharterChange,
        _ fact: InspectedProposal.Fact,
        at leafIndex: UInt64,
        height: UInt64
    ) throws(GovernanceViolation) {
        switch change {
        case .admitMember(let member, let key): try admit(member, key, at: leafIndex)
        case .removeMember(let code): try remove(memberCode: code)
        case .addValidator(let seat): try add(seat)
        case .replaceValidator(let name, let seat): try replace(name, by: seat)
        case .rekeyValidator(let seat): try rekey(seat)
        case .removeValidator(let name): try withdraw(name)
        case .category(let row), .certificateType(let row):
            try adopt(row, fact, at: leafIndex)
        case .limit(let name, let value): try setLimit(name, value)
        case .rules(let version, let from):
            try rules.append(version: version, from: from, afterHeight: height)
        }
    }

    // MARK: Members

    private mutating func admit(
        _ member: Member,
        _ key: PublicKey,
        at leafIndex: UInt64
    ) throws(GovernanceViolation) {
        guard !members.contains(where: { $0.code == member.code }) else {
            throw .memberExists(code: member.code)
        }
        guard !members.contains(where: { $0.uscc == member.uscc }) else {
            throw .memberExists(code: member.uscc)
        }
        guard members.count < RecordKey.maximumMembers else {
            throw .tooMany(what: "members", limit: UInt64(RecordKey.maximumMembers))
        }
        let identifier = chain.suite.keyIdentifier(of: key)
        guard !foundingKeys.contains(where: { $0.identifier == identifier }),
            !isInUse(key)
        else { throw .keyInUse(by: member.code) }
        foundingKeys.append(
            FoundingKey(
                memberIndex: members.count,
                key: key,
                identifier: identifier,
                leafIndex: leafIndex
            )
        )
        members.append(member)
    }

    private mutating func remove(memberCode code: String) throws(GovernanceViolation) {
        let index = try position(ofMember: code)
        guard !nodes.contains(where: { $0.member == code && $0.isValidator }) else {
            throw .memberRunsValidator(code: code)
        }
        nodes.removeAll { $0.member == code }
        removedMembers.append(index)
        removedMembers.sort()
    }

    private func position(ofMember code: String) throws(GovernanceViolation) -> Int {
        guard let index = memberIndex(code: code), isMember(index) else {
            throw .unknownMember(code: code)
        }
        return index
    }

    // MARK: Validators

    private mutating func add(_ seat: NodeSeat) throws(GovernanceViolation) {
        _ = try position(ofMember: seat.member)
        try checkOneSeat(seat.member)
        let follower = nodes.firstIndex { $0.name == seat.name }
        if let follower {
            guard nodes[follower].member == seat.member, !nodes[follower].isValidator else {
                throw .nodeExists(name: seat.name)
            }
        }
        try checkKeys(of: seat, except: follower)
        usedVoteKeys.append(seat.voteKey)
        if let follower { nodes[follower] = seat.entry } else { nodes.append(seat.entry) }
    }

    private mutating func replace(
        _ name: String,
        by seat: NodeSeat
    ) throws(GovernanceViolation) {
        let index = try position(ofValidator: name, member: seat.member)
        guard seat.name != name else { throw .nodeExists(name: seat.name) }
        try withdraw(name)
        try add(seat)
        // The seat keeps its place in the order, so that the others keep their indexes.
        if let added = nodes.firstIndex(where: { $0.name == seat.name }) {
            nodes.swapAt(index, added)
        }
    }

    private mutating func rekey(_ seat: NodeSeat) throws(GovernanceViolation) {
        let index = try position(ofValidator: seat.name, member: seat.member)
        try checkKeys(of: seat, except: index)
        usedVoteKeys.append(seat.voteKey)
        nodes[index] = NodeEntry(
            name: seat.name,
            member: seat.member,
            voteKey: seat.voteKey,
            transportKey: seat.transportKey,
            address: seat.address ?? nodes[index].address
        )
    }

    private mutating func withdraw(_ name: String) throws(GovernanceViolation) {
        guard let index = nodes.firstIndex(where: { $0.name == name }), nodes[index].isValidator
        else { throw .unknownValidator(name: name) }
        let node = nodes[index]
        nodes[index] = NodeEntry(
            name: node.name,
            member: node.member,
            voteKey: nil,
            transportKey: node.transportKey,
            address: node.address
        )
    }

    private func position(
        ofValidator name: String,
        member: String
    ) throws(GovernanceViolation) -> Int {
        guard let index = nodes.firstIndex(where: { $0.name == name }), nodes[index].isValidator,
            nodes[index].member == member
        else { throw .unknownValidator(name: name) }
        return index
    }

    private func checkOneSeat(_ member: String) throws(GovernanceViolation) {
        guard !nodes.contains(where: { $0.member == member && $0.isValidator }) else {
            throw .memberHasValidator(code: member)
        }
    }

    /// Keys belong to one node; a key that ever voted never votes again.
    private func checkKeys(
        of seat: NodeSeat,
        except index: Int?
    ) throws(GovernanceViolation) {
        let taken = nodes.indices.contains { other in
            other != index && nodes[other].transportKey == seat.transportKey
        }
        guard !taken, seat.voteKey != seat.transportKey, !isInUse(seat.voteKey),
            !foundingKeys.contains(where: { $0.key == seat.voteKey })
        else { throw .keyInUse(by: seat.name) }
    }

    private func isInUse(_ key: PublicKey) -> Bool {
        usedVoteKeys.contains(key) || nodes.contains { $0.transportKey == key }
    }

    private func validatorSet(epoch: UInt64) throws(GovernanceViolation) -> ValidatorSet {
        var validators: [Validator] = []
        for node in nodes {
            guard let voteKey = node.voteKey else { continue }
            let member = members[try position(ofMember: node.member)]
            validators.append(
                Validator(
                    member: member.issuer,
                    voteKey: voteKey,
                    transportKey: node.transportKey,
                    name: node.name
                )
            )
        }
        guard UInt64(validators.count) <= limits.validators else {
            throw .tooMany(what: "validators", limit: limits.validators)
        }
        do {
            return try ValidatorSet(epoch: epoch, validators: validators)
        } catch { throw .validators(error) }
    }

    // MARK: Catalogue and parameters

    private mutating func adopt(
        _ row: CatalogueRow,
        _ fact: InspectedProposal.Fact,
        at leafIndex: UInt64
    ) throws(GovernanceViolation) {
        switch fact {
        case .category(let isOriginal):
            let adopted = categoryRows.last { $0.code == row.code }?.version
            try check(row, follows: adopted ?? (isOriginal ? 1 : 0))
            guard categoryRows.count < RecordKey.maximumCategories / 2 else {
                throw .tooMany(what: "categories", limit: UInt64(RecordKey.maximumCategories / 2))
            }
            categoryRows.append(AdoptedRow(row: row, leafIndex: leafIndex))
        case .certificateType(let definition):
            try check(row, follows: certificateType(row.code)?.version ?? 0)
            let adopted = VersionedDefinition(version: row.version, definition: definition)
            let index = certificateTypes.firstIndex { $0.definition.code == row.code }
            if let index {
                certificateTypes[index] = adopted
            } else {
                certificateTypes.append(adopted)
            }
            certificateRows.append(AdoptedRow(row: row, leafIndex: leafIndex))
        case .none: throw .contradiction(subject: row.code)
        }
    }

    private func check(
        _ row: CatalogueRow,
        follows version: UInt64
    ) throws(GovernanceViolation) {
        guard row.version == version + 1 else {
            throw .versionOutOfOrder(subject: row.code, expected: version + 1, found: row.version)
        }
    }

    private mutating func setLimit(
        _ name: String,
        _ value: UInt64
    ) throws(GovernanceViolation) {
        guard let entry = Limits.table.first(where: { $0.name == name }) else {
            throw .unknownLimit(name: name)
        }
        guard entry.allowed.contains(value) else {
            throw .limitOutOfRange(
                name: name,
                value: value,
                low: entry.allowed.lowerBound,
                high: entry.allowed.upperBound
            )
        }
        limits[keyPath: entry.path] = value
    }
}
