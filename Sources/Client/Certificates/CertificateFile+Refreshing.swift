import Console
package import Evidence
import Ledger
import Merkle
package import NodeCore

extension CertificateFile {
    /// The same file with what a node says about its status now.
    ///
    /// The node is asked for the statuses of 512 statements in a row, of which this is one; it
    /// learns no more, and proves all of them alike.
    package static func refresh(
        _ file: EvidenceFile,
        from connection: NodeConnection
    ) throws(ClientError) -> EvidenceFile {
        let index = chunkIndex(of: file)
        guard case .statusChunk(let parts) = try connection.ask(.statusChunk(index: index)) else {
            throw .unexpectedAnswer(node: connection.node.name)
        }
        return try refresh(file, parts)
    }

    /// The chunk of statuses that the status of a file is in.
    package static func chunkIndex(of file: EvidenceFile) -> UInt64 {
        file.leafIndex / StatusTree.entriesPerChunk
    }

    /// The same file with its status out of a chunk; one that it is not in is refused, and one
    /// that is older than what the file has.
    package static func refresh(
        _ file: EvidenceFile,
        _ parts: StatusParts
    ) throws(ClientError) -> EvidenceFile {
        let status: StatusEvidence
        let hops: [Hop]
        do throws(EvidenceError) {
            status = try StatusEvidence(
                anchor: try Anchor(header: parts.header, finalization: parts.finalization),
                proof: parts.status,
                validators: parts.validatorSet,
                event: try event(parts.event(of: file.leafIndex))
            )
            hops = try self.hops(parts.hops)
        } catch {
            throw .unproven(what: Phrase(error.english, error.chinese))
        }
        guard status.proof.chunkIndex == chunkIndex(of: file) else {
            throw .unproven(
                what: Phrase("the node gave other statuses", "节点给出的不是所问的状态")
            )
        }
        guard status.anchor.header.height >= file.statusHeader.height else {
            let height = status.anchor.header.height
            throw .unproven(
                what: Phrase(
                    "the node is at height \(height), behind what the file has already",
                    "节点仅到区块高度 \(height)，早于文件已有的证明"
                )
            )
        }
        return file.withRefreshedStatus(status, hops: hops)
    }
}
