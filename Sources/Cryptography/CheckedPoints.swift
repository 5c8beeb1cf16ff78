import COpenSSL
import Synchronization

/// The points that were found to be on their curve lately, ready to check signatures.
///
/// The same keys come again with every start, epoch and replay, and looking whether a point is on
/// its curve takes as long as several signatures.
enum CheckedPoints {
    private struct Point: Hashable {
        let suite: Suite
        let key: PublicKey
    }

    /// How many are kept; beyond, all are forgotten and found again as they come.
    private static let capacity = 1024
    private static let handles = Mutex<[Point: KeyHandle]>([:])

    /// The handle of a key; refuses a point that is not on the curve of the suite.
    static func handle(
        of key: PublicKey,
        on suite: Suite
    ) throws(CryptographyError) -> KeyHandle {
        let point = Point(suite: suite, key: key)
        if let known = handles.withLock({ $0[point] }) { return known }
        let handle = try check(point)
        handles.withLock { handles in
            if handles.count >= capacity { handles.removeAll(keepingCapacity: true) }
            handles[point] = handle
        }
        return handle
    }

    private static func check(_ point: Point) throws(CryptographyError) -> KeyHandle {
        let bytes = point.key.bytes
        // Safe: the strings and the point are valid for the duration of the call.
        guard
            let key = unsafe lianzheng_public_key(
                point.suite.keyType,
                point.suite.curveName,
                bytes,
                bytes.count
            )
        else {
            OpenSSL.forgetErrors()
            throw .pointNotOnCurve
        }
        return unsafe KeyHandle(owning: key, for: .verify)
    }
}
