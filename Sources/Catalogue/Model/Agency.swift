/// One of the roles that organisations have in the district, such as TAX or BANK.
package struct Agency: Hashable, Sendable {
    /// The role's code.
    package let code: String
    /// The role's name.
    package let name: Label
    /// What kind of organisation it is, in Chinese.
    package let note: String
}
