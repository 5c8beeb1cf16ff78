/// The version of all tools; CHANGELOG.md says what each brought.
package enum ToolVersion {
    /// The version, as reports name it.
    package static let current = "0.2.0"
}
