import COSE
import Cryptography
import Ledger
import Merkle

/// A status that a final block proves.
struct ProvenStatus {
    let status: Status
    let moment: LedgerMoment
    let event: StatusEventSummary?
}

// MARK: - Status, period, freshness

extension Examiner {
    /// Shows the status by a final block that is not older than the recording one.
    func statusBlock(
        of file: EvidenceFile,
        in succession: Succession
    ) throws(Objection) -> Finding<ProvenStatus> {
        let evidence = file.evidence
        let header = evidence.statusAnchor.header
        let finality =
            evidence.statusAnchor == evidence.recorded
            ? nil : try finality(of: evidence.statusAnchor, in: succession)
        try order(evidence.recorded.header, header)
        guard suite.digest(evidence.validators) == header.validatorsHash else {
            throw Objection(
                .notFinal,
                "The validators in the file are not those of block \(header.height).",
                "文件所载验证节点与区块 \(header.height) 不符。"
            )
        }
        let status: Status
        do {
            status = try evidence.status.status(
                of: file.leafIndex,
                treeSize: header.treeSize,
                root: header.statusRoot,
                hasher: hasher
            )
        } catch {
            throw Objection(.statusNotProven, error.english, error.chinese)
        }
        let proven = ProvenStatus(
            status: status,
            moment: moment(of: header),
            event: try event(of: file, status: status)
        )
        let same = Wording("The recording block.", "即登记区块。")
        let wording = finality?.wording ?? same
        return Finding(proven, wording.english, wording.chinese)
    }

    /// The block of the status comes after the recording block, or is the same; both are final.
    private func order(_ recorded: BlockHeader, _ status: BlockHeader) throws(Objection) {
        guard status.height >= recorded.height else {
            throw Objection(
                .statusNotProven,
                "The status is of block \(status.height), before the recording block.",
                "状态取自区块 \(status.height)，早于登记区块。"
            )
        }
        guard status != recorded else { return }
        guard status.height > recorded.height, status.timeMs > recorded.timeMs,
            status.treeSize >= recorded.treeSize
        else { throw Objection(.ledgerForked) }
        // Keys of validators that were replaced may still be about; what they sign counts no more.
        guard status.epoch > recorded.epoch || !recorded.isBoundary else {
            throw Objection(
                .notFinal,
                "Block \(status.height) comes after its epoch had ended with \(recorded.height).",
                "区块 \(status.height) 所属纪元已止于区块 \(recorded.height)。"
            )
        }
    }

    private func moment(of header: BlockHeader) -> LedgerMoment {
        let age = policy.nowMs > header.timeMs ? policy.nowMs - header.timeMs : 0
        return LedgerMoment(height: header.height, timeMs: header.timeMs, ageMs: age)
    }

    /// Checks the statement that gave the status its value, if the file has it.
    private func event(
        of file: EvidenceFile,
        status: Status
    ) throws(Objection) -> StatusEventSummary? {
        guard let event = file.evidence.statusEvent else { return nil }
        do {
            try prove(event.statement, event.inclusion, by: file.evidence.statusAnchor.header)
        } catch {
            throw Objection(.statusNotProven, error.english, error.chinese)
        }
        guard event.statement.header.chainID == genesis.chainID,
            let summary = summary(of: event.statement, about: file, status: status)
        else {
            throw Objection(
                .statusNotProven,
                "The statement about the status is about something else.",
                "状态变更声明与本证照无关。"
            )
        }
        return summary
    }

    /// What an event says, if it gives this file's statement this status.
    private func summary(
        of event: SignedStatement,
        about file: EvidenceFile,
        status: Status
    ) -> StatusEventSummary? {
        let signedMs = CivilTime.milliseconds(seconds: event.header.issuedAt)
        switch event.header.kind {
        case .status:
            guard let change = try? StatusChange(decoding: event.payload),
                change.leafIndex == file.leafIndex, change.status == status,
                change.entry == file.statement.entry(suite)
            else { return nil }
            return StatusEventSummary(
                reason: change.reason,
                effectiveMs: change.effectiveMs,
                signedMs: signedMs,
                successor: nil
            )
        case .certificate:
            guard let claims = try? CertificateClaims(decoding: event.payload),
                claims.supersedes == file.leafIndex, status == .superseded
            else { return nil }
            return StatusEventSummary(
                reason: "",
                effectiveMs: signedMs,
                signedMs: signedMs,
                successor: claims.subject
            )
        default:
            return nil
        }
    }

