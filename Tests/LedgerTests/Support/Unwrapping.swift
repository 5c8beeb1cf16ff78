/// What a fixture must have; its absence is a mistake in the tests.
func must<Value>(_ value: Value?, _ what: String = "fixture") -> Value {
    guard let value else { preconditionFailure("\(what) is missing") }
    return value
}
