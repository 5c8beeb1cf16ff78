import CBOR
import COSE
import Cryptography
import Ledger
import Storage

// MARK: - Depositing

extension Node {
    /// Keeps what an issuer's officer deposits for the holder of a certificate.
    func deposit(_ bytes: [UInt8], _ waiter: Waiter) {
        do throws(Refusal) {
            let entry = try verifiedDeposit(bytes)
            guard !disk.isFull else { throw .diskFull }
            let limit = setting.options.depositsPerClient
            guard vault.countDeposit(of: waiter.client, limit: limit) else { throw .depositQuota }
            counters.deposits += 1
            start(.write(name(of: entry.certificate), entry.encoded), .deposit, waiter)
        } catch {
            refuse(waiter, error)
        }
    }

    /// The entry of a deposit that is for this node, by an officer who may issue the certificate.
    private func verifiedDeposit(_ bytes: [UInt8]) throws(Refusal) -> VaultEntry {
        let (statement, grant) = try officer(signing: bytes, .deposit)
        let deposit: VaultDeposit
        do throws(CBORError) { deposit = try VaultDeposit(decoding: statement.payload) } catch {
            throw .badDeposit(error.english, error.chinese)
        }
        let entry = deposit.entry
        guard deposit.node == setting.name, statement.header.subject == entry.certificate else {
            throw .queryForAnother
        }
        do throws(CryptographyError) {
            if let holder = entry.holder { _ = try VerificationKey(holder, suite: suite) }
        } catch { throw .badDeposit(error.english, error.chinese) }
        guard let leaf = history.leaf(ofCertificate: entry.certificate),
            let target = blocks.state.finalized.target(at: leaf),
            case .certificate(let type, _) = target.kind
        else { throw .unknownCertificate(entry.certificate) }
        guard target.memberIndex == grant.memberIndex,
            grant.grant.scope.certificates.contains(type)
        else { throw .notTheIssuer }
        return entry
    }
}

// MARK: - Claiming

extension Node {
    /// Hands out an entry for the token that follows from its claim code.
    ///
    /// Whether the certificate exists is not looked at: every answer takes the same way.
    func claim(_ certificate: String, token: [UInt8], _ waiter: Waiter) {
        let name = name(of: certificate)
        guard vault.meter.admit(waiter.client, nowMs: moment.monotonicMs),
            vault.meter.admit(certificate: name, nowMs: moment.monotonicMs)
        else { return refuse(waiter, .tooManyClaims) }
        counters.claims += 1
        start(.read(name), .claim(tokenDigest: suite.digest(token)), waiter)
    }

    /// Gives a client something fresh to sign with the holder's key.
    func challenge(_ waiter: Waiter) {
        let seed = setting.challengeSeed
        guard vault.meter.admit(waiter.client, nowMs: moment.monotonicMs),
            let challenge = vault.challenge(for: waiter.client, seed: seed, suite: suite)
        else { return refuse(waiter, .tooManyClaims) }
        reply(waiter, .challenge(challenge))
    }

    /// Hands out an entry for the holder's signature over the challenge of this connection.
    ///
    /// A signature cannot be guessed, so these claims do not count against the certificate: who
    /// keeps asking with wrong codes cannot keep the holder out.
    func claim(byKey bytes: [UInt8], _ waiter: Waiter) {
        guard let challenge = vault.takeChallenge(of: waiter.client),
            let statement = try? SignedStatement(decoding: bytes),
            let claim = try? VaultClaim(decoding: statement.payload),
            statement.header.kind == .claim, statement.header.chainID == electorate.chain.id,
            claim.node == setting.name, claim.challenge.isSame(as: challenge)
        else { return refuse(waiter, .notClaimed) }
        counters.claims += 1
        start(.read(name(of: statement.header.subject)), .proof(statement), waiter)
    }
}

// MARK: - The disk

extension Node {
    private var suite: Suite { electorate.chain.suite }

    /// The name under which the vault keeps the entry of a certificate.
    private func name(of certificate: String) -> Digest {
        suite.digest(Array(certificate.utf8))
    }

    private func start(_ job: VaultJob, _ errand: VaultDesk.Errand, _ waiter: Waiter) {
        guard let number = vault.begin(errand, waiter) else { return refuse(waiter, .busy) }
        effects.append(.vault(job, number: number))
    }

    /// The disk is done with a job of the vault.
    func finishVault(_ outcome: VaultOutcome, _ number: UInt64) {
        guard let (errand, waiter) = vault.end(number) else { return }
        switch outcome {
        case .written: reply(waiter, .deposited)
        case .full: refuse(waiter, .vaultFull)
        case .read(let bytes): answer(errand, bytes, waiter)
        case .failed(let error):
            log(.error, error.code, ["why": error.english, "while": "vault"])
            fail(errand, error, waiter)
        }
    }

    /// Tells the depositor what the disk did, and a claimant what every other is told: a disk that
    /// fails shows that there was something to read.
    private func fail(_ errand: VaultDesk.Errand, _ error: StorageError, _ waiter: Waiter) {
        switch errand {
        case .claim, .proof: refuse(waiter, .notClaimed)
        case .deposit:
            refuse(
                waiter,
                .unreadable(code: error.code, chinese: error.chinese, english: error.english)
            )
        }
    }

    /// Compares with an entry that nothing opens when there is none: one way for all answers.
    private func answer(_ errand: VaultDesk.Errand, _ bytes: [UInt8]?, _ waiter: Waiter) {
        let entry = bytes.flatMap { try? VaultEntry(decoding: $0) }
        if bytes != nil, entry == nil { log(.error, "vault.damaged") }
        admit(errand, to: entry ?? .decoy, waiter)
    }

    private func admit(_ errand: VaultDesk.Errand, to entry: VaultEntry, _ waiter: Waiter) {
        let isAdmitted =
            switch errand {
            case .claim(let digest): digest.isSame(as: entry.tokenDigest)
            case .proof(let statement): isProof(statement, entry)
            case .deposit: false
            }
        guard isAdmitted else { return refuse(waiter, .notClaimed) }
        reply(waiter, .claimed(sealed: entry.sealed))
    }

    private func isProof(_ statement: SignedStatement, _ entry: VaultEntry) -> Bool {
        guard let holder = entry.holder, statement.header.subject == entry.certificate,
            let key = try? VerificationKey(holder, suite: suite)
        else { return false }
        return statement.isSigned(by: key)
    }
}

extension VaultEntry {
    /// What is compared with when there is no entry: no token is known whose digest is zero.
    fileprivate static let decoy = VaultEntry(
        certificate: "",
        tokenDigest: .zero,
        holder: nil,
        sealed: []
    )
}
