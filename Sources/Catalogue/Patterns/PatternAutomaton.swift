/// A deterministic automaton over classes of characters.
///
/// Characters that no part of the pattern tells apart share a class, so a table row is a few cells
/// wide.
struct PatternAutomaton: Sendable {
    /// Where classes change: a scalar's class is the number of bounds at or below it.
    let bounds: [UInt32]
    /// The classes of the 128 characters of ASCII.
    let classOfASCII: [UInt8]
    /// The next state, for each state and class.
    let transitions: [UInt16]
    /// Whether a text may end in a state.
    let isAccepting: [Bool]

    /// The state from which no text is accepted.
    static let dead = 0
    /// The state before the first character.
    static let start = 1

    private static let maximumStates = 4096

    init(_ part: PatternPart) throws(PatternError) {
        var graph = PatternGraph()
        try graph.append(part)
        let bounds = graph.bounds
        guard bounds.count < 256 else { throw .tooLarge }
        classOfASCII = (0..<128).map { scalar in
            UInt8(bounds.prefix { $0 <= UInt32(scalar) }.count)
        }
        self.bounds = bounds
        (transitions, isAccepting) = try PatternAutomaton.determinize(graph, bounds)
    }

    /// The subset construction: a state of the table is a set of states of the graph.
    private static func determinize(
        _ graph: PatternGraph,
        _ bounds: [UInt32]
    ) throws(PatternError) -> ([UInt16], [Bool]) {
        let classCount = bounds.count + 1
        let edges = graph.classEdges(bounds)
        var sets: [[Int]] = [[], graph.closure(of: [0])]
        var numbers: [[Int]: UInt16] = [sets[0]: 0, sets[1]: 1]
        var transitions = [UInt16](repeating: 0, count: classCount)
        var state = 1
        while state < sets.count {
            var targets = [[Int]](repeating: [], count: classCount)
            for edge in sets[state].lazy.flatMap({ edges[$0] }) {
                for kind in edge.classes { targets[kind].append(edge.target) }
            }
            // Most classes lead nowhere, and most others where their neighbour does.
            var last: (raw: [Int], number: UInt16) = ([], 0)
            for raw in targets {
                if raw != last.raw {
                    let target = graph.closure(of: raw)
                    let number = numbers[target] ?? UInt16(sets.count)
                    if Int(number) == sets.count {
                        guard sets.count < maximumStates else { throw .tooLarge }
                        numbers[target] = number
                        sets.append(target)
                    }
                    last = (raw, number)
                }
                transitions.append(last.number)
            }
            state += 1
        }
        return (transitions, sets.map { $0.contains(graph.end) })
    }
}

/// The nondeterministic graph of a pattern: states with edges over characters and free edges.
private struct PatternGraph {
    private var edges: [[(ranges: [ClosedRange<UInt32>], target: Int)]] = [[]]
    private var free: [[Int]] = [[]]

    /// The state in which the whole pattern has been read; the start is state 0.
    private(set) var end = 0

    private static let maximumStates = 20_000

    /// Appends a part after everything appended so far.
    mutating func append(_ part: PatternPart) throws(PatternError) {
        end = try add(part, from: end)
    }

    private mutating func newState() throws(PatternError) -> Int {
        guard edges.count < PatternGraph.maximumStates else { throw .tooLarge }
        edges.append([])
        free.append([])
        return edges.count - 1
    }

    private mutating func add(_ part: PatternPart, from start: Int) throws(PatternError) -> Int {
        switch part {
        case .character(let ranges):
            let target = try newState()
            edges[start].append((ranges, target))
            return target
        case .sequence(let parts):
            var state = start
            for part in parts { state = try add(part, from: state) }
            return state
        case .choice(let parts):
            let target = try newState()
            for part in parts {
                let end = try add(part, from: start)
                free[end].append(target)
            }
            return target
        case .repeated(let part, let minimum, let maximum):
            return try addRepeated(part, minimum, maximum, from: start)
        }
    }

    private mutating func addRepeated(
        _ part: PatternPart,
        _ minimum: Int,
        _ maximum: Int?,
        from start: Int
    ) throws(PatternError) -> Int {
        var state = start
        for _ in 0..<minimum { state = try add(part, from: state) }
        let target = try newState()
        guard let maximum else {
            let loop = try newState()
            free[state].append(loop)
            free[loop].append(target)
            let end = try add(part, from: loop)
            free[end].append(loop)
            return target
        }
        free[state].append(target)
        for _ in minimum..<maximum {
            let fresh = try newState()
            free[state].append(fresh)
            state = try add(part, from: fresh)
            free[state].append(target)
        }
        return target
    }

    /// The scalars at which the set of matching edges can change, ascending.
    var bounds: [UInt32] {
        var bounds: Set<UInt32> = []
        for edge in edges.joined() {
            for range in edge.ranges {
                bounds.insert(range.lowerBound)
                bounds.insert(range.upperBound + 1)
            }
        }
        bounds.remove(0)
        return bounds.sorted()
    }

    /// The edges of each state, with the classes of characters that they read, which begin at 0 and
    /// at each bound.
    func classEdges(_ bounds: [UInt32]) -> [[(classes: [Int], target: Int)]] {
        let firsts = [0] + bounds
        return edges.map { edges in
            edges.map { edge in
                let classes = firsts.indices.filter { kind in
                    edge.ranges.contains { $0.contains(firsts[kind]) }
                }
                return (classes, edge.target)
            }
        }
    }

    /// The states reachable without reading, in ascending order.
    func closure(of states: [Int]) -> [Int] {
        if states.count <= 1, states.allSatisfy({ free[$0].isEmpty }) { return states }
        var found = Set(states)
        var pending = states
        while let state = pending.popLast() {
            for target in free[state] where found.insert(target).inserted {
                pending.append(target)
            }
        }
        return found.sorted()
    }
}
