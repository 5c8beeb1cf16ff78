import Console
import Testing

@Suite struct WrappingTests {
    @Test func `no line is wider than asked, and nothing is lost`() {
        let name = "示范智能制造(区级试点)股份有限公司 Demonstration Works Co., Ltd. 科技园北区智造大厦"
        for width in 2...60 {
            let lines = DisplayWidth.wrapped(name, to: width)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(width)")
            let letters = lines.joined().filter { $0 != " " }
            #expect(letters == name.filter { $0 != " " }, "\(width)")
        }
    }

    @Test func `a line breaks by columns, not by letters`() {
        #expect(DisplayWidth.wrapped("示范制造有限公司", to: 8) == ["示范制造", "有限公司"])
        #expect(DisplayWidth.wrapped("示范制造有限公司", to: 9) == ["示范制造", "有限公司"])
    }

    @Test func `no line begins with a closing mark`() {
        #expect(DisplayWidth.wrapped("一二三四，五六", to: 8) == ["一二三", "四，五六"])
        #expect(DisplayWidth.wrapped("《食品法》第一条", to: 8) == ["《食品", "法》第一", "条"])
    }

    @Test func `a Latin word stays whole where it can`() {
        #expect(DisplayWidth.wrapped("one two three", to: 9) == ["one two", "three"])
        #expect(DisplayWidth.wrapped("编号ABC123号", to: 8) == ["编号", "ABC123号"])
        #expect(DisplayWidth.wrapped("abcdefghij", to: 4) == ["abcd", "efgh", "ij"])
    }

    @Test func `an empty text is one empty line`() {
        #expect(DisplayWidth.wrapped("", to: 10) == [""])
    }
}
