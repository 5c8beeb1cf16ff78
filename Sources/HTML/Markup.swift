/// Text that is safe in an HTML page: the only way to make it from a value escapes the value.
package struct Markup: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// The markup.
    package private(set) var text: String

    /// Markup that the program itself wrote.
    package init(stringLiteral literal: String) {
        text = literal
    }

    /// Markup with values in it; see ``Interpolation``.
    package init(stringInterpolation interpolation: Interpolation) {
        text = interpolation.text
    }

    /// Pieces one after the other.
    package init(_ pieces: [Markup]) {
        text = pieces.map(\.text).joined()
    }

    /// A value, escaped for elements and for quoted attributes.
    package static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Builds markup: literals stay as they are, markup goes in whole, everything else is escaped.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        /// Starts empty.
        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// What the program wrote.
        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// Markup in markup.
        package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

        /// A value.
        package mutating func appendInterpolation(_ value: String) {
            text += Markup.escaped(value)
        }

        /// A number.
        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            text += String(number)
        }
    }
}
