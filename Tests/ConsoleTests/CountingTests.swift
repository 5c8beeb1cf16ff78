import Console
import Testing

@Suite struct CountingTests {
    @Test(arguments: [(0, "0 fields"), (1, "1 field"), (2, "2 fields")])
    func `one is counted in the singular`(_ count: Int, _ text: String) {
        #expect(count.counting("field") == text)
    }
}
