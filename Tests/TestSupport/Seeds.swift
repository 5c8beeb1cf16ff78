package import Testing

/// Runs a property once a seed; a failure names the seed, so that `seeds: 41..<42` repeats it.
package func withSeeds(
    _ seeds: Range<UInt64>,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ property: (inout SeededGenerator) throws -> Bool
) {
    for seed in seeds {
        var generator = SeededGenerator(seed: seed)
        do {
            let holds = try property(&generator)
            #expect(holds, "seed \(seed)", sourceLocation: sourceLocation)
            if !holds { return }
        } catch {
            Issue.record(error, "seed \(seed)", sourceLocation: sourceLocation)
            return
        }
    }
}
