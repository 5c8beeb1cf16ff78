package import Catalogue
import Console
import Cryptography
import JSON
package import Ledger
import NodeCore
import Transport

/// A network as a client sees it: the genesis to trust, and where the nodes answer.
package struct Network: Sendable {
    /// The folder that it was read from.
    package let folder: NetworkFolder
    /// The genesis, from which everything else is checked.
    package let genesis: Genesis
    /// The nodes whose address is known: those of the genesis in its order, then later ones.
    package let nodes: [NodeAddress]

    /// Reads a folder that `lianzheng network init` made.
    package init(_ folder: NetworkFolder) throws(ClientError) {
        self.folder = folder
        genesis = try Self.genesis(at: folder.genesis)
        var nodes: [NodeAddress] = []
        for entry in genesis.document.nodes
        where Folder.exists(folder.home(entry.name).configuration) {
            nodes.append(
                NodeAddress(
                    name: entry.name,
                    endpoint: try Self.clientEndpoint(folder.home(entry.name).configuration),
                    transportKey: entry.transportKey
                )
            )
        }
        for name in folder.nodes where !nodes.contains(where: { $0.name == name }) {
            nodes.append(try Self.later(name, in: folder))
        }
        self.nodes = nodes
    }

    /// A node that joined after the genesis; its key is read in its home.
    private static func later(
        _ name: String,
        in folder: NetworkFolder
    ) throws(ClientError) -> NodeAddress {
        let home = folder.home(name)
        let endpoint = try clientEndpoint(home.configuration)
        do throws(CryptographyError) {
            let identity = try TransportIdentity(
                certificatePEM: try KeyFile.read(home.transportCertificate),
                keyPEM: try KeyFile.read(home.transportKey)
            )
            return NodeAddress(name: name, endpoint: endpoint, transportKey: identity.publicKey)
        } catch { throw .key(error) }
    }

    /// Reads a genesis file.
    package static func genesis(at path: String) throws(ClientError) -> Genesis {
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path) } catch { throw .input(error) }
        do {
            return try Genesis(bytes: bytes)
        } catch {
            throw .unusable(path: path, reason: Phrase(error.english, error.chinese))
        }
    }

    /// The member with this code: the genesis's, or one that a node says was admitted since.
    package func member(_ code: String) throws(ClientError) -> Member {
        if let member = genesis.member(code: code) { return member }
        let later: Member?
        do { later = try connect().governance().member(code) } catch { later = nil }
        guard let later else { throw .unknown(kind: Phrase("member", "成员"), name: code) }
        return later
    }

    /// The node with this name.
    package func node(_ name: String) throws(ClientError) -> NodeAddress {
        guard let node = nodes.first(where: { $0.name == name }) else {
            throw .unknown(kind: Phrase("node", "节点"), name: name)
        }
        return node
    }

    /// Connects to a node: the named one, or else the first that answers, beginning with the
    /// member's own.
    package func connect(
        to name: String? = nil,
        for member: String? = nil
    ) throws(ClientError) -> NodeConnection {
        if let name { return try NodeConnection(to: try node(name)) }
        let own = genesis.document.nodes.filter { $0.member == member }.map(\.name)
        let ordered =
            nodes.filter { own.contains($0.name) } + nodes.filter { !own.contains($0.name) }
        var failure = ClientError.unknown(kind: Phrase("node", "节点"), name: folder.path)
        for node in ordered {
            do {
                return try NodeConnection(to: node)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    /// A member's officer, with the key in the member's folder.
    package func signer(_ member: String) throws(ClientError) -> Signer {
        let named = try self.member(member)
        let key = try KeyFile.signingKey(at: folder.officerKey(member), for: genesis.suite)
        return Signer(named, key: key, chain: genesis.chain)
    }

    /// A member's administration, with the key in the member's folder or another one.
    package func administrator(
        _ member: Member,
        key path: String? = nil
    ) throws(ClientError) -> Signer {
        let path = path ?? folder.administrationKey(member.code)
        let key = try KeyFile.signingKey(at: path, for: genesis.suite)
        return Signer(member, key: key, chain: genesis.chain)
    }

    /// The secret from which a member's tags are derived.
    package func tagSecret(of member: String) throws(ClientError) -> [UInt8] {
        do {
            return try KeyFile.read(folder.tagKey(member))
        } catch {
            throw .key(error)
        }
    }

    /// The catalogue that the genesis pins.
    package func catalogue() throws(ClientError) -> Catalogue {
        let bytes: [UInt8]
        do { bytes = try InputFile.read(folder.catalogue) } catch { throw .input(error) }
        let unusable = { (reason: Phrase) in
            ClientError.unusable(path: folder.catalogue, reason: reason)
        }
        let catalogue: Catalogue
        do throws(CatalogueError) {
            catalogue = try Catalogue(try CatalogueDocument(canonical: bytes))
        } catch {
            throw unusable(Phrase(error.english, error.chinese))
        }
        do {
            try genesis.check(catalogue)
        } catch {
            throw unusable(Phrase(error.english, error.chinese))
        }
        return catalogue
    }

    private static func clientEndpoint(_ path: String) throws(ClientError) -> Endpoint {
        let value = try NetworkFolder.document(path)
        guard let host = value["host"]?.string, let number = value["clientPort"]?.integer,
            let port = UInt16(exactly: number)
        else {
            let reason = Phrase("host and clientPort are missing", "缺少 host 和 clientPort")
            throw .unusable(path: path, reason: reason)
        }
        return Endpoint(host: host, port: port)
    }
}
