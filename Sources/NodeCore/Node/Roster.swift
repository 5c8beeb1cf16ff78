import Ledger

/// The nodes of the network by name and by number, as they are in one epoch.
///
/// Validators have their index in the validator set; observers follow, in the charter's order.
struct Roster: Sendable {
    private let names: [PeerName]
    private let indexes: [PeerName: UInt64]
    private let validatorCount: Int
    private let own: PeerName

    init(_ charter: Charter, own: PeerName) {
        let validators = charter.validators.validators.map(\.name)
        let observers = charter.nodes.filter { !$0.isValidator }.map(\.name)
        names = validators + observers
        validatorCount = validators.count
        let numbered = names.enumerated().map { ($0.element, UInt64($0.offset)) }
        indexes = Dictionary(numbered) { first, _ in first }
        self.own = own
    }

    /// The other nodes, in order.
    var peers: [PeerName] { names.filter { $0 != own } }

    /// This node's index in the validator set; nil for an observer.
    var ownIndex: UInt64? { isValidator(own) ? indexes[own] : nil }

    func name(_ index: UInt64) -> PeerName? {
        index < UInt64(names.count) ? names[Int(index)] : nil
    }

    func index(_ name: PeerName) -> UInt64? { indexes[name] }

    func isValidator(_ name: PeerName) -> Bool {
        indexes[name].map { $0 < UInt64(validatorCount) } ?? false
    }
}
