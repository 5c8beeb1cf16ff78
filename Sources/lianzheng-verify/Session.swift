import Console
import Evidence

/// The files of one call, with every genesis read once.
struct Session {
    private let genesis: String?
    private let policy: VerificationPolicy
    private var verifiers: [String: Result<Verifier, GenesisFailure>] = [:]

    init(genesis: String?, policy: VerificationPolicy) {
        self.genesis = genesis
        self.policy = policy
    }

    /// Verifies one file; `-` is standard input.
    mutating func verify(_ path: String) -> Outcome {
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path, maximumBytes: 8 << 20) } catch {
            return Outcome(path: path, result: .unreadable(Phrase(error.english, error.chinese)))
        }
        switch verifier() {
        case .success(let verifier):
            let verdict = verifier.verify(bytes, policy: policy)
            return Outcome(path: path, result: .verdict(verdict, ledger: verifier.ledgerName))
        case .failure(let failure):
            return Outcome(path: path, result: .noGenesis(failure.reason, failure.wording))
        }
    }

    private mutating func verifier() -> Result<Verifier, GenesisFailure> {
        let candidates = genesis.map { [$0] } ?? TrustedFile.places(of: "genesis.json")
        for candidate in candidates {
            if let known = verifiers[candidate] { return known }
            let result: Result<Verifier, GenesisFailure>
            do {
                let bytes = try InputFile.read(candidate, maximumBytes: 8 << 20)
                result = Self.verifier(of: bytes, path: candidate)
            } catch {
                if case .notFound = error { continue }
                result = .failure(
                    GenesisFailure(.genesisUnusable, Phrase(error.english, error.chinese))
                )
            }
            verifiers[candidate] = result
            return result
        }
        let tried = candidates.joined(separator: ", ")
        return .failure(
            GenesisFailure(
                .genesisMissing,
                Phrase("looked for \(tried)", "已查找：\(tried)")
            )
        )
    }

    private static func verifier(
        of bytes: [UInt8],
        path: String
    ) -> Result<Verifier, GenesisFailure> {
        do { return .success(try Verifier(genesis: bytes)) } catch {
            return .failure(
                GenesisFailure(
                    .genesisUnusable,
                    Phrase("\(path): \(error.english)", "\(path):\(error.chinese)")
                )
            )
        }
    }
}

/// Why there is no verifier.
struct GenesisFailure: Error {
    let reason: Reason
    let wording: Phrase

    init(_ reason: Reason, _ wording: Phrase) {
        self.reason = reason
        self.wording = wording
    }
}
