/// How much of a block's room is taken.
struct BlockUsage {
    /// The longest head of the body's array, in bytes.
    private static let bodyHead = 5

    private(set) var bytes = bodyHead
    private(set) var statements = 0
    private(set) var records = 0

    var isEmpty: Bool { statements == 0 }

    mutating func add(_ statement: InspectedStatement) {
        bytes += statement.byteCount
        statements += 1
        records += statement.recordCount
    }
}
