import CBOR
import JSON

/// The files of a catalogue, read as JSON but not yet understood.
///
/// The canonical bytes are a CBOR map of the values under the files' names, so layout and line
/// ends never change the digest while every name, bound and order of fields does.
package struct CatalogueDocument: Hashable, Sendable {
    /// The files below the Genesis folder, in the order in which `init(files:)` takes them.
    package static let fileNames = [
        "agencies.json", "codelists.json", "categories/TAX.json", "categories/LOAN.json",
        "categories/STAT.json", "certificates.json",
    ]

    let agencies: JSONValue
    let codeLists: JSONValue
    let categories: [JSONValue]
    let certificates: JSONValue

    init(
        agencies: JSONValue,
        codeLists: JSONValue,
        categories: [JSONValue],
        certificates: JSONValue
    ) {
        self.agencies = agencies
        self.codeLists = codeLists
        self.categories = categories
        self.certificates = certificates
    }

    /// Reads the files through a function that returns the bytes of each of `fileNames`.
    package init(
        files: (String) throws(CatalogueError) -> [UInt8]
    ) throws(CatalogueError) {
        var values: [JSONValue] = []
        for name in CatalogueDocument.fileNames {
            let bytes = try files(name)
            do throws(JSONError) { values.append(try JSONValue(parsing: bytes)) } catch {
                throw .json(file: name, error)
            }
        }
        agencies = values[0]
        codeLists = values[1]
        var categories: [JSONValue] = []
        for (index, value) in values[2...4].enumerated() {
            guard let list = value.array else {
                let name = CatalogueDocument.fileNames[index + 2]
                throw .json(file: name, .wrongType(path: "$", expected: .array))
            }
            categories += list
        }
        self.categories = categories
        certificates = values[5]
    }

    /// Reads the canonical bytes of a catalogue.
    package init(canonical bytes: [UInt8]) throws(CatalogueError) {
        let value: CBORValue
        do throws(CBORError) { value = try CBORValue(decoding: bytes) } catch {
            throw .cbor(error)
        }
        guard let document = JSONValue(value),
            let agencies = document["agencies"], let lists = document["codelists"],
            let categories = document["categories"]?.array,
            let certificates = document["certificates"], document.object?.count == 4
        else { throw .notCanonical }
        self.agencies = agencies
        codeLists = lists
        self.categories = categories
        self.certificates = certificates
    }

    /// The deterministic CBOR of the document; numbers that are no integers are refused.
    package func canonicalBytes() throws(CatalogueError) -> [UInt8] {
        let document: JSONValue = [
            "agencies": agencies, "codelists": codeLists, "categories": .array(categories),
            "certificates": certificates,
        ]
        guard let value = CBORValue(document) else { throw .notCanonical }
        return value.encoded
    }
}

extension CBORValue {
    /// The same value in CBOR; nil for numbers that are no integers of 64 bits.
    fileprivate init?(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .number(let literal):
            guard let integer = Int64(literal) else { return nil }
            self = integer < 0 ? .negative(UInt64(~integer)) : .unsigned(UInt64(integer))
        case .string(let text): self = .text(text)
        case .array(let elements):
            var items: [CBORValue] = []
            for element in elements {
                guard let item = CBORValue(element) else { return nil }
                items.append(item)
            }
            self = .array(items)
        case .object(let members):
            var pairs: [CBORPair] = []
            for member in members {
                guard let item = CBORValue(member.value) else { return nil }
                pairs.append(CBORPair(.text(member.name), item))
            }
            self = .map(pairs)
        }
    }
}

extension JSONValue {
    /// The same value in JSON; nil for byte strings, tags and keys that are no text.
    fileprivate init?(_ value: CBORValue) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .unsigned(let number): self = .integer(number)
        case .negative(let number):
            guard let magnitude = Int64(exactly: number) else { return nil }
            self = .integer(~magnitude)
        case .text(let text): self = .string(text)
        case .array(let items):
            var elements: [JSONValue] = []
            for item in items {
                guard let element = JSONValue(item) else { return nil }
                elements.append(element)
            }
            self = .array(elements)
        case .map(let pairs):
            var members: [JSONMember] = []
            for pair in pairs {
                guard case .text(let name) = pair.key, let member = JSONValue(pair.value) else {
                    return nil
                }
                members.append(JSONMember(name, member))
            }
            self = .object(members)
        case .bytes, .tagged, .simple: return nil
        }
    }
}
