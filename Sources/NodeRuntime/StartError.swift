package import Catalogue
package import Cryptography
package import JSON
package import Ledger
package import NodeCore
package import Storage
package import Transport

/// Why a node does not start: what, where, and what to do.
package enum StartError: Error, Sendable {
    /// The disk, or what lies on it.
    case storage(StorageError)
    /// A file of the home is not there.
    case missingFile(path: String)
    /// The configuration cannot be used.
    case configuration(path: String, JSONError)
    /// The configuration names a node that the ledger gives to another member.
    case unknownNode(name: String)
    /// The genesis cannot be used, or does not fit what lies beside it.
    case genesis(GenesisError)
    /// The catalogue cannot be used.
    case catalogue(CatalogueError)
    /// A key cannot be used.
    case key(CryptographyError)
    /// A key is not the one that the ledger registers.
    case keyMismatch(path: String, node: String)
    /// The store cannot be opened, or the stored chain not be replayed.
    case restoration(RestorationError)
    /// The network cannot be used.
    case transport(TransportError)

    /// Whether the start was not wanted any more, so that the node stopped as it was asked to.
    package var isInterruption: Bool {
        if case .restoration(.interrupted) = self { true } else { false }
    }

    /// The stable name of the error.
    package var code: String {
        switch self {
        case .storage(let error): error.code
        case .missingFile: "node.missingFile"
        case .configuration: "node.configuration"
        case .unknownNode: "node.unknownNode"
        case .genesis(let error): error.code
        case .catalogue(let error): error.code
        case .key(let error): error.code
        case .keyMismatch: "node.keyMismatch"
        case .restoration(let error): error.code
        case .transport(let error): error.code
        }
    }

    /// The error in English.
    package var english: String {
        switch self {
        case .storage(let error): error.english
        case .missingFile(let path):
            "\(path) does not exist; “lianzheng network init” makes a home with all its files"
        case .configuration(let path, let error): "\(path): \(error.english)"
        case .unknownNode(let name):
            "the ledger registers node “\(name)” for another member than node.json names"
        case .genesis(let error): error.english
        case .catalogue(let error): error.english
        case .key(let error): error.english
        case .keyMismatch(let path, let node):
            "\(path) is not the key that the ledger registers for node “\(node)”"
        case .restoration(let error): error.english
        case .transport(let error): error.english
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .storage(let error): error.chinese
        case .missingFile(let path): "\(path) 不存在；可用“lianzheng network init”生成完整的节点目录"
        case .configuration(let path, let error): "\(path):\(error.chinese)"
        case .unknownNode(let name): "账本将节点“\(name)”登记在 node.json 所称成员以外的成员名下"
        case .genesis(let error): error.chinese
        case .catalogue(let error): error.chinese
        case .key(let error): error.chinese
        case .keyMismatch(let path, let node): "\(path) 不是账本为节点“\(node)”登记的密钥"
        case .restoration(let error): error.chinese
        case .transport(let error): error.chinese
        }
    }
}
