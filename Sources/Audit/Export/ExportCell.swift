/// One value of an exported row.
package enum ExportCell: Hashable, Sendable {
    case integer(Int64)
    case text(String)
    case missing

    /// A count or position.
    static func number(_ value: some BinaryInteger) -> ExportCell {
        .integer(Int64(clamping: value))
    }
}
