/// A number with what it counts.
package enum CountedNumber {
    /// The two as people write them: 5%, 540 天, 36500.50 m².
    package static func text(_ number: String, of unit: String) -> String {
        switch unit {
        case "%", "‰": number + unit
        case "m2": "\(number) m²"
        case "m3": "\(number) m³"
        default: "\(number) \(unit)"
        }
    }
}
