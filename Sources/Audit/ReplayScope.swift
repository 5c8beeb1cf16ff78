/// Which part of a ledger an audit checks signature by signature; all of it is executed.
///
/// Below the first height the validators' finalizations vouch for the statements, or the auditor's
/// own earlier audit does: ``AuditCheckpoint``. Checksums, schemas, links, finalizations, execution
/// and roots are looked at from the first block on in any case, since state comes from no other
/// place.
package struct ReplayScope: Hashable, Sendable {
    /// The first height whose statements' signatures are checked.
    package var from: UInt64
    /// The block that the replay must come to, if an earlier audit's findings are taken over.
    package var checkpoint: AuditCheckpoint?

    /// Everything.
    package static let everything = ReplayScope(from: 1, checkpoint: nil)

    /// From a height on.
    package static func from(_ height: UInt64) -> ReplayScope {
        ReplayScope(from: max(1, height), checkpoint: nil)
    }

    /// From behind an earlier audit's end on.
    package static func after(_ checkpoint: AuditCheckpoint) -> ReplayScope {
        ReplayScope(from: checkpoint.height + 1, checkpoint: checkpoint)
    }
}
