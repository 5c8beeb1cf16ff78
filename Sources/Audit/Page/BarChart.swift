import HTML

/// Horizontal bars as inline SVG: a name, a bar and its number on each line.
struct BarChart {
    let bars: [(name: String, value: UInt64)]

    private static let lineHeight = 22
    private static let nameWidth = 340
    private static let barWidth = 300

    var html: Markup {
        guard let most = bars.map(\.value).max(), most > 0 else { return "" }
        let height = bars.count * Self.lineHeight
        let lines = bars.enumerated().map { line($1, at: $0 * Self.lineHeight, most) }
        return """
            <svg viewBox="0 0 760 \(height)" width="760" height="\(height)" role="img">\
            \(Markup(lines))</svg>
            """
    }

    private func line(_ bar: (name: String, value: UInt64), at y: Int, _ most: UInt64) -> Markup {
        let width = max(1, Int(Double(bar.value) / Double(most) * Double(Self.barWidth)))
        let right = Self.nameWidth + width + 18
        return """
            <text x="\(Self.nameWidth)" y="\(y + 15)" text-anchor="end">\(bar.name)</text>\
            <rect x="\(Self.nameWidth + 10)" y="\(y + 4)" width="\(width)" height="14"/>\
            <text x="\(right)" y="\(y + 15)">\(AuditPage.grouped(bar.value))</text>
            """
    }
}
