import NodeCore

/// G4: no honest validator is ever accused by valid evidence.
struct AccusationChecker {
    /// How often a Byzantine validator was accused, rightly.
    private(set) var rightCount = 0

    /// Checks what a node reports; the entry names the validator.
    mutating func check(_ entry: LogEntry, by process: SimulatedProcess, in world: World) {
        let accused = entry.fields.first { $0.name == "validator" }?.value ?? ""
        if world.processes.contains(where: { $0.name == accused && $0.isByzantine }) {
            rightCount += 1
        } else {
            world.violate("G4 accusation", "\(process.name) accused \(accused)")
        }
    }
}
