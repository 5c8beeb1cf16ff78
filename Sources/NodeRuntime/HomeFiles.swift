import Catalogue
import Cryptography
import Glibc
import JSON
import Ledger
import NodeCore
import Storage

/// The files of a node's home, each read with an error that names it.
struct HomeFiles {
    private let home: NodeHome
    private let fileSystem = PosixFileSystem()

    init(_ home: NodeHome) { self.home = home }

    /// The lock on the home; who was just killed may take two seconds to go.
    func lock() throws(StartError) -> HomeLock {
        var looksLeft = 100
        do {
            return try HomeLock(home: home.path, fileSystem: fileSystem) {
                usleep(20_000)
                looksLeft -= 1
                return looksLeft > 0
            }
        } catch { throw .storage(error) }
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

    /// The TLS key and certificate.
    func identity() throws(StartError) -> TransportIdentity {
        do throws(CryptographyError) {
            return try TransportIdentity(
                certificatePEM: try KeyFile.read(home.transportCertificate),
                keyPEM: try KeyFile.read(home.transportKey)
            )
        } catch { throw .key(error) }
    }

    /// Refuses a home whose keys are not the ones that the ledger registers for the node.
    func check(_ identity: TransportIdentity, for entry: NodeEntry) throws(StartError) {
        guard identity.publicKey == entry.transportKey else {
            throw .keyMismatch(path: home.transportKey, node: entry.name)
        }
        guard let voteKey = entry.voteKey, VoteKeyFolder(home).key(for: voteKey) == nil else {
            return
        }
        // Says what is wrong with the file that a home begins with, before it is called another's.
        do { _ = try KeyFile.signingKey(at: home.voteKey, passphrase: nil) } catch {
            throw .key(error)
        }
        throw .keyMismatch(path: home.voteKey, node: entry.name)
    }

    private func contents(_ path: String) throws(StartError) -> [UInt8] {
        let bytes: [UInt8]?
        do { bytes = try fileSystem.contents(path) } catch { throw .storage(error) }
        guard let bytes else { throw .missingFile(path: path) }
        return bytes
    }
}
