import Ledger
import Testing

@Suite struct SignerBitmapTests {
    @Test func `the first validator is the most significant bit of the first byte`() {
        var bitmap = SignerBitmap(count: 9)
        bitmap.insert(0)
        bitmap.insert(8)
        #expect(bitmap.bytes == [0x80, 0x80])
        #expect(bitmap.members == [0, 8])
        #expect(bitmap.memberCount == 2)
    }

    @Test func `a bitmap of the wrong length is refused`() {
        #expect(SignerBitmap([0x80], count: 9) == nil)
        #expect(SignerBitmap([0x80, 0, 0], count: 9) == nil)
        #expect(SignerBitmap([], count: 1) == nil)
    }

    @Test func `padding bits must be zero`() {
        #expect(SignerBitmap([0xf0], count: 4) != nil)
        #expect(SignerBitmap([0xf8], count: 4) == nil)
        #expect(SignerBitmap([0xff, 0xc0], count: 9) == nil)
        #expect(SignerBitmap([0xff], count: 8) != nil)
    }

    @Test func `nobody outside the set is a member`() {
        let bitmap = SignerBitmap([0xf0], count: 4)
        #expect(bitmap?.contains(4) == false)
        #expect(bitmap?.contains(-1) == false)
    }
}
