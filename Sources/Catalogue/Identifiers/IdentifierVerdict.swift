/// What a look at an identifier alone can tell.
package enum IdentifierVerdict: String, Hashable, Sendable {
    /// Form and check character are right; whether it was ever issued is another question.
    case valid
    /// Wrong length or characters.
    case format
    /// The form is right and the check character is not.
    case check
    /// The date inside does not exist.
    case date
}
