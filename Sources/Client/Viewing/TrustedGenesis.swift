import Console
package import Ledger

/// The genesis that a certificate is checked against.
package enum TrustedGenesis {
    /// The named file, or else the network's when its folder was named, the reader's own trusted
    /// one, or that of a network in this folder.
    package static func find(
        named path: String?,
        folder: NetworkFolder?
    ) throws(ClientError) -> Genesis {
        if let path { return try Network.genesis(at: path) }
        if let folder { return try Network.genesis(at: folder.genesis) }
        let here = NetworkFolder(NetworkFolder.standardPath).genesis
        for place in TrustedFile.places(of: "genesis.json") where Folder.exists(place) {
            return try Network.genesis(at: place)
        }
        return try Network.genesis(at: here)
    }
}
