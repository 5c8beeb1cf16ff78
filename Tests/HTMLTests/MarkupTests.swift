import HTML
import Testing

@Suite struct MarkupTests {
    @Test func `a value is escaped, and markup goes in whole`() {
        let value = "<b title=\"a\">'&'</b>"
        let page: Markup = "<p>\(value)</p>"
        #expect(page.text == "<p>&lt;b title=&quot;a&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;</p>")
        let outer: Markup = "<div>\(page)</div>"
        #expect(outer.text == "<div>\(page.text)</div>")
        #expect(Markup([page, outer]).text == page.text + outer.text)
    }

    @Test func `numbers of any width are digits`() {
        let page: Markup = "\(-7) \(UInt64.max) \(UInt8(3))"
        #expect(page.text == "-7 18446744073709551615 3")
    }

    @Test func `what is put together scalar by scalar stays apart`() {
        // A combining mark behind a quote must not hide the quote from the escaping.
        let page: Markup = "\("\"\u{301}<\u{338}")"
        #expect(page.text == "&quot;\u{301}&lt;\u{338}")
    }
}
