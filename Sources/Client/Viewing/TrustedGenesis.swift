import Console
package import Cryptography
package import Ledger

/// The genesis that a certificate is checked against.
///
/// Never one of the current folder unless it was named: whoever sends a forged file would send
/// along the genesis to check it with.
package enum TrustedGenesis {
    /// The named file, or else that of the network whose folder was named, or the one that the
    /// reader or the machine has installed.
    package static func find(
        named path: String?,
        folder: NetworkFolder?,
        installed places: [String] = TrustedFile.places(of: "genesis.json"),
        here: NetworkFolder = NetworkFolder(NetworkFolder.standardPath)
    ) throws(ClientError) -> Genesis {
        if let path { return try Network.genesis(at: path) }
        if let folder { return try Network.genesis(at: folder.genesis) }
        for place in places where Folder.exists(place) { return try Network.genesis(at: place) }
        throw .noGenesis(untrusted: Folder.exists(here.genesis) ? here.genesis : nil)
    }

    /// The suite of the ledger that a new key is for: of the file or folder that was named, else of
    /// the network in the current folder or the installed genesis; nil where there is none.
    ///
    /// Nothing is trusted for it: a key of the wrong suite is refused where it is used.
    package static func suiteOfNewKey(
        named path: String?,
        folder: NetworkFolder?,
        installed places: [String] = TrustedFile.places(of: "genesis.json"),
        here: NetworkFolder = NetworkFolder(NetworkFolder.standardPath)
    ) throws(ClientError) -> Suite? {
        if let path = path ?? folder?.genesis { return try Network.genesis(at: path).suite }
        let found = ([here.genesis] + places).first { Folder.exists($0) }
        return try found.map { (path) throws(ClientError) in try Network.genesis(at: path).suite }
    }
}
