import HTML

/// The picture of an issuer's round seal: its name along the rim, a star in the middle.
///
/// It decorates what was verified and proves nothing itself; the page says so.
struct SealPicture {
    let name: String
    let caption: String

    private static let rim = 92.0

    /// The picture as inline SVG, 200 units wide and high.
    var markup: Markup {
        """
        <svg class="seal" viewBox="0 0 200 200" role="img" aria-label="\(name)">\
        <circle cx="100" cy="100" r="\(Markup(stringLiteral: Self.number(Self.rim)))" \
        fill="none" stroke="currentColor" stroke-width="5"/>\
        <polygon points="\(Markup(stringLiteral: Self.star))" fill="currentColor"/>\
        \(Markup(letters))\
        <text x="100" y="160" text-anchor="middle" font-size="16" fill="currentColor">\
        \(caption)</text></svg>
        """
    }

    /// Each letter upright on the rim, the whole name centred at the top.
    private var letters: [Markup] {
        let characters = Array(name)
        let step = min(24.0, 250.0 / Double(max(1, characters.count)))
        let size = min(25.0, max(7.0, step * 1.2))
        let first = -step * Double(characters.count - 1) / 2
        return characters.enumerated().map { place, character in
            let angle = Self.number(first + step * Double(place))
            return """
                <text x="100" y="\(Markup(stringLiteral: Self.number(14 + size)))" \
                text-anchor="middle" font-size="\(Markup(stringLiteral: Self.number(size)))" \
                fill="currentColor" transform="rotate(\(Markup(stringLiteral: angle)) 100 100)">\
                \(String(character))</text>
                """
        }
    }

    /// Five points, the first at the top; the sines of the angles are constants of the shape.
    private static let star: String = {
        let unit = [
            (0.0, -1.0), (0.2245, -0.309), (0.9511, -0.309), (0.3633, 0.118), (0.5878, 0.809),
            (0.0, 0.382), (-0.5878, 0.809), (-0.3633, 0.118), (-0.9511, -0.309),
            (-0.2245, -0.309),
        ]
        return unit.map { x, y in "\(number(100 + 34 * x)),\(number(100 + 34 * y))" }
            .joined(separator: " ")
    }()

    /// A number with one decimal.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
