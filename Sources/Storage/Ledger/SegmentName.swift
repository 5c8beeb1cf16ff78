/// The name of a segment file: which heights became final while it was written.
///
/// ```
/// ledger_0000000001-0000004096.sealed    never written again
/// ledger_0000000001-0000004096.index     where each frame of it lies; rebuilt when missing
/// ledger_0000004097-.open                the one being appended to
/// ```
/// The ranges of sealed segments follow each other without a gap. A block stands in the segment
/// of its height or, as blocks are written before they are final, in one shortly before.
package struct SegmentName: Hashable, Sendable {
    /// The first height that was not final when the segment began.
    package let firstHeight: UInt64
    /// The highest height finalized in it; nil while the segment is open.
    package let lastHeight: UInt64?

    /// Names a segment.
    package init(firstHeight: UInt64, lastHeight: UInt64?) {
        self.firstHeight = firstHeight
        self.lastHeight = lastHeight
    }

    /// Reads a file name; nil when it is not a segment's.
    package init?(_ fileName: String) {
        guard fileName.hasPrefix("ledger_") else { return nil }
        let rest = fileName.dropFirst("ledger_".count)
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let heights = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard heights.count == 2, let first = UInt64(heights[0]), first < .max
        else { return nil }
        switch parts[1] {
        case "open" where heights[1].isEmpty:
            self.init(firstHeight: first, lastHeight: nil)
        case "sealed":
            guard let last = UInt64(heights[1]), last >= first, last < .max
            else { return nil }
            self.init(firstHeight: first, lastHeight: last)
        default:
            return nil
        }
        guard fileName == self.fileName else { return nil }
    }

    /// The name of the segment file.
    package var fileName: String {
        guard let lastHeight else { return "ledger_\(digits(firstHeight))-.open" }
        return "ledger_\(digits(firstHeight))-\(digits(lastHeight)).sealed"
    }

    /// The name of the index file beside a sealed segment; nil while the segment is open.
    package var indexFileName: String? {
        lastHeight.map { "ledger_\(digits(firstHeight))-\(digits($0)).index" }
    }
}

/// Ten digits at least, so that names sort as heights do.
func digits(_ number: UInt64) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 10 - text.count)) + text
}
