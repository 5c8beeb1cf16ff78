/// A rule across the fields of one record.
///
/// A rule is broken only when its condition is true and its assertion is false; a comparison with
/// an absent field is unknown, and unknown breaks nothing.
package struct Rule: Sendable {
    /// The stable identifier, such as TAX-029-R1.
    package let id: String
    /// When the rule applies; nil means always.
    package let condition: String?
    /// What must then hold.
    package let assertion: String
    /// What must hold, in both languages.
    package let message: Label
    let conditionProgram: RuleProgram?
    let program: RuleProgram

    /// Compiles a rule for records with these fields.
    init(
        id: String,
        condition: String?,
        assertion: String,
        chinese: String,
        fields: [Field]
    ) throws(ExpressionError) {
        let compiler = RuleCompiler(fields: fields)
        self.id = id
        self.condition = condition
        self.assertion = assertion
        if let condition {
            conditionProgram = try compiler.compile(condition)
        } else {
            conditionProgram = nil
        }
        program = try compiler.compile(assertion)
        let english = condition.map { "when \($0), \(assertion)" } ?? assertion
        message = Label(chinese: chinese, english: english)
    }
}
