/// The automata of any number of patterns in flat tables, by which texts are matched.
///
/// The patterns of a schema lie in one of these, so that matching a field reaches for no object of
/// its own.
struct PatternTables: Sendable {
    /// Where one automaton lies in the tables.
    private struct Place: Sendable {
        let bounds: Range<Int>
        let classCount: Int
        let asciiClasses: Int
        let transitions: Int
        let states: Int
    }

    private var places: [Place] = []
    private var bounds: [UInt32] = []
    private var classOfASCII: [UInt8] = []
    private var transitions: [UInt16] = []
    private var isAccepting: [Bool] = []

    init() {}

    init(_ automaton: PatternAutomaton) {
        append(automaton)
    }

    /// Adds an automaton behind the others; its number is how many there were.
    mutating func append(_ automaton: PatternAutomaton) {
        let firstBound = bounds.count
        bounds += automaton.bounds
        places.append(
            Place(
                bounds: firstBound..<bounds.count,
                classCount: automaton.bounds.count + 1,
                asciiClasses: classOfASCII.count,
                transitions: transitions.count,
                states: isAccepting.count
            )
        )
        classOfASCII += automaton.classOfASCII
        transitions += automaton.transitions
        isAccepting += automaton.isAccepting
    }

    /// Whether all of the bytes in the range, known to be UTF-8, are accepted by an automaton.
    func accepts(_ bytes: Span<UInt8>, _ range: Range<Int>, pattern: Int) -> Bool {
        let place = places[pattern]
        let (classes, transitions) = (classOfASCII.span, transitions.span)
        var state = PatternAutomaton.start
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            let kind: Int
            if byte < 0x80 {
                kind = Int(classes[place.asciiClasses + Int(byte)])
                index += 1
            } else {
                kind = classOf(Self.scalar(in: bytes, at: &index), place.bounds)
            }
            state = Int(transitions[place.transitions + state * place.classCount + kind])
            if state == PatternAutomaton.dead { return false }
        }
        return isAccepting[place.states + state]
    }

    private func classOf(_ scalar: UInt32, _ bounds: Range<Int>) -> Int {
        var kind = bounds.count
        while kind > 0, self.bounds[bounds.lowerBound + kind - 1] > scalar { kind -= 1 }
        return kind
    }

    /// Reads one scalar of more than one byte; the caller has checked that the bytes are UTF-8.
    private static func scalar(in bytes: Span<UInt8>, at index: inout Int) -> UInt32 {
        let lead = bytes[index]
        let count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        var scalar = UInt32(lead & (0xFF >> UInt8(count + 1)))
        index += 1
        for _ in 1..<count where index < bytes.count {
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
            index += 1
        }
        return scalar
    }
}
