/// What a crash leaves of the writes that were not synced.
package enum CrashSurvival: String, Hashable, Sendable, CaseIterable {
    /// None of them.
    case nothing
    /// The first of them, in order, up to a random point.
    case prefix
    /// A random choice of their sectors: disks write in any order.
    case subset
    /// A random choice, and one sector of it only in part.
    case tornSector
    /// All of them.
    case everything
}

/// A write that a disk carries out nearer to the beginning of the file, over what stands there.
package struct MisplacedWrite: Hashable, Sendable {
    /// Only files below this folder are hit.
    package let folder: String
    /// How many bytes too early it lands; the first write with so much before it is hit.
    package let distance: UInt64
    /// Whether it is carried out at its own place as well: duplicated, not misdirected.
    package let isDuplicated: Bool

    /// A misplaced write below a folder.
    package init(below folder: String, distance: UInt64, isDuplicated: Bool) {
        self.folder = folder
        self.distance = distance
        self.isDuplicated = isDuplicated
    }
}

/// The faults that a ``CrashingFileSystem`` is to show.
///
/// Operations are counted from 0: every call that changes a file or a folder, or syncs one, is one.
package struct DiskFaults: Hashable, Sendable {
    /// The power goes during this operation.
    package var crashAt: Int?
    /// Instead, only the process is killed there, and the machine lives on.
    package var isKill = false
    /// What the crash leaves.
    package var survival: CrashSurvival = .nothing
    /// This operation, if it is a sync, reports that the disk failed.
    package var failSyncAt: Int?
    /// Every sync reports that the disk failed.
    package var failsSyncs = false
    /// A sync of a folder does nothing: a program that forgets to sync folders.
    package var ignoresFolderSyncs = false
    /// This operation, if it needs room, finds the disk full; the next one does not.
    package var noSpaceAt: Int?
    /// The disk is full at this many bytes.
    package var capacity: UInt64?
    /// The next write that can be is carried out at another place; nobody is told.
    package var misplacedWrite: MisplacedWrite?

    /// No faults.
    package init() {}
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed leaves the same disk.
struct CrashGenerator: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A number from 0 up to, and not including, `bound`.
    mutating func number(below bound: Int) -> Int {
        bound > 0 ? Int(next() % UInt64(bound)) : 0
    }

    /// True half of the time.
    mutating func coin() -> Bool {
        next() & 1 == 1
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
