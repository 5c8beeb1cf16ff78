package import Catalogue
import Console
import JSON

/// The folder of data from which a network is made, `Genesis/` in the repository.
package struct GenesisData: Hashable, Sendable {
    /// The folder that is meant when none is named.
    package static let standardPath = "Genesis"
    /// The folder's path.
    package let path: String

    /// Names a folder.
    package init(_ path: String) { self.path = path }

    /// Reads and checks the catalogue.
    package func catalogue() throws(ClientError) -> Catalogue {
        var files: [String: [UInt8]] = [:]
        for name in CatalogueDocument.fileNames {
            do { files[name] = try InputFile.read("\(path)/\(name)") } catch {
                throw .input(error)
            }
        }
        do {
            return try Catalogue(CatalogueDocument { files[$0] ?? [] })
        } catch {
            throw .unusable(path: path, reason: Phrase(error.english, error.chinese))
        }
    }

    /// Reads the consortium.
    package func consortium() throws(ClientError) -> Consortium {
        let file = path + "/consortium.json"
        let value = try NetworkFolder.document(file)
        do {
            return try Consortium(value)
        } catch {
            throw .unusable(path: file, reason: Phrase(error.english, error.chinese))
        }
    }

    /// Reads the files of a folder of node plans, in the order of their names.
    package static func nodePlans(in folder: String) throws(ClientError) -> [NodePlan] {
        var plans: [NodePlan] = []
        for name in Folder.names(in: folder) where name.hasSuffix(".json") {
            let file = "\(folder)/\(name)"
            let value = try NetworkFolder.document(file)
            do {
                plans.append(try NodePlan(value))
            } catch {
                throw .unusable(path: file, reason: Phrase(error.english, error.chinese))
            }
        }
        return plans
    }
}
