package import CBOR

/// What a key may sign for its member.
package struct Scope: Hashable, Sendable {
    /// A list of codes, or all there are and will be.
    package enum Reach: Hashable, Sendable {
        case all
        case only([String])

        /// Whether `code` is within reach.
        package func contains(_ code: String) -> Bool {
            switch self {
            case .all: true
            case .only(let codes): codes.contains(code)
            }
        }
    }

    /// The categories of records the key may write.
    package let categories: Reach
    /// The types of certificates the key may issue and withdraw.
    package let certificates: Reach
    /// Whether the key may grant keys to officers of its member, and revoke them.
    package let administration: Bool

    /// Describes a scope.
    package init(categories: Reach, certificates: Reach, administration: Bool = false) {
        self.categories = categories
        self.certificates = certificates
        self.administration = administration
    }

    /// Everything that the member itself may do.
    package static let everything = Scope(
        categories: .all,
        certificates: .all,
        administration: true
    )
}

// MARK: - Encoding: [ "*" / [* code], "*" / [* code], administration ]

extension Scope {
    /// Writes the scope's deterministic encoding.
    package func encode(into writer: inout CBORWriter) {
        writer.array(3)
        categories.encode(into: &writer)
        certificates.encode(into: &writer)
        writer.boolean(administration)
    }

    /// Reads a scope.
    package init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 3)
        categories = try Reach(from: &reader)
        certificates = try Reach(from: &reader)
        administration = try reader.boolean()
    }
}

extension Scope.Reach {
    /// What stands for all codes.
    static let wildcard = "*"
    /// The most codes a list may have.
    static let maximumCodes = 1_024

    func encode(into writer: inout CBORWriter) {
        switch self {
        case .all:
            writer.text(Self.wildcard)
        case .only(let codes):
            writer.array(codes.count)
            for code in codes { writer.text(code) }
        }
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        let start = reader.position
        if try reader.peekType() == .text {
            guard try reader.text() == Self.wildcard else { throw .outOfRange(at: start) }
            self = .all
            return
        }
        let count = try reader.array()
        guard count <= Self.maximumCodes else { throw .tooLong(at: start) }
        var codes: [String] = []
        codes.reserveCapacity(count)
        for _ in 0..<count { codes.append(try reader.text()) }
        self = .only(codes)
    }
}
