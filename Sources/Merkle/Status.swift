/// What has become of an entry of the ledger; each is a legal act of its own.
///
/// Expiry (过期) is not among them: it is computed from the entry and the clock, never stored.
package enum Status: UInt8, Hashable, Sendable, CaseIterable {
    /// 有效: nothing has been done to it.
    case valid = 0
    /// 撤销: revoked, because it should not have been granted.
    case revoked = 1
    /// 暂停: suspended for the time being; it may become valid again.
    case suspended = 2
    /// 换发: superseded by a newer version.
    case superseded = 3
    /// 吊销: forfeited as a penalty.
    case forfeited = 4
    /// 注销: cancelled, at the end of what it was for.
    case cancelled = 5
    /// The entry is of a kind that cannot be withdrawn.
    case notWithdrawable = 0xD
    /// No entry has this index yet.
    case unallocated = 0xF
}
