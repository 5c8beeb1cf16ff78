package import CBOR
import Cryptography

extension ClientReply {
    /// The frame to send.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 512)
        writer.array(3)
        writer.unsigned(identifier)
        switch body {
        case .status(let json):
            writer.unsigned(0)
            writer.byteString(json)
        case .recorded(let place):
            writer.unsigned(1)
            writer.array(3)
            writer.unsigned(place.height)
            writer.unsigned(place.leafIndex)
            writer.unsigned(place.timeMs)
        case .records(let page):
            writer.unsigned(2)
            page.encode(into: &writer)
        case .evidence(let parts):
            writer.unsigned(3)
            parts.encode(into: &writer)
        case .located(let leafIndex):
            writer.unsigned(4)
            writer.unsigned(leafIndex)
        case .refused(let refusal):
            writer.unsigned(5)
            refusal.encode(into: &writer)
        case .governance(let json):
            writer.unsigned(6)
            writer.byteString(json)
        case .proposal(let statement):
            writer.unsigned(7)
            writer.byteString(statement)
        case .keys(let json):
            writer.unsigned(11)
            writer.byteString(json)
        case .deposited:
            writer.unsigned(12)
            writer.null()
        case .claimed(let sealed):
            writer.unsigned(13)
            writer.byteString(sealed)
        case .challenge(let challenge):
            writer.unsigned(14)
            writer.byteString(challenge)
        case .statusChunk(let parts):
            writer.unsigned(16)
            parts.encode(into: &writer)
        }
        return writer.bytes
    }

    /// Reads a frame.
    package init(decoding bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 3)
        identifier = try reader.unsigned()
        switch try reader.unsigned() {
        case 0:
            body = .status(json: [UInt8](try reader.byteString()))
        case 1:
            try reader.array(count: 3)
            body = .recorded(
                Recorded(
                    height: try reader.unsigned(),
                    leafIndex: try reader.unsigned(),
                    timeMs: try reader.unsigned()
                )
            )
        case 2:
            body = .records(try RecordPage(from: &reader))
        case 3:
            body = .evidence(try EvidenceParts(from: &reader))
        case 4:
            body = .located(leafIndex: try reader.unsigned())
        case 5:
            body = .refused(try Refusal(from: &reader))
        case 6:
            body = .governance(json: [UInt8](try reader.byteString()))
        case 7:
            body = .proposal(statement: [UInt8](try reader.byteString()))
        case 11:
            body = .keys(json: [UInt8](try reader.byteString()))
        case 12:
            try reader.null()
            body = .deposited
        case 13:
            body = .claimed(sealed: [UInt8](try reader.byteString()))
        case 14:
            body = .challenge(try reader.digest())
        case 16:
            body = .statusChunk(try StatusParts(from: &reader))
        default:
            throw .outOfRange(at: reader.position)
        }
        try reader.finish()
    }
}

extension RecordPage {
    func encode(into writer: inout CBORWriter) {
        writer.array(2)
        writer.array(records.count)
        for found in records {
            writer.array(7)
            writer.unsigned(found.leafIndex)
            writer.unsigned(found.recordIndex)
            writer.unsigned(found.height)
            writer.unsigned(found.timeMs)
            writer.byteString(found.statement)
            writer.byteString(found.record)
            writer.array(found.path.count)
            for step in found.path { writer.byteString(step.bytes) }
        }
        if let next { writer.unsigned(next) } else { writer.null() }
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 2)
        let count = try reader.array()
        var found: [FoundRecord] = []
        for _ in 0..<count {
            try reader.array(count: 7)
            found.append(
                FoundRecord(
                    leafIndex: try reader.unsigned(),
                    recordIndex: try reader.unsigned(),
                    height: try reader.unsigned(),
                    timeMs: try reader.unsigned(),
                    statement: [UInt8](try reader.byteString()),
                    record: [UInt8](try reader.byteString()),
                    path: try reader.digests()
                )
            )
        }
        var next: UInt64?
        if reader.nextIsNull { try reader.null() } else { next = try reader.unsigned() }
        self.init(records: found, next: next)
    }
}

