import Catalogue
import Cryptography
import JSON
import Ledger
import NodeCore
import Storage

/// The files of a node's home, each read with an error that names it.
struct HomeFiles {
    private let home: NodeHome
    private let fileSystem = PosixFileSystem()

    init(_ home: NodeHome) { self.home = home }

    func lock() throws(StartError) -> HomeLock {
        do { return try HomeLock(home: home.path, fileSystem: fileSystem) } catch {
            throw .storage(error)
        }
    }

    func configuration() throws(StartError) -> NodeConfiguration {
        let bytes = try contents(home.configuration)
        do { return try NodeConfiguration(decoding: bytes) } catch {
            throw .configuration(path: home.configuration, error)
        }
    }

    func genesis() throws(StartError) -> Genesis {
        let bytes = try contents(home.genesis)
        do { return try Genesis(bytes: bytes) } catch { throw .genesis(error) }
    }

    func catalogue(_ genesis: Genesis) throws(StartError) -> Catalogue {
        let bytes = try contents(home.catalogue)
        let catalogue: Catalogue
        do { catalogue = try Catalogue(try CatalogueDocument(canonical: bytes)) } catch {
            throw .catalogue(error)
        }
        do { try genesis.check(catalogue) } catch { throw .genesis(error) }
        return catalogue
    }

    /// The TLS key, which must be the one that the genesis registers for this node.
    func identity(of entry: NodeEntry) throws(StartError) -> TransportIdentity {
        let identity: TransportIdentity
        do throws(CryptographyError) {
            identity = try TransportIdentity(
                certificatePEM: try KeyFile.read(home.transportCertificate),
                keyPEM: try KeyFile.read(home.transportKey)
            )
        } catch { throw .key(error) }
        guard identity.publicKey == entry.transportKey else {
            throw .keyMismatch(path: home.transportKey, node: entry.name)
        }
        return identity
    }

    /// The vote key of a validator; nil for an observer.
    func signer(of entry: NodeEntry, _ suite: Suite) throws(StartError) -> SigningKey? {
        guard let expected = entry.voteKey else { return nil }
        let key: SigningKey
        do { key = try KeyFile.signingKey(at: home.voteKey, passphrase: nil) } catch {
            throw .key(error)
        }
        guard key.publicKey == expected else {
            throw .keyMismatch(path: home.voteKey, node: entry.name)
        }
        return key
    }

    private func contents(_ path: String) throws(StartError) -> [UInt8] {
        let bytes: [UInt8]?
        do { bytes = try fileSystem.contents(path) } catch { throw .storage(error) }
        guard let bytes else { throw .missingFile(path: path) }
        return bytes
    }
}
