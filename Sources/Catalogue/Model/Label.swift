/// A name or sentence in both languages.
package struct Label: Hashable, Sendable {
    /// The Chinese form.
    package let chinese: String
    /// The English form.
    package let english: String

    /// Pairs the two forms.
    package init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }
}
