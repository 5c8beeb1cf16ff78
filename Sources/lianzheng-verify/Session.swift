import Console
import Evidence

/// The files of one call, with the genesis and the document read once.
struct Session {
    private let policy: VerificationPolicy
    private let refresher: Refresher?
    private let trust: Result<Trust, Obstacle>
    private let document: Result<[UInt8]?, Obstacle>

    /// No file of ours is longer, in bytes; longer ones are not read to the end.
    private static let maximumFileBytes = 8 << 20
    /// The longest document, in bytes.
    private static let maximumDocumentBytes = 1 << 30

    init(genesis: String?, document: String?, refresher: Refresher?, policy: VerificationPolicy) {
        self.policy = policy
        self.refresher = refresher
        trust = Trust.find(genesis)
        self.document = document.map(Self.readDocument) ?? .success(nil)
    }

    /// Verifies one file; `-` is standard input.
    func verify(_ path: String) -> Outcome {
        do throws(Obstacle) {
            var bytes = try read(path)
            let trust = try trust.get()
            let document = try document.get()
            if let refresher {
                bytes = refresher.refresh(bytes, calledBy: path, genesis: trust.path)
            }
            let verdict = trust.verifier.verify(bytes, document: document, policy: policy)
            return Outcome(path, verdict, ledger: trust.verifier.ledgerName)
        } catch {
            return Outcome(path, unread: error.reason, error.wording)
        }
    }

    private func read(_ path: String) throws(Obstacle) -> [UInt8] {
        do {
            return try InputFile.read(path, maximumBytes: Self.maximumFileBytes)
        } catch {
            // Whatever is that long is no file of ours, wherever it comes from.
            var reason = Reason.fileNotRead
            if case .tooLong = error { reason = .unreadable }
            throw Obstacle(reason, Phrase(error.english, error.chinese))
        }
    }

    private static func readDocument(_ path: String) -> Result<[UInt8]?, Obstacle> {
        do {
            return .success(try InputFile.read(path, maximumBytes: maximumDocumentBytes))
        } catch {
            return .failure(Obstacle(.documentNotRead, Phrase(error.english, error.chinese)))
        }
    }
}

/// A genesis that can be used, and where it was found.
struct Trust {
    let verifier: Verifier
    let path: String

    private static let maximumBytes = 8 << 20

    /// The named genesis, or else the first one in the places for trusted files.
    static func find(_ named: String?) -> Result<Trust, Obstacle> {
        let candidates = named.map { [$0] } ?? TrustedFile.places(of: "genesis.json")
        for path in candidates {
            do {
                return read(try InputFile.read(path, maximumBytes: maximumBytes), path)
            } catch {
                if case .notFound = error { continue }
                let wording = Phrase(error.english, error.chinese)
                return .failure(Obstacle(.genesisUnusable, wording))
            }
        }
        let tried = candidates.joined(separator: ", ")
        let wording = Phrase(
            "No genesis file: looked for \(tried). Get it from whoever runs the ledger, "
                + "and name it with --genesis.",
            "没有创世文件：已查找 \(tried)。请向账本运营方索取，并以 --genesis 指明。"
        )
        return .failure(Obstacle(.genesisMissing, wording))
    }

    private static func read(_ bytes: [UInt8], _ path: String) -> Result<Trust, Obstacle> {
        do {
            return .success(Trust(verifier: try Verifier(genesis: bytes), path: path))
        } catch {
            let wording = Phrase("\(path): \(error.english)", "\(path)：\(error.chinese)")
            return .failure(Obstacle(.genesisUnusable, wording))
        }
    }
}

/// Why a file cannot be verified at all.
struct Obstacle: Error {
    let reason: Reason
    let wording: Phrase

    init(_ reason: Reason, _ wording: Phrase) {
        self.reason = reason
        self.wording = wording
    }
}
