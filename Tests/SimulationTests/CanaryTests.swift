#if CANARIES
import Simulation
import Testing

/// A simulator that does not notice a broken rule is too weak; ordinary releases cannot break one.
@Suite struct CanaryTests {
    @Test(arguments: Canary.all.map(\.mutation.rawValue))
    func `a broken rule is noticed`(name: String) throws {
        let canary = try #require(Canary.all.first { $0.mutation.rawValue == name })
        #expect(canary.search(from: 0) { $0 < 400 }.found != nil)
    }
}
#endif
