/// The state of a ``CrashingFileSystem``: for every file what is readable now, what would survive
/// for certain, and the operations in between.
struct CrashingDisk: Sendable {
    /// A change of a file's content.
    enum Change: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case truncate(byteCount: Int)
    }

    /// A change of the names in a folder.
    enum NameChange: Sendable {
        case link(path: String, file: Int)
        case unlink(path: String)
        case rename(path: String, newPath: String)
    }

    /// The content of one file.
    struct Content: Sendable {
        var now: [UInt8] = []
        var durable: [UInt8] = []
        var pending: [Change] = []
    }

    static let sectorByteCount = 512

    var faults: DiskFaults
    var operationCount = 0
    var isCrashed = false
    /// Counts restarts; files opened before one are dead.
    var life = 0
    var contents: [Content] = []
    var names: [String: Int] = [:]
    var durableNames: [String: Int] = [:]
    var folders: Set<String>
    /// By folder, in order.
    var pendingNames: [String: [NameChange]] = [:]
    var locked: Set<Int> = []
    private var generator: CrashGenerator

    init(seed: UInt64, faults: DiskFaults, root: String) {
        self.faults = faults
        folders = [root]
        generator = CrashGenerator(seed: seed)
    }

    /// The bytes in all files.
    var usedByteCount: UInt64 {
        names.values.reduce(0) { $0 + UInt64(contents[$1].now.count) }
    }

    /// Changes a file's readable content and remembers the change until a sync.
    mutating func change(_ file: Int, _ change: Change) {
        Self.apply(change, to: &contents[file].now)
        contents[file].pending.append(change)
    }

    /// Where a write ends up: at its place, unless the faults misplace it.
    mutating func places(ofWriteTo path: String, at offset: UInt64) -> [UInt64] {
        guard let fault = faults.misplacedWrite, path.hasPrefix(fault.folder + "/"),
            offset >= fault.distance
        else { return [offset] }
        faults.misplacedWrite = nil
        return fault.isDuplicated ? [offset - fault.distance, offset] : [offset - fault.distance]
    }

    /// Makes the content of a file durable.
    mutating func sync(_ file: Int) {
        for change in contents[file].pending { Self.apply(change, to: &contents[file].durable) }
        contents[file].pending = []
    }

    /// A sync that failed: some of the changes reached the disk, and the rest never will, although
    /// they can still be read.
    mutating func failSync(_ file: Int) {
        survive(file, .subset)
    }

    /// Changes the names of a folder and remembers the change until the folder is synced.
    mutating func change(_ folder: String, _ change: NameChange) {
        Self.apply(change, to: &names)
        pendingNames[folder, default: []].append(change)
    }

    /// Makes the names of a folder durable.
    mutating func syncNames(_ folder: String) {
        for change in pendingNames[folder] ?? [] { Self.apply(change, to: &durableNames) }
        pendingNames[folder] = nil
    }

    /// Closes the files of a process; what it wrote stays readable, and is no more durable.
    mutating func kill() {
        isCrashed = true
        locked = []
    }

    /// Turns the power off: what was not synced survives as the faults say.
    mutating func crash() {
        isCrashed = true
        locked = []
        for file in contents.indices {
            survive(file, faults.survival)
            contents[file].now = contents[file].durable
        }
        for folder in pendingNames.keys.sorted() {
            let changes = pendingNames[folder] ?? []
            for change in survivors(changes, faults.survival) {
                Self.apply(change, to: &durableNames)
            }
        }
        pendingNames = [:]
        names = durableNames
    }

    /// Decides which pending changes of a file reach the disk.
    private mutating func survive(_ file: Int, _ survival: CrashSurvival) {
        let pending = contents[file].pending
        contents[file].pending = []
        if pending.isEmpty || survival == .nothing { return }
        let sectors = pending.flatMap(Self.sectors)
        var kept = survivors(sectors, survival)
        let torn = generator.number(below: kept.count)
        if survival == .tornSector, torn < kept.count,
            case .write(let offset, let bytes) = kept[torn]
        {
            let some = bytes.prefix(generator.number(below: bytes.count))
            kept[torn] = .write(offset: offset, bytes: Array(some))
        }
        for change in kept { Self.apply(change, to: &contents[file].durable) }
    }

    private mutating func survivors<Item>(
        _ items: [Item],
        _ survival: CrashSurvival
    ) -> [Item] {
        switch survival {
        case .nothing: return []
        case .everything: return items
        case .prefix: return Array(items.prefix(generator.number(below: items.count + 1)))
        case .subset, .tornSector: return items.filter { _ in generator.coin() }
        }
    }

    /// A change as the disk carries it out: sector by sector.
    private static func sectors(_ change: Change) -> [Change] {
        guard case .write(let offset, let bytes) = change else { return [change] }
        var pieces: [Change] = []
        var done = 0
        while done < bytes.count {
            let left = sectorByteCount - (offset + done) % sectorByteCount
            let piece = bytes[done..<min(done + left, bytes.count)]
            pieces.append(.write(offset: offset + done, bytes: Array(piece)))
            done += piece.count
        }
        return pieces
    }

    private static func apply(_ change: Change, to content: inout [UInt8]) {
        switch change {
        case .truncate(let byteCount):
            resize(&content, to: byteCount)
        case .write(let offset, let bytes):
            if bytes.isEmpty { return }
            if offset == content.count { return content += bytes }
            resize(&content, to: max(content.count, offset + bytes.count))
            content.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        }
    }

    private static func resize(_ content: inout [UInt8], to byteCount: Int) {
        if byteCount < content.count {
            content.removeLast(content.count - byteCount)
        } else {
            content.append(contentsOf: repeatElement(0, count: byteCount - content.count))
        }
    }

    private static func apply(_ change: NameChange, to names: inout [String: Int]) {
        switch change {
        case .link(let path, let file): names[path] = file
        case .unlink(let path): names[path] = nil
        case .rename(let path, let newPath):
            guard let file = names[path] else { return }
            names[path] = nil
            names[newPath] = file
        }
    }
}
