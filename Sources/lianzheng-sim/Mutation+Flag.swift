#if CANARIES
import Console
import Consensus

extension Mutation {
    /// The rule that `--without` names.
    init(flag name: String) throws(UsageError) {
        guard let mutation = Mutation(rawValue: name) else {
            let names = Mutation.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badValue(flag: "without", value: name, expected: names)
        }
        self = mutation
    }
}
#endif
