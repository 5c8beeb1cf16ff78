/// Whether the disk has room for more blocks.
///
/// It has none below a reserve, which is kept for the vote journal and for the operator, nor after
/// a write was refused until one succeeds. A little more than the reserve must be free before it
/// has room again, so that a node at the edge does not change its mind with every block.
struct DiskRoom: Sendable {
    /// The bytes free when last measured; nil before the first time.
    private(set) var freeByteCount: UInt64?
    /// No room for more blocks.
    private(set) var isFull = false
    /// The bytes that stay free.
    let reserve: UInt64
    private var isRefused = false

    init(reserve: UInt64) { self.reserve = reserve }

    mutating func measure(_ freeByteCount: UInt64) {
        self.freeByteCount = freeByteCount
        judge()
    }

    mutating func refuse() {
        isRefused = true
        judge()
    }

    mutating func accept() {
        isRefused = false
        judge()
    }

    private mutating func judge() {
        let needed = isFull ? reserve &+ reserve / 4 : reserve
        isFull = isRefused || freeByteCount.map { $0 < needed } == true
    }
}
