extension Int {
    /// The number with an English noun in singular or plural.
    package func counting(_ noun: String) -> String {
        self == 1 ? "1 \(noun)" : "\(self) \(noun)s"
    }
}
