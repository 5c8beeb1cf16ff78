import Simulation
import Testing

/// Each named scenario shows its property; `lianzheng-sim scenarios --only N --seed S` repeats one.
@Suite struct ScenarioTests {
    /// Scenario 11 plays a hundred worlds and 52 a hundred epochs; `lianzheng-sim scenarios` plays
    /// them in release.
    private static let quick = Scenario.all.indices.filter {
        ![11, 52].contains(Scenario.all[$0].number)
    }

    @Test(arguments: quick)
    func `a scenario breaks no property`(index: Int) {
        let scenario = Scenario.all[index]
        let violations = scenario.run(1)
        #expect(violations.isEmpty, "\(scenario.number) \(scenario.name): \(violations)")
    }

    @Test func `scenarios of one number differ in name, and names are used once`() {
        let names = Scenario.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
