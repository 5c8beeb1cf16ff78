import Console
import Testing

@Suite struct TableTests {
    @Test func `Chinese characters take two columns`() {
        #expect(DisplayWidth.of("ab税务") == 6)
        #expect(DisplayWidth.of("é e\u{301}") == 3)
        var table = Table([("机构", .leading), ("笔数", .trailing)])
        table.add(["区税务局", "12"])
        table.add(["bank", "3456\u{1B}[0m"])
        table.add(["x"])
        let expected = """
            机构            笔数
            ────────  ─────────
            区税务局         12
            bank      3456 [0m
            x

            """
        #expect(
            table.text.split(separator: "\n").map { DisplayWidth.of(String($0)) }.prefix(2)
                == [18, 18]
        )
        #expect(!table.text.contains("\u{1B}"))
        #expect(table.text.split(separator: "\n").count == expected.split(separator: "\n").count)
    }
}

@Suite struct ProgressLineTests {
    @Test func `rate and time left follow from what is done`() {
        let line = ProgressLine(done: 250, total: 1000, elapsed: .seconds(10))
        #expect(line.text(.english).hasSuffix("25%  250/1000  25/s  00:30 left"))
        #expect(line.text(.chinese).hasSuffix("剩余 00:30"))
        let open = ProgressLine(done: 50, total: 0, elapsed: .seconds(10))
        #expect(open.text(.english) == "50  5/s")
        let none = ProgressLine(done: 0, total: 10, elapsed: .zero)
        #expect(none.text(.english).contains("0/10"))
    }
}

@Suite struct InputFileTests {
    @Test func `errors say what is wrong with the path`() {
        #expect(throws: InputFileError.notFound(path: "/no/such/file")) {
            try InputFile.read("/no/such/file")
        }
        #expect(throws: InputFileError.isDirectory(path: "/")) { try InputFile.read("/") }
        #expect(throws: InputFileError.self) { try InputFile.read("/dev/zero", maximumBytes: 10) }
        #expect(InputFileError.notFound(path: "a").chinese == "a：没有这个文件")
    }
}
