import CBOR

/// One thing that is wrong with a record, before it is put into words.
struct RecordFlaw: Error, Hashable, Sendable {
    let field: Int?
    let reason: FindingReason

    init(_ reason: FindingReason, _ field: Int? = nil) {
        self.reason = reason
        self.field = field
    }
}

/// Reads one canonical encoding after another in a single pass, without building anything.
struct RecordReader: Sendable {
    private(set) var slots: RecordSlots
    private(set) var flaws: [RecordFlaw] = []
    private var index = 0
    private var reportsAll = false

    init(fieldCount: Int) {
        slots = RecordSlots(count: fieldCount)
    }

    /// Reads a whole record; throws at the first flaw unless all of them are wanted.
    ///
    /// With `reportsAll` the flaws of values are collected, and only encodings that cannot be
    /// read on are thrown.
    mutating func read(
        _ bytes: Span<UInt8>,
        _ schema: Schema,
        reportsAll: Bool
    ) throws(RecordFlaw) {
        self.reportsAll = reportsAll
        flaws.removeAll(keepingCapacity: true)
        slots.clear()
        index = 0
        let map = try head(bytes)
        guard map.major == 5 else { throw RecordFlaw(.malformed(.unexpectedType(at: 0))) }
        var smallest = 0
        var left = map.argument
        while left > 0 {
            let position = try fieldPosition(bytes, schema, smallest)
            try readField(bytes, schema.checks, position)
            smallest = position + 1
            left -= 1
        }
        guard index == bytes.count else { throw RecordFlaw(.malformed(.trailingBytes(at: index))) }
        try requireFields(schema.checks)
        try checkRules(schema, bytes)
    }

    private mutating func fieldPosition(
        _ bytes: Span<UInt8>,
        _ schema: Schema,
        _ smallest: Int
    ) throws(RecordFlaw) -> Int {
        let start = index
        let key = try head(bytes)
        guard key.major == 0 else { throw RecordFlaw(.malformed(.unexpectedType(at: start))) }
        guard let position = Int(exactly: key.argument), position < schema.fields.count else {
            throw RecordFlaw(.unknownField("#\(key.argument)"))
        }
        guard position >= smallest else { throw RecordFlaw(.malformed(.keyOrder(at: start))) }
        return position
    }

    private mutating func requireFields(_ checks: FieldChecks) throws(RecordFlaw) {
        var missing = checks.required & ~slots.present
        while missing != 0 {
            try note(.missing, missing.trailingZeroBitCount)
            missing &= missing - 1
        }
    }

    private mutating func checkRules(
        _ schema: Schema,
        _ bytes: Span<UInt8>
    ) throws(RecordFlaw) {
        guard flaws.isEmpty else { return }
        for position in 0..<schema.ruleChecks.count {
            switch schema.ruleChecks.outcome(of: position, slots, bytes) {
            case .kept: continue
            case .broken:
                let rule = schema.rules[position]
                try note(.rule(id: rule.id, rule.message), nil)
            case .overflow: try note(.overflow(rule: schema.rules[position].id), nil)
            }
        }
    }

    private mutating func note(_ reason: FindingReason, _ field: Int?) throws(RecordFlaw) {
        guard reportsAll else { throw RecordFlaw(reason, field) }
        flaws.append(RecordFlaw(reason, field))
    }

    // MARK: Values

    private mutating func readField(
        _ bytes: Span<UInt8>,
        _ checks: FieldChecks,
        _ position: Int
    ) throws(RecordFlaw) {
        let check = checks.checks[position]
        var slot = RecordSlots.Slot(itemStart: index)
        let item = try head(bytes)
        switch (check.kind, item.major) {
        case (.integer, 0), (.integer, 1):
            guard let magnitude = Int64(exactly: item.argument) else {
                throw RecordFlaw(.outOfRange, position)
            }
            slot.number = item.major == 0 ? magnitude : ~magnitude
            try checkBounds(slot.number, check, position)
        case (.boolean, 7) where item.argument == 20 || item.argument == 21:
            slot.number = Int64(item.argument) - 20
        case (.digest, 2):
            slot.start = index
            try skipString(bytes, item.argument)
            if item.argument != 32 { try note(.notADigest, position) }
        case (.integer, _), (.boolean, _), (.digest, _):
            throw RecordFlaw(.wrongType(expected: "\(check.kind)"), position)
        case (_, 3):
            slot.start = index
            try skipString(bytes, item.argument)
            do throws(FindingReason) {
                slot.number = try checks.number(in: bytes, slot.start..<index, check)
            } catch {
                try note(error, position)
            }
        default: throw RecordFlaw(.wrongType(expected: "text"), position)
        }
        slot.end = index
        slots.set(position, slot)
    }

    private mutating func checkBounds(
        _ number: Int64,
        _ check: FieldChecks.Check,
        _ position: Int
    ) throws(RecordFlaw) {
        if number < check.minimum { try note(.tooSmall(minimum: "\(check.minimum)"), position) }
        if number > check.maximum { try note(.tooLarge(maximum: "\(check.maximum)"), position) }
        if number % check.multiple != 0 { try note(.notAMultiple(of: check.multiple), position) }
    }

    // MARK: Encoding

    /// Reads the head of an item, in its shortest form only.
    private mutating func head(
        _ bytes: Span<UInt8>
    ) throws(RecordFlaw) -> (major: UInt8, argument: UInt64) {
        let start = index
        guard start < bytes.count else { throw RecordFlaw(.malformed(.truncated(at: start))) }
        let initial = bytes[start]
        index += 1
        let info = initial & 0x1F
        guard info >= 24 else { return (initial >> 5, UInt64(info)) }
        guard info < 28 else {
            throw RecordFlaw(
                .malformed(info == 31 ? .indefiniteLength(at: start) : .unsupported(at: start))
            )
        }
        let width = 1 << Int(info - 24)
        guard width <= bytes.count - index else {
            throw RecordFlaw(.malformed(.truncated(at: start)))
        }
        var argument: UInt64 = 0
        for offset in 0..<width { argument = argument << 8 | UInt64(bytes[index + offset]) }
        let smallest: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
        guard argument >= smallest else { throw RecordFlaw(.malformed(.notShortest(at: start))) }
        index += width
        return (initial >> 5, argument)
    }

    private mutating func skipString(
        _ bytes: Span<UInt8>,
        _ count: UInt64
    ) throws(RecordFlaw) {
        guard count <= UInt64(bytes.count - index) else {
            throw RecordFlaw(.malformed(.truncated(at: index)))
        }
        index += Int(count)
    }
}
