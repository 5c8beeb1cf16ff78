import Cryptography
package import Ledger

/// Checks files against a ledger, trusting nothing but its genesis.
///
/// ```swift
/// let verifier = try Verifier(genesis: genesisBytes)
/// let verdict = verifier.verify(fileBytes, policy: VerificationPolicy(nowMs: now))
/// if verdict.conclusion == .valid { … }
/// ```
///
/// It needs no network, no clock and no key. One verifier serves any number of files and threads.
public struct Verifier: Sendable {
    private let genesis: Genesis

    /// Reads the bytes of genesis.json, whose digest is the ledger's name.
    public init(genesis bytes: [UInt8]) throws(VerifierError) {
        do { genesis = try Genesis(bytes: bytes) } catch {
            throw VerifierError(code: error.code, english: error.english, chinese: error.chinese)
        }
    }

    /// The verifier of a genesis that has been read already.
    package init(_ genesis: Genesis) {
        self.genesis = genesis
    }

    /// The ledger's name: the digest of its genesis, in hexadecimal.
    public var ledgerIdentifier: String { genesis.chainID.hexadecimal }

    /// The ledger's name for people.
    public var ledgerName: String { genesis.document.name }

    /// Verifies the bytes of one file, and whether `document` is what goes with it.
    public func verify(
        _ bytes: [UInt8],
        document: [UInt8]? = nil,
        policy: VerificationPolicy
    ) -> Verdict {
        var report = Report()
        do {
            try Examiner(genesis: genesis, policy: policy, document: document)
                .examine(bytes, into: &report)
        } catch {
            // The report has the objection already; it ended the examination.
        }
        return Verdict(report)
    }
}

extension Verifier {
    /// The newest validators that changes since the genesis lead to; nil when a change was not
    /// decided by a quorum of the validators before it.
    package func validators(after hops: [Hop]) -> ValidatorSet? {
        let policy = VerificationPolicy(nowMs: 0)
        let examiner = Examiner(genesis: genesis, policy: policy, document: nil)
        return try? examiner.validators(after: hops).value.epochs.last?.set
    }
}

/// Why a genesis cannot be used.
public struct VerifierError: Error, Hashable, Sendable {
    /// The stable name printed in logs and matched by tools.
    public let code: String
    /// One English sentence for people.
    public let english: String
    /// One Chinese sentence for people.
    public let chinese: String
}
