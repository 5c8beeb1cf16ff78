package import Catalogue
import Console
package import Cryptography
import JSON
package import Ledger
import NodeCore

/// Makes a whole network on one machine: keys, genesis, node homes and agency folders.
///
/// In service every agency would make its own keys and send the public ones; here one command plays
/// all of them, so that the first look at the ledger needs no meeting.
package struct NetworkMaker: Sendable {
    /// The data that the network starts from.
    package let catalogue: Catalogue
    /// Who takes part.
    package let consortium: Consortium
    /// The nodes that vote, then those that follow.
    package let plans: [NodePlan]
    /// How many of the plans vote.
    package let validatorCount: Int
    /// The algorithms of the chain.
    package let suite: Suite
    /// The folder that is made.
    package let folder: NetworkFolder

    /// Describes a network.
    package init(
        catalogue: Catalogue,
        consortium: Consortium,
        validators: [NodePlan],
        observers: [NodePlan],
        suite: Suite,
        folder: NetworkFolder
    ) {
        self.catalogue = catalogue
        self.consortium = consortium
        self.plans = validators + observers
        self.validatorCount = validators.count
        self.suite = suite
        self.folder = folder
    }

    /// Makes everything, and returns the genesis; refuses a folder that is there already.
    package func make(nowMs: UInt64) throws(ClientError) -> Genesis {
        guard !Folder.exists(folder.path) else { throw .exists(path: folder.path) }
        var grants: [KeyGrant] = []
        for member in consortium.members { grants += try makeAgency(member) }
        let homes = HomeMaker(folder, suite: suite)
        var nodes: [NodeEntry] = []
        for (index, plan) in plans.enumerated() {
            nodes.append(try homes.make(plan, among: plans, votes: index < validatorCount))
        }
        let document = GenesisDocument(
            suite: suite,
            name: consortium.name,
            createdMs: nowMs,
            catalogueDigest: catalogue.digest(suite),
            members: consortium.members,
            nodes: nodes,
            grants: grants,
            certificateTypes: catalogue.certificateTypes.map(CertificateDefinition.init),
            governance: consortium.governance,
            limits: consortium.limits
        )
        let bytes = document.encoded
        let genesis: Genesis
        do {
            genesis = try Genesis(bytes: bytes)
        } catch {
            throw .unusable(
                path: folder.genesis,
                reason: Phrase(error.english, error.chinese)
            )
        }
        try OutputFile.write(bytes, to: folder.genesis)
        try OutputFile.write(catalogue.canonicalBytes, to: folder.catalogue)
        for plan in plans {
            let home = folder.home(plan.name)
            try OutputFile.write(bytes, to: home.genesis)
            try OutputFile.write(catalogue.canonicalBytes, to: home.catalogue)
        }
        return genesis
    }

    /// The keys of a member: one to govern with, one for its officer.
    private func makeAgency(_ member: Member) throws(ClientError) -> [KeyGrant] {
        try Folder.create(folder.agency(member.code), permissions: 0o700)
        let administration = SigningKey(generating: suite)
        let officer = SigningKey(generating: suite)
        do throws(CryptographyError) {
            try KeyFile.write(administration.pem(), to: folder.administrationKey(member.code))
            try KeyFile.write(officer.pem(), to: folder.officerKey(member.code))
            try KeyFile.write(SecureRandom.bytes(32), to: folder.tagKey(member.code))
        } catch {
            throw .key(error)
        }
        let categories = catalogue.categories.filter { $0.source == member.role }.map(\.code)
        let certificates = catalogue.certificateTypes.filter { $0.issuer == member.role }
            .map(\.code)
        return [
            KeyGrant(
                member: member.code,
                key: administration.publicKey,
                scope: Scope(categories: .only([]), certificates: .only([]), administration: true)
            ),
            KeyGrant(
                member: member.code,
                key: officer.publicKey,
                scope: Scope(categories: .only(categories), certificates: .only(certificates))
            ),
        ]
    }
}
