import COSE
import Catalogue
import Cryptography
package import Ledger

/// Everything that the ledger says about one thing, gathered while it is replayed (一键穿透).
///
/// What is named: a certificate by its identifier; an enterprise, or whatever else plain records
/// are about, by its code; a statement by its entry, a key by its name, both in hexadecimal, of
/// which the first sixteen digits will do; a record by its category and the tag of its business
/// key, which ``RecordPick`` finds. Sealed records name nobody: who holds the batch's key finds
/// them with a query.
package final class LedgerTrace: FinalBlockVisitor {
    /// What is looked for.
    package enum Target: Hashable, Sendable {
        /// A certificate, enterprise, entry or key.
        case identifier(String)
        /// All that was written under one business key.
        case record(category: String, key: Tag)
    }

    private let target: Target
    private var keys: KeyStories
    /// The leaves whose withdrawal would be part of the story.
    private var leaves: Set<UInt64> = []

    /// What happened, oldest first.
    package private(set) var events: [TraceEvent] = []

    /// Prepares to look for something on a chain.
    package init(_ target: Target, genesis: Genesis) {
        self.target = target
        keys = KeyStories(genesis)
    }

    /// The keys that signed the events, in the order of their first use.
    package var keyStories: [KeyStory] {
        var seen: Set<Digest> = []
        return events.flatMap(\.keys).filter { seen.insert($0).inserted }.map(keys.story)
    }

    /// Looks through one block.
    package func visit(_ block: FinalBlock) {
        for statement in block.statements {
            keys.note(statement, height: block.block.header.height)
            look(at: statement, block.block.header)
        }
    }

    private func look(at statement: FinalStatement, _ header: BlockHeader) {
        let inspected = statement.inspected
        if case .records(let batch) = inspected.content {
            lookAtRecords(of: statement, batch, header)
        }
        let isNamed =
            switch target {
            case .identifier(let identifier):
                inspected.subject == identifier
                    || Digest(hexadecimal: inspected.subject).map { Self.names($0, identifier) }
                        ?? false
                    || Self.names(inspected.entry, identifier)
                    || inspected.keyIdentifiers.contains { Self.names($0, identifier) }
            case .record: false
            }
        let touchesLeaf =
            if case .status(let change) = inspected.content {
                leaves.contains(change.leafIndex)
            } else { false }
        guard isNamed || touchesLeaf else { return }
        leaves.insert(statement.leafIndex)
        append(Self.action(of: inspected), statement, header)
    }

    /// Whether a word is a digest's hexadecimal digits, or as many of them as a trace prints.
    private static func names(_ digest: Digest, _ word: String) -> Bool {
        word.utf8.count >= 16 && digest.hexadecimal.hasPrefix(word.lowercased())
    }

    private func lookAtRecords(
        of statement: FinalStatement,
        _ batch: InspectedBatch,
        _ header: BlockHeader
    ) {
        guard let attachment = statement.inspected.submission.attachment,
            let records = try? RecordBatch.records(in: attachment),
            records.count == batch.keys.count
        else { return }
        for (index, bytes) in records.enumerated() {
            switch target {
            case .record(let category, let key):
                guard category == batch.batch.category, batch.keys[index].tag == key
                else { continue }
            case .identifier(let identifier):
                guard batch.batch.form == .plain,
                    let record = try? Record(decoding: bytes, form: .plain),
                    record.subject == .clear(identifier)
                else { continue }
            }
            let keyed = batch.keys[index]
            let action = TraceEvent.Action.record(
                keyed.operation,
                category: batch.batch.category,
                key: keyed.tag
            )
            append(action, statement, header, record: index)
        }
    }

    private func append(
        _ action: TraceEvent.Action,
        _ statement: FinalStatement,
        _ header: BlockHeader,
        record: Int? = nil
    ) {
        events.append(
            TraceEvent(
                height: header.height,
                timeMs: header.timeMs,
                leafIndex: statement.leafIndex,
                record: record,
                action: action,
                subject: statement.inspected.subject,
                agency: statement.agency,
                keys: statement.inspected.keyIdentifiers
            )
        )
    }

    private static func action(of statement: InspectedStatement) -> TraceEvent.Action {
        switch statement.content {
        case .records(let batch):
            .batch(category: batch.batch.category, records: batch.keys.count)
        case .certificate(let claims) where claims.isRefusal: .refused(type: claims.type)
        case .certificate(let claims): .issued(type: claims.type, supersedes: claims.supersedes)
        case .status(let change):
            .status(change.status, reason: change.reason, effectiveMs: change.effectiveMs)
        case .grant(let grant, _): .granted(member: grant.member)
        case .proposal, .ballot, .equivocation: .other(statement.kind)
        }
    }
}
