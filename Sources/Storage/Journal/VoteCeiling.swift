/// The double-slot file that outlives the journal: up to which view this validator may have
/// signed, and which journal segments there must be. Spec: <doc:OnDiskFormat#Ceiling>
///
/// A validator raises the ceiling durably before it signs above it, 64 views at a time. When the
/// journal is lost, it has signed nothing above the ceiling, and never signs at or below it again.
///
/// Both slots hold the newest value; they are written one after the other, each synced, so
/// that an interrupted write damages at most one of them, and so that rot of either is repaired.
///
/// Syscalls of a raise: pwrite(slot 0) fdatasync pwrite(slot 1) fdatasync
package struct VoteCeiling: Sendable {
    /// What one slot holds.
    struct Value: Hashable, Sendable {
        /// Counts the writes.
        var generation: UInt64
        /// No vote above this view was ever signed.
        var mark: ViewMark
        /// The first batch of the oldest journal segment that is still needed.
        var oldestSegment: UInt64
        /// The first batch of the newest journal segment that is known to be durable.
        var newestSegment: UInt64
    }

    /// How many views a validator may sign after one raise.
    package static let stride: UInt64 = 64

    private static let slotByteCount = 4096
    private static let magic: [UInt8] = Array("LZC\u{1}".utf8)
    private static let fieldByteCount = 44

    private let file: any File
    private(set) var value: Value

    /// The view up to which this validator may have signed.
    package var mark: ViewMark { value.mark }

    /// Creates the file, or writes it anew after both slots were lost.
    ///
    /// Syscalls: openat(O_CREAT) pwrite fdatasync pwrite fdatasync fsync(folder)
    static func create(
        _ folder: String,
        _ fileSystem: any FileSystem,
        value: Value
    ) throws(StorageError) -> VoteCeiling {
        let file = try fileSystem.open(folder + "/ceiling", .readWriteOrCreate)
        let ceiling = VoteCeiling(file: file, value: value)
        try ceiling.writeSlots()
        try fileSystem.syncFolder(folder)
        return ceiling
    }

    /// Reads the file; nil when it is missing or neither slot is whole.
    static func open(
        _ folder: String,
        _ fileSystem: any FileSystem
    ) throws(StorageError) -> (ceiling: VoteCeiling, wasRepaired: Bool)? {
        let path = folder + "/ceiling"
        guard let file = try fileSystem.openIfPresent(path, .readWrite) else { return nil }
        let bytes = try file.read(at: 0, byteCount: 2 * slotByteCount)
        let slots = [decode(bytes.prefix(slotByteCount)), decode(bytes.dropFirst(slotByteCount))]
        guard let newest = slots.compactMap(\.self).max(by: { $0.generation < $1.generation })
        else { return nil }
        let ceiling = VoteCeiling(file: file, value: newest)
        if slots[0] == slots[1] { return (ceiling, false) }
        try ceiling.writeSlots()
        return (ceiling, true)
    }

    /// Raises the ceiling durably; nothing happens when it is high enough.
    mutating func raise(to mark: ViewMark) throws(StorageError) {
        guard mark > value.mark else { return }
        try replace { $0.mark = mark }
    }

    /// Changes the value durably.
    mutating func replace(_ change: (inout Value) -> Void) throws(StorageError) {
        var next = value
        change(&next)
        next.generation += 1
        let written = VoteCeiling(file: file, value: next)
        try written.writeSlots()
        self = written
    }

    private func writeSlots() throws(StorageError) {
        let slot = Self.encode(value)
        for index in 0..<2 {
            try file.write(slot, at: UInt64(index * Self.slotByteCount))
            try file.syncData()
        }
    }

    private static func encode(_ value: Value) -> [UInt8] {
        var bytes = magic
        bytes.appendBigEndian(value.generation)
        bytes.appendBigEndian(value.mark.epoch)
        bytes.appendBigEndian(value.mark.view)
        bytes.appendBigEndian(value.oldestSegment)
        bytes.appendBigEndian(value.newestSegment)
        bytes.appendBigEndian(CRC32C.checksum(bytes))
        bytes.padWithZeros(toMultipleOf: slotByteCount)
        return bytes
    }

    private static func decode(_ slot: ArraySlice<UInt8>) -> Value? {
        guard slot.starts(with: magic) else { return nil }
        var fields = FieldReader(slot.dropFirst(magic.count))
        guard let generation = fields.integer(UInt64.self),
            let epoch = fields.integer(UInt64.self),
            let view = fields.integer(UInt64.self),
            let oldestSegment = fields.integer(UInt64.self),
            let newestSegment = fields.integer(UInt64.self),
            let checksum = fields.integer(UInt32.self),
            checksum == CRC32C.checksum(slot.prefix(fieldByteCount))
        else { return nil }
        return Value(
            generation: generation,
            mark: ViewMark(epoch: epoch, view: view),
            oldestSegment: oldestSegment,
            newestSegment: newestSegment
        )
    }
}
