/// The bounds of all fields of a schema, laid out for the reader: plain values and flat tables.
struct FieldChecks: Sendable {
    /// What the reader checks for one field.
    struct Check: Sendable {
        enum Kind: Sendable {
            case integer, decimal, boolean, date, month, quarter, year, uscc, code, text, digest
        }

        var kind = Kind.text
        var minimum = Int64.min
        var maximum = Int64.max
        /// What the number must be a multiple of; 1 for anything.
        var multiple: Int64 = 1
        /// The scale of decimals.
        var scale = 0
        var maximumLength = 0
        /// The range of the field's codes in `codes`.
        var codes = 0..<0
        /// The place of the field's pattern in `patterns`, or -1.
        var pattern = -1
    }

    private(set) var checks: [Check] = []
    private(set) var codes: [Range<Int>] = []
    private(set) var codeBytes: [UInt8] = []
    private(set) var patterns: [Pattern] = []
    private(set) var patternTables = PatternTables()
    /// One bit for each field that must be there.
    private(set) var required: UInt64 = 0

    init(_ fields: [Field]) {
        for (position, field) in fields.enumerated() {
            if field.isRequired { required |= 1 << UInt64(position) }
            add(field)
        }
    }

    private mutating func add(_ field: Field) {
        var check = Check()
        check.minimum = field.minimum ?? .min
        check.maximum = field.maximum ?? .max
        check.multiple = field.multiple ?? 1
        switch field.type {
        case .money, .integer: check.kind = .integer
        case .decimal(let scale):
            check.kind = .decimal
            check.scale = scale
        case .boolean: check.kind = .boolean
        case .date: check.kind = .date
        case .period(.month): check.kind = .month
        case .period(.quarter): check.kind = .quarter
        case .period(.year): check.kind = .year
        case .uscc: check.kind = .uscc
        case .code(let list):
            check.kind = .code
            check.codes = codes.count..<codes.count + list.entries.count
            for entry in list.entries {
                let start = codeBytes.count
                codeBytes += entry.code.utf8
                codes.append(start..<codeBytes.count)
            }
        case .text(let length):
            check.kind = .text
            check.maximumLength = length
        case .digest: check.kind = .digest
        }
        if let pattern = field.pattern {
            check.pattern = patterns.count
            patterns.append(pattern)
            patternTables.append(pattern.automaton)
        }
        checks.append(check)
    }

    /// The place of a code in its field's list; nil for an unknown code.
    func place(of bytes: Span<UInt8>, _ range: Range<Int>, among codes: Range<Int>) -> Int64? {
        for position in codes {
            let code = self.codes[position]
            if code.count == range.count, matches(bytes, range.lowerBound, code) {
                return Int64(position - codes.lowerBound)
            }
        }
        return nil
    }

    private func matches(_ bytes: Span<UInt8>, _ start: Int, _ code: Range<Int>) -> Bool {
        for offset in 0..<code.count
        where bytes[start + offset] != codeBytes[code.lowerBound + offset] {
            return false
        }
        return true
    }
}
