import CBOR
import COSE
import Catalogue
import Cryptography
import Ledger
import Merkle
import Storage

extension Node {
    /// How long a signed query lives, milliseconds either way of this node's clock.
    private static let queryLifeMs: UInt64 = 60_000

    /// Answers a signed query with the records that the asker may read.
    func answer(toQuery bytes: [UInt8]) -> ClientReply.Body {
        counters.queries += 1
        do throws(Refusal) {
            let (query, reader) = try verifiedQuery(bytes)
            if let code = query.category { try checkRight(of: reader, toRead: code, query) }
            return .records(try page(query, reader))
        } catch {
            counters.refused += 1
            return .refused(error)
        }
    }

    /// The query and the member that asks; a key that nobody granted gets nothing.
    private func verifiedQuery(_ bytes: [UInt8]) throws(Refusal) -> (RecordQuery, Member) {
        let (statement, grant) = try officer(signing: bytes, .query)
        let query: RecordQuery
        do throws(CBORError) { query = try RecordQuery(decoding: statement.payload) } catch {
            throw .badQuery(error.english, error.chinese)
        }
        guard query.node == setting.name else { throw .queryForAnother }
        return (query, charter.members[grant.memberIndex])
    }

    /// A request that a member's officer signed just now, with the grant of the officer's key.
    ///
    /// That it names this node is for the caller to see, in the payload.
    func officer(
        signing bytes: [UInt8],
        _ kind: StatementKind
    ) throws(Refusal) -> (SignedStatement, GrantRecord) {
        let statement: SignedStatement
        do throws(COSEError) { statement = try SignedStatement(decoding: bytes) } catch {
            throw .badQuery(error.english, error.chinese)
        }
        guard statement.header.kind == kind, statement.header.chainID == electorate.chain.id else {
            throw .queryForAnother
        }
        guard let grant = blocks.state.finalized.grant(of: statement.header.keyIdentifier),
            blocks.state.finalized.statuses[grant.leafIndex] == .valid,
            grant.grant.notAfterMs.map({ $0 > moment.wallMs }) ?? true,
            statement.isSigned(by: grant.key)
        else { throw .stranger }
        let member = charter.members[grant.memberIndex]
        guard member.issuer == statement.header.issuer, charter.isMember(grant.memberIndex)
        else { throw .stranger }
        let issuedMs = statement.header.issuedAt &* 1000
        guard issuedMs <= moment.wallMs + Self.queryLifeMs,
            moment.wallMs <= issuedMs + Self.queryLifeMs
        else { throw .staleQuery }
        return (statement, grant)
    }

    /// The catalogue's sharing rules; the subject always reads its own records.
    private func checkRight(
        of reader: Member,
        toRead code: String,
        _ query: RecordQuery
    ) throws(Refusal) {
        guard let category = inspector.catalogue.category(code) else {
            throw .unknownCategory(code)
        }
        if mayRead(reader, category) { return }
        if query.subject == Array(reader.uscc.utf8) { return }
        switch category.right(ofRole: reader.role) {
        case .byConsent: throw .needsConsent(category)
        case .byInstrument: throw .needsInstrument(category)
        case .source, .byDefault, .none: throw .notAReader(category, reader)
        }
    }

    private func mayRead(_ reader: Member, _ category: Category) -> Bool {
        switch category.right(ofRole: reader.role) {
        case .source, .byDefault: true
        case .byConsent, .byInstrument, .none: false
        }
    }

    private func page(_ query: RecordQuery, _ reader: Member) throws(Refusal) -> RecordPage {
        let limit = Int(min(max(query.limit, 1), 1_000))
        let skip = Int(clamping: query.from)
        let places: [RecordIndex.Place]
        if let subject = query.subject {
            let tag = SubjectTag(subject)
            places = history.records.places(ofSubject: tag, skip: skip, limit: limit)
        } else if let category = query.category {
            places = history.records.places(ofCategory: category, skip: skip, limit: limit)
        } else {
            throw .queryTooWide
        }
        var builder = PageBuilder()
        do throws(StorageError) {
            for place in places {
                guard builder.hasRoom else { break }
                builder.used += 1
                guard let batch = try openBatch(place.leafIndex, &builder),
                    isWanted(batch, place, query, reader)
                else { continue }
                builder.add(batch.record(at: place))
            }
        } catch {
            throw .unreadable(code: error.code, chinese: error.chinese, english: error.english)
        }
        let isMore = builder.used < places.count || places.count == limit
        return RecordPage(
            records: builder.records,
            next: isMore ? UInt64(skip + builder.used) : nil
        )
    }

    private func isWanted(
        _ batch: OpenBatch,
        _ place: RecordIndex.Place,
        _ query: RecordQuery,
        _ reader: Member
    ) -> Bool {
        guard let category = inspector.catalogue.category(batch.category),
            query.category == nil || query.category == batch.category,
            mayRead(reader, category) || query.subject == Array(reader.uscc.utf8)
        else { return false }
        return query.subject == nil || batch.subject(at: place) == query.subject
    }

    private func openBatch(
        _ leafIndex: UInt64,
        _ builder: inout PageBuilder
    ) throws(StorageError) -> OpenBatch? {
        if let known = builder.batch, known.leafIndex == leafIndex { return known }
        guard let height = history.height(ofLeaf: leafIndex),
            let header = history.header(at: height),
            let submission = try statement(at: leafIndex, height: height)
        else { return nil }
        builder.openedBatches += 1
        builder.batch = OpenBatch(
            submission,
            leafIndex: leafIndex,
            block: header.header,
            suite: electorate.chain.suite
        )
        return builder.batch
    }
}

/// A page in the making: it ends before it costs too much to read or to send.
private struct PageBuilder {
    /// The most bytes of a page; a client's frame holds more.
    private static let byteLimit = 4 << 20
    /// The most batches opened for one page.
    private static let batchLimit = 32

    private(set) var records: [FoundRecord] = []
    private var byteCount = 0
    /// Places passed, shown or not.
    var used = 0
    var openedBatches = 0
    /// The batch opened last: a page's records mostly stand side by side.
    var batch: OpenBatch?

    var hasRoom: Bool { byteCount < Self.byteLimit && openedBatches < Self.batchLimit }

    mutating func add(_ found: FoundRecord) {
        byteCount += found.statement.count + found.record.count + found.path.count * 34 + 64
        records.append(found)
    }
}
