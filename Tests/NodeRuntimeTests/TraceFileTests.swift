import FoundationEssentials
import NodeCore
import NodeRuntime
import Testing

@Suite struct TraceFileTests {
    private let path = URL.temporaryDirectory.appending(path: "lianzheng-\(UUID()).jsonl").path

    private func lines(of path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func `a trace goes on after the torn line of a killed process`() throws {
        try Data("{\"what\":\"du".utf8).write(to: URL(filePath: path))
        let file = try TraceFile(path)
        file.add(.ended)
        try file.flush()
        #expect(try lines(of: path) == ["{\"what\":\"du", TraceLine.ended.text])
    }

    @Test func `a long trace becomes the old one and a new one begins`() throws {
        let file = try TraceFile(path, limit: 30)
        for _ in 0..<3 {
            file.add(.ended)
            try file.flush()
        }
        #expect(try lines(of: path) == [TraceLine.ended.text])
        #expect(try lines(of: path + ".old").count == 2)
    }
}
