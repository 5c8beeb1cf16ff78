package import COSE
import Console
import Ledger
package import Merkle

/// What an officer can do to a certificate; each is another legal act.
package enum StatusAction: String, CaseIterable, Hashable, Sendable {
    /// 撤销: the grant was wrong; it counts from the issue.
    case revoke
    /// 暂停.
    case suspend
    /// 恢复: a suspended certificate is valid again.
    case resume
    /// 吊销: a punishment; it counts from the decision.
    case forfeit
    /// 注销: at the holder's wish, or at its end.
    case cancel
    /// 换发: a newer one takes its place.
    case supersede

    /// The status that the certificate has from then on.
    package var status: Status {
        switch self {
        case .revoke: .revoked
        case .suspend: .suspended
        case .resume: .valid
        case .forfeit: .forfeited
        case .cancel: .cancelled
        case .supersede: .superseded
        }
    }

    /// Since when it counts, in milliseconds since 1970; nil for a day before the issue.
    ///
    /// Without a day a revocation counts from the issue and everything else from now. A day counts
    /// from its first moment, the day of the issue from the issue, and today from now.
    package func effectiveMs(
        on day: CalendarDay?,
        of certificate: SignedStatement,
        nowMs: UInt64
    ) -> UInt64? {
        let seconds = certificate.header.issuedAt
        let (issuedMs, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow else { return nil }
        guard let day else { return self == .revoke ? issuedMs : max(nowMs, issuedMs) }
        guard day >= CalendarDay(ms: issuedMs) else { return nil }
        return max(day == CalendarDay(ms: nowMs) ? nowMs : day.firstSecond * 1_000, issuedMs)
    }

    /// The statement that does it to a recorded certificate.
    ///
    /// `effectiveMs` is since when it counts, as without a day unless told: see
    /// ``effectiveMs(on:of:nowMs:)``.
    package func statement(
        about certificate: SignedStatement,
        leafIndex: UInt64,
        reason: String,
        effectiveMs: UInt64? = nil,
        by signer: Signer,
        nowMs: UInt64
    ) -> SignedStatement {
        let usual = self.effectiveMs(on: nil, of: certificate, nowMs: nowMs) ?? nowMs
        let change = StatusChange(
            leafIndex: leafIndex,
            entry: certificate.entry(signer.chain.suite),
            status: status,
            reason: reason,
            effectiveMs: effectiveMs ?? usual
        )
        return signer.sign(
            .status,
            about: certificate.header.subject,
            payload: change.encoded,
            at: nowMs / 1_000
        )
    }
}
