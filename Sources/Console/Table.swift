/// Rows and columns for a terminal; columns are as wide as their widest cell.
package struct Table: Sendable {
    /// How the cells of a column stand.
    package enum Alignment: Sendable { case leading, trailing }

    private let alignments: [Alignment]
    private var rows: [[String]]

    /// A table with these headings; numbers are best aligned `.trailing`.
    package init(_ columns: [(heading: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.heading)]
    }

    /// A table whose columns all stand at the leading edge.
    package init(_ headings: [String]) {
        self.init(headings.map { ($0, .leading) })
    }

    /// Adds a row; missing cells are empty, surplus ones are left out.
    package mutating func add(_ cells: [String]) {
        let padding = Array(repeating: "", count: max(0, alignments.count - cells.count))
        rows.append(Array((cells + padding).prefix(alignments.count)).map(Table.oneLine))
    }

    /// The table as text: headings, a rule and the rows, each line ending in a newline.
    package var text: String {
        let widths = alignments.indices.map { column in
            rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([rows[0], rule] + rows.dropFirst()).map { line($0, widths) }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.indices.map { column in
            let gap = String(repeating: " ", count: widths[column] - DisplayWidth.of(cells[column]))
            return alignments[column] == .leading ? cells[column] + gap : gap + cells[column]
        }
        let joined = padded.joined(separator: "  ")
        let end = joined.lastIndex { $0 != " " }.map(joined.index(after:)) ?? joined.startIndex
        return joined[..<end] + "\n"
    }

    /// Control characters would break the columns or steer the terminal.
    private static func oneLine(_ cell: String) -> String {
        String(String.UnicodeScalarView(cell.unicodeScalars.map { $0.isControl ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
