import Console
package import Cryptography
import JSON
package import Ledger
package import NodeCore

/// Makes homes of nodes: keys, configuration, and what every node starts from.
package struct HomeMaker: Sendable {
    private let folder: NetworkFolder
    private let suite: Suite

    /// A maker for a network's folder.
    package init(_ folder: NetworkFolder, suite: Suite) {
        self.folder = folder
        self.suite = suite
    }

    /// The home of a node with its keys; the vote key makes it a validator.
    package func make(
        _ plan: NodePlan,
        among plans: [NodePlan],
        votes: Bool
    ) throws(ClientError) -> NodeEntry {
        let home = folder.home(plan.name)
        try Folder.create(home.keys, permissions: 0o700)
        var voteKey: SigningKey?
        let identity: TransportIdentity
        do throws(CryptographyError) {
            identity = try TransportIdentity.generate(commonName: plan.name)
            try KeyFile.write(identity.keyPEM, to: home.transportKey)
            try KeyFile.write(identity.certificatePEM, to: home.transportCertificate)
            if votes {
                let key = SigningKey(generating: suite)
                try KeyFile.write(key.pem(), to: home.voteKey)
                voteKey = key
            }
        } catch {
            throw .key(error)
        }
        try OutputFile.write(
            JSONText.pretty(plan.configuration(among: plans)) + "\n",
            to: home.configuration
        )
        try OutputFile.write("", to: home.firstStart)
        return NodeEntry(
            name: plan.name,
            member: plan.member,
            voteKey: voteKey?.publicKey,
            transportKey: identity.publicKey
        )
    }

    /// A home for a node that joins a network: it knows the others by their configurations.
    ///
    /// The network learns of the node by governance; until then nobody lets it in.
    package func add(_ plan: NodePlan) throws(ClientError) -> NodeHome {
        let home = folder.home(plan.name)
        guard !Folder.exists(home.path) else { throw .exists(path: home.path) }
        var plans: [NodePlan] = []
        for name in folder.nodes {
            let path = folder.home(name).configuration
            let value = try NetworkFolder.document(path)
            do {
                plans.append(try NodePlan(configuration: value))
            } catch { throw .unusable(path: path, reason: Phrase(error.english, error.chinese)) }
        }
        _ = try make(plan, among: plans, votes: true)
        for (source, target) in [
            (folder.genesis, home.genesis), (folder.catalogue, home.catalogue),
        ] {
            let bytes: [UInt8]
            do { bytes = try InputFile.read(source) } catch { throw .input(error) }
            try OutputFile.write(bytes, to: target)
        }
        return home
    }
}
