import CBOR

/// Checks of the values that travel as text.
extension FieldChecks {
    /// Checks a text and returns the number by which rules compare it: the day, the first day of
    /// the period, the decimal in units of its scale, the place of the code; zero for other
    /// texts.
    func number(
        in bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ check: Check
    ) throws(FindingReason) -> Int64 {
        switch check.kind {
        case .code:
            guard let place = place(of: bytes, range, among: check.codes) else {
                throw .unknownCode(allowed: check.codes.map(text(ofCode:)))
            }
            return place
        case .date: return try day(in: bytes, range)
        case .month, .quarter, .year: return try period(in: bytes, range, check.kind)
        case .decimal: return try decimal(in: bytes, range, check)
        case .uscc:
            guard CreditCode.hasForm(bytes, range) else { throw .creditCodeForm }
            return 0
        default:
            try checkText(bytes, range, check)
            return 0
        }
    }

    private func text(ofCode position: Int) -> String {
        String(decoding: codeBytes[codes[position]], as: UTF8.self)
    }

    // MARK: Days and periods

    private func day(in bytes: Span<UInt8>, _ range: Range<Int>) throws(FindingReason) -> Int64 {
        let start = range.lowerBound
        guard range.count == 10, bytes[start + 4] == UInt8(ascii: "-"),
            bytes[start + 7] == UInt8(ascii: "-"),
            let year = digits(bytes, start, 4), let month = digits(bytes, start + 5, 2),
            let day = digits(bytes, start + 8, 2), Calendar.hasDay(year, month, day)
        else { throw .noSuchDay }
        return Calendar.number(year, month, day)
    }

    private func period(
        in bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ kind: Check.Kind
    ) throws(FindingReason) -> Int64 {
        let start = range.lowerBound
        let form: (granularity: Granularity, count: Int, separator: UInt8?, last: Int) =
            switch kind {
            case .month: (.month, 7, UInt8(ascii: "-"), 12)
            case .quarter: (.quarter, 6, UInt8(ascii: "Q"), 4)
            default: (.year, 4, nil, 1)
            }
        guard range.count == form.count, let year = digits(bytes, start, 4), year > 0 else {
            throw .noSuchPeriod(form.granularity)
        }
        guard let separator = form.separator else { return Calendar.number(year, 1, 1) }
        guard bytes[start + 4] == separator,
            let number = digits(bytes, start + 5, form.count - 5), 1...form.last ~= number
        else { throw .noSuchPeriod(form.granularity) }
        return Calendar.number(year, kind == .month ? number : number * 3 - 2, 1)
    }

    private func digits(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
        var number = 0
        for index in start..<start + count {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    // MARK: Decimals

    private func decimal(
        in bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ check: Check
    ) throws(FindingReason) -> Int64 {
        guard let decimal = DecimalText.parse(bytes, range) else { throw .notANumber }
        guard decimal.scale <= check.scale else { throw .fractionDigits(maximum: check.scale) }
        let factor = DecimalText.power(check.scale - decimal.scale)
        let (number, overflow) = decimal.mantissa.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .outOfRange }
        guard number >= check.minimum else {
            throw .tooSmall(minimum: DecimalText.text(check.minimum, scale: check.scale))
        }
        guard number <= check.maximum else {
            throw .tooLarge(maximum: DecimalText.text(check.maximum, scale: check.scale))
        }
        return number
    }

    // MARK: Text

    private func checkText(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ check: Check
    ) throws(FindingReason) {
        guard !range.isEmpty else { throw .empty }
        var count = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let width = Self.ordinaryWidth(bytes, index, range.upperBound)
            // What lies before is whole characters, so that the rest can be judged by itself.
            if width == 0 { break }
            index += width
            count += 1
        }
        if index < range.upperBound {
            guard let rest = try extraordinary(bytes, index..<range.upperBound) else {
                throw .malformed(.invalidText(at: range.lowerBound))
            }
            count += rest
        }
        guard count <= check.maximumLength else { throw .tooLong(maximum: check.maximumLength) }
        guard check.pattern >= 0 else { return }
        guard patternTables.accepts(bytes, range, pattern: check.pattern) else {
            throw .pattern(patterns[check.pattern].source)
        }
    }

    /// How many bytes the next character has, if it is of those that nearly every text is made of.
    ///
    /// These are printable ASCII, and U+1000 to U+CFFF, whose three bytes are never malformed. Zero
    /// for another.
    private static func ordinaryWidth(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
        let byte = bytes[index]
        if byte &- 0x20 < 0x5F { return 1 }
        guard byte &- 0xE1 < 12, end - index >= 3, bytes[index + 1] & 0xC0 == 0x80,
            bytes[index + 2] & 0xC0 == 0x80
        else { return 0 }
        return 3
    }

    /// Counts any characters; nil when they are not UTF-8.
    private func extraordinary(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) throws(FindingReason) -> Int? {
        var count = 0
        for index in range {
            let byte = bytes[index]
            guard byte >= 0x20, byte != 0x7F else { throw .controlCharacter }
            if byte & 0xC0 != 0x80 { count += 1 }
            // U+0080 to U+009F, the second set of control characters.
            if byte == 0xC2, index + 1 < range.upperBound, bytes[index + 1] < 0xA0 {
                throw .controlCharacter
            }
        }
        let isUTF8 = (try? UTF8Span(validating: bytes.extracting(range))) != nil
        return isUTF8 ? count : nil
    }
}
