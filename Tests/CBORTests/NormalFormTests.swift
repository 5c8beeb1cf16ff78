import CBOR
import Testing

@Suite struct NormalFormTests {
    @Test(arguments: ["", "abc", "链证", "é", "가", "龘𠮷"])
    func `composed text is in normal form`(text: String) {
        #expect(text.isInNormalFormC)
    }

    @Test(arguments: ["e\u{301}", "\u{1100}\u{1161}", "\u{f979}", "\u{2126}"])
    func `decomposed text and compatibility ideographs are not`(text: String) {
        #expect(!text.isInNormalFormC)
    }
}
