/// Where things lie in the home of a node; `network init` writes them, the node reads them.
///
///     node.json                      configuration
///     genesis.json                   the chain
///     catalogue.cbor                 the catalogue, in its canonical form
///     keys/vote.pem                  the vote key (validators only)
///     keys/transport.pem             the TLS key
///     keys/transport-certificate.pem the TLS certificate
///     ledger/  journal/  lock        written by the node
///     first-start                    there until the node has run once
///     vault/                         sealed fields of certificates, for their holders
///     metrics.prom                   written by the node every few seconds
package struct NodeHome: Hashable, Sendable {
    /// The folder, without a slash at the end.
    package let path: String

    /// The home in a folder.
    package init(_ path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// The configuration.
    package var configuration: String { path + "/node.json" }
    /// The genesis.
    package var genesis: String { path + "/genesis.json" }
    /// The catalogue, in its canonical form.
    package var catalogue: String { path + "/catalogue.cbor" }
    /// The folder of the keys.
    package var keys: String { path + "/keys" }
    /// The vote key, PKCS#8 PEM.
    package var voteKey: String { keys + "/vote.pem" }
    /// The TLS key, PKCS#8 PEM.
    package var transportKey: String { keys + "/transport.pem" }
    /// The TLS certificate, PEM.
    package var transportCertificate: String { keys + "/transport-certificate.pem" }
    /// The block store.
    package var ledger: String { path + "/ledger" }
    /// The vote journal.
    package var journal: String { path + "/journal" }
    /// An empty file that says that the node never ran: only then may its journal be missing.
    package var firstStart: String { path + "/first-start" }
    /// The vault: sealed fields of certificates, for their holders.
    package var vault: String { path + "/vault" }
    /// The metrics, in Prometheus text format.
    package var metrics: String { path + "/metrics.prom" }
}