    /// Says what the proven status means at the moment that was asked about.
    func judge(_ proven: ProvenStatus) throws(Objection) -> Finding<Void> {
        let height = proven.moment.height
        let reason = proven.status.reason
        guard let event = proven.event else {
            if let reason { throw Objection(reason) }
            guard policy.momentMs < proven.moment.timeMs else {
                return Finding("Valid as of block \(height).", "截至区块 \(height) 有效。")
            }
            // No legal act but a suspension can be undone, so only that could have come between.
            return Finding(
                "Valid as of block \(height), after the moment asked about; "
                    + "a suspension lifted since would not show.",
                "截至区块 \(height) 有效，该区块晚于所询时刻；其间曾暂停又恢复的，此处不显示。"
            )
        }
        let (english, chinese) = (reason?.english ?? "valid again", reason?.chinese ?? "恢复有效")
        let since = CivilTime.text(event.effectiveMs)
        let why = event.successor ?? event.reason
        guard event.effectiveMs <= policy.momentMs else {
            throw Objection(
                .statusChangedLater,
                "\(english) since \(since), after the moment asked about: \(why)",
                "\(chinese)，自 \(since) 起，晚于所询时刻：\(why)"
            )
        }
        if let reason {
            throw Objection(
                reason,
                "\(english) since \(since): \(why)",
                "\(chinese)，自 \(since) 起：\(why)"
            )
        }
        return Finding(
            "Valid as of block \(height), again since \(since): \(why)",
            "截至区块 \(height) 有效，自 \(since) 起恢复：\(why)"
        )
    }

    /// Compares the period of validity with the moment that was asked about.
    func period(
        of claims: CertificateClaims,
        recorded: BlockHeader
    ) throws(Objection) -> Finding<Void> {
        let moment = policy.momentMs
        guard !policy.isAhead(recorded.timeMs, of: moment) else {
            let text = CivilTime.text(recorded.timeMs)
            throw Objection(.notYetValid, "Recorded only on \(text).", "\(text) 才登记。")
        }
        if let start = claims.notBefore, moment / 1_000 < start {
            let text = CivilTime.text(seconds: start)
            throw Objection(.notYetValid, "Valid from \(text).", "自 \(text) 起有效。")
        }
        guard let end = claims.expiry else {
            return Finding("No end.", "长期有效。")
        }
        let text = CivilTime.text(seconds: end)
        guard moment / 1_000 < end else {
            throw Objection(.expired, "Expired on \(text).", "已于 \(text) 到期。")
        }
        return Finding("Until \(text).", "有效期至 \(text)。")
    }

    /// Compares the age of the status with the policy.
    func freshness(of header: BlockHeader) throws(Objection) -> Finding<Void> {
        guard !policy.isAhead(header.timeMs, of: policy.nowMs) else {
            throw Objection(
                .clockBehind,
                "The evidence is of \(CivilTime.text(header.timeMs)), later than this clock.",
                "证明时间为 \(CivilTime.text(header.timeMs))，晚于本机时钟。"
            )
        }
        let moment = policy.momentMs
        let age = moment > header.timeMs ? moment - header.timeMs : 0
        let (english, chinese) = CivilTime.duration(age)
        guard let limit = policy.maximumAgeMs, age > limit else {
            return Finding("\(english) old.", "证明距所询时刻 \(chinese)。")
        }
        throw Objection(
            .staleEvidence,
            "\(english) old; refresh the file for an answer as of now.",
            "证明已过 \(chinese)，请刷新文件后再核验。"
        )
    }
}

extension Status {
    /// Why a certificate of this status is not valid; nil when it is.
    fileprivate var reason: Reason? {
        switch self {
        case .valid: nil
        case .revoked: .revoked
        case .suspended: .suspended
        case .superseded: .superseded
        case .forfeited: .forfeited
        case .cancelled: .cancelled
        case .notWithdrawable, .unallocated: .statusNotProven
        }
    }
}
