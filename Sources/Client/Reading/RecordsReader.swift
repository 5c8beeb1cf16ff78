import COSE
import NodeCore

/// Asks a node for records, page by page, and proves each of them.
package struct RecordsReader {
    private let connection: NodeConnection
    private let network: Network
    private let edition: CatalogueEdition
    private let signer: Signer

    /// A reader that asks as the signer.
    package init(
        _ connection: NodeConnection,
        network: Network,
        edition: CatalogueEdition,
        signer: Signer
    ) {
        self.edition = edition
        self.connection = connection
        self.network = network
        self.signer = signer
    }

    /// All records of a category, or of all that the asker may read, about one subject or all;
    /// at most `limit`.
    package func read(
        category: String?,
        subject: [UInt8]?,
        purpose: String,
        limit: Int
    ) throws(ClientError) -> [ProvenRecord] {
        var records: [ProvenRecord] = []
        var from: UInt64? = 0
        while let start = from, records.count < limit {
            let query = RecordQuery(
                purpose: purpose,
                category: category,
                subject: subject,
                from: start,
                limit: UInt64(min(limit - records.count, 1_000)),
                node: connection.node.name
            )
            let page = try page(query)
            for found in page.records {
                records.append(
                    try ProvenRecord(
                        found,
                        genesis: network.genesis,
                        edition: edition,
                        key: signer.key
                    )
                )
            }
            from = page.next
        }
        return records
    }

    private func page(_ query: RecordQuery) throws(ClientError) -> RecordPage {
        let statement = signer.sign(
            .query,
            about: query.category ?? "*",
            payload: query.encoded
        )
        guard case .records(let page) = try connection.ask(.query(statement: statement.bytes))
        else { throw .unexpectedAnswer(node: connection.node.name) }
        return page
    }
}
