import Merkle

/// What may become of what.
///
///     certificate     valid ⇄ suspended
///                     valid ─→ superseded
///                     valid, suspended ─→ revoked, forfeited, cancelled
///     grant           valid ─→ revoked
///
/// Everything that no arrow leaves is final.
enum StatusTransition {
    static func isLegal(for kind: StatusTarget.Kind, from: Status, to: Status) -> Bool {
        switch kind {
        case .certificate: next(after: from).contains(to)
        case .grant: from == .valid && to == .revoked
        }
    }

    private static func next(after status: Status) -> [Status] {
        switch status {
        case .valid: [.suspended, .superseded, .revoked, .forfeited, .cancelled]
        case .suspended: [.valid, .revoked, .forfeited, .cancelled]
        case .revoked, .superseded, .forfeited, .cancelled, .notWithdrawable, .unallocated: []
        }
    }
}