extension EvidenceParts {
    func encode(into writer: inout CBORWriter) {
        writer.array(11)
        for part in [
            statement, recordedHeader, recordedFinalization, inclusion, statusHeader,
            statusFinalization, status, validatorSet,
        ] {
            writer.byteString(part)
        }
        writer.array(hops.count)
        for hop in hops { hop.encode(into: &writer) }
        writer.array(issuerEvidence.count)
        for proven in issuerEvidence { proven.encode(into: &writer) }
        if let statusEvent { statusEvent.encode(into: &writer) } else { writer.null() }
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 11)
        var parts: [[UInt8]] = []
        for _ in 0..<8 { parts.append([UInt8](try reader.byteString())) }
        var hops: [EvidenceHop] = []
        for _ in 0..<(try reader.array()) { hops.append(try EvidenceHop(from: &reader)) }
        var issuers: [ProvenStatement] = []
        for _ in 0..<(try reader.array()) { issuers.append(try ProvenStatement(from: &reader)) }
        var event: ProvenStatement?
        if reader.nextIsNull {
            try reader.null()
        } else {
            event = try ProvenStatement(from: &reader)
        }
        self.init(
            statement: parts[0],
            recordedHeader: parts[1],
            recordedFinalization: parts[2],
            inclusion: parts[3],
            statusHeader: parts[4],
            statusFinalization: parts[5],
            status: parts[6],
            validatorSet: parts[7],
            hops: hops,
            issuerEvidence: issuers,
            statusEvent: event
        )
    }
}

extension EvidenceHop {
    func encode(into writer: inout CBORWriter) {
        writer.array(3)
        writer.byteString(header)
        writer.byteString(finalization)
        writer.byteString(nextValidators)
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 3)
        self.init(
            header: [UInt8](try reader.byteString()),
            finalization: [UInt8](try reader.byteString()),
            nextValidators: [UInt8](try reader.byteString())
        )
    }
}

extension ProvenStatement {
    func encode(into writer: inout CBORWriter) {
        writer.array(2)
        writer.byteString(statement)
        writer.byteString(inclusion)
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 2)
        self.init(
            statement: [UInt8](try reader.byteString()),
            inclusion: [UInt8](try reader.byteString())
        )
    }
}

extension Refusal {
    func encode(into writer: inout CBORWriter) {
        writer.array(4)
        writer.text(code)
        writer.text(chinese)
        writer.text(english)
        writer.array(records.count)
        for record in records {
            writer.array(5)
            writer.unsigned(record.index)
            writer.text(record.code)
            writer.text(record.field)
            writer.text(record.chinese)
            writer.text(record.english)
        }
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 4)
        let code = try reader.text()
        let chinese = try reader.text()
        let english = try reader.text()
        var records: [RefusedRecord] = []
        for _ in 0..<(try reader.array()) {
            try reader.array(count: 5)
            records.append(
                RefusedRecord(
                    index: try reader.unsigned(),
                    code: try reader.text(),
                    field: try reader.text(),
                    chinese: try reader.text(),
                    english: try reader.text()
                )
            )
        }
        self.init(code: code, chinese: chinese, english: english, records: records)
    }
}

extension CBORReader {
    /// An array of 32-byte strings, 64 at most (a path in a tree of 2⁶⁴ leaves).
    mutating func digests() throws(CBORError) -> [Digest] {
        let count = try array()
        guard count <= 64 else { throw .tooLong(at: position) }
        var digests: [Digest] = []
        digests.reserveCapacity(count)
        for _ in 0..<count {
            guard let digest = Digest(try byteString(count: Digest.byteCount)) else {
                throw .outOfRange(at: position)
            }
            digests.append(digest)
        }
        return digests
    }
}
