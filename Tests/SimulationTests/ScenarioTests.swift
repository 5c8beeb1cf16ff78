import Simulation
import Testing

/// Each named scenario shows its property; `lianzheng-sim scenarios --only N --seed S` repeats one.
@Suite struct ScenarioTests {
    @Test(arguments: Scenario.all.map(\.number))
    func `a scenario breaks no property`(number: Int) throws {
        let scenario = try #require(Scenario.all.first { $0.number == number })
        for seed in UInt64(1)...2 {
            let violations = scenario.run(seed)
            #expect(violations.isEmpty, "\(number) \(scenario.name), seed \(seed): \(violations)")
        }
    }
}
