import CBOR
import Testing

@Suite struct HexadecimalTests {
    @Test func `digits of either case are read and lower case is written`() {
        #expect([UInt8](hexadecimal: "00aBFf") == [0x00, 0xab, 0xff])
        #expect([0x00, 0xab, 0xff].hexadecimal == "00abff")
        #expect([UInt8](hexadecimal: "") == [])
    }

    @Test(arguments: ["0", "0g", "0x", " 00", "00 ", "链"])
    func `anything else is refused`(text: String) {
        #expect([UInt8](hexadecimal: text) == nil)
    }
}
