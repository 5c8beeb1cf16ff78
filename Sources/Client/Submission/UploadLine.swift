package import Catalogue
package import JSON
package import Ledger

/// Where a record stood in what a clerk uploaded.
package struct LinePlace: Hashable, Sendable, Comparable {
    /// The file's path, as it was typed.
    package let file: String
    /// The line, from one.
    package let line: Int

    /// Names a line.
    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// Both, as they are printed.
    package var text: String { "\(file):\(line)" }

    /// By file, then by line.
    package static func < (left: LinePlace, right: LinePlace) -> Bool {
        (left.file, left.line) < (right.file, right.line)
    }
}

/// One line of an upload that could be read; whether its record is valid is not yet known.
package struct UploadLine: Hashable, Sendable {
    /// Where it stood.
    package let place: LinePlace
    /// The category it names.
    package let category: String
    /// What to do.
    package let operation: RecordOperation
    /// The fields by their names, as they were written.
    package let members: [JSONMember]
    /// How strictly the values are to be read.
    package let source: TextSource

    /// Makes a line.
    package init(
        place: LinePlace,
        category: String,
        operation: RecordOperation,
        members: [JSONMember],
        source: TextSource
    ) {
        self.place = place
        self.category = category
        self.operation = operation
        self.members = members
        self.source = source
    }
}

/// A line whose record keeps to its category's schema, ready to be signed.
package struct CheckedLine: Hashable, Sendable {
    /// Where it stood.
    package let place: LinePlace
    /// The category.
    package let category: String
    /// The record.
    package let draft: RecordDraft

    /// Makes a line.
    package init(place: LinePlace, category: String, draft: RecordDraft) {
        self.place = place
        self.category = category
        self.draft = draft
    }
}
