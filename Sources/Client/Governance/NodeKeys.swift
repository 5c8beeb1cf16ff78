import Console
package import Cryptography
import Glibc
import JSON
package import Ledger
package import NodeCore

/// The keys in a node's home, for those who bring the node into governance.
///
/// A new voting key lies beside the old one until governance decided on it; the node finds the key
/// of each epoch by its public half. Private keys never leave the home.
package struct NodeKeys {
    private let home: NodeHome
    private let suite: Suite

    /// The keys of a home.
    package init(_ home: NodeHome, suite: Suite) {
        self.home = home
        self.suite = suite
    }

    /// Makes a voting key beside the others, readable by its owner alone; answers with its path.
    package func makeVoteKey() throws(ClientError) -> (key: SigningKey, path: String) {
        let key = SigningKey(generating: suite)
        let path = "\(home.keys)/vote-\(key.identifier.hexadecimal.prefix(16)).pem"
        do {
            try KeyFile.write(key.pem(), to: path)
        } catch { throw .key(error) }
        return (key, path)
    }

    /// Takes back a key that nobody will hear of.
    package func remove(_ path: String) {
        precondition(path.hasPrefix(home.keys + "/vote-"), "the first voting key stays")
        // Safe: the path becomes a terminated string for the length of the call.
        _ = unsafe unlink(path)
    }

    /// The voting key that the home began with.
    package func voteKey() throws(ClientError) -> SigningKey {
        do {
            return try KeyFile.signingKey(at: home.voteKey)
        } catch { throw .key(error) }
    }

    /// Describes the node with this voting key, and proves that the key is at hand.
    ///
    /// `member` is the member that the ledger names, or the one to which a new node belongs.
    package func seat(
        voteKey: SigningKey,
        member: String,
        chain: ChainIdentity
    ) throws(ClientError) -> NodeSeat {
        let configuration = try NetworkFolder.document(home.configuration)
        guard let name = configuration["name"]?.string else {
            throw .malformed(
                path: home.configuration,
                reason: Phrase("name is missing", "缺少 name")
            )
        }
        let identity: TransportIdentity
        do throws(CryptographyError) {
            identity = try TransportIdentity(
                certificatePEM: try KeyFile.read(home.transportCertificate),
                keyPEM: try KeyFile.read(home.transportKey)
            )
        } catch { throw .key(error) }
        var address: String?
        if let host = configuration["host"]?.string, let port = configuration["peerPort"]?.integer {
            address = "\(host):\(port)"
        }
        return NodeSeat(
            member: member,
            name: name,
            voteKey: voteKey,
            transportKey: identity.publicKey,
            address: address,
            chain: chain
        )
    }

    /// The name in the node's configuration.
    package func name() throws(ClientError) -> String? {
        try NetworkFolder.document(home.configuration)["name"]?.string
    }
}
