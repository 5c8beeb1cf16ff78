/// The entry point of libFuzzer, built and run by scripts/fuzz.
///
/// Whatever bytes come, the reader refuses them or reads what encodes to the same bytes again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCBOR(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Safe: libFuzzer hands over `count` readable bytes for the duration of the call.
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    if let value = try? CBORValue(decoding: bytes) {
        precondition(value.encoded == bytes, "what was read does not encode to itself")
    }
    var reader = CBORReader(bytes)
    while !reader.isAtEnd, (try? reader.encodedItem()) != nil {}
    return 0
}
