import COSE
import Client
import Evidence
import Ledger
import Merkle
import NodeCore
import Testing

/// Newer evidence of a status, out of a chunk of 512 of which the node is not told which one.
@Suite struct RefreshTests {
    private func code(_ body: () throws(ClientError) -> EvidenceFile) -> String? {
        do throws(ClientError) {
            _ = try body()
            return nil
        } catch { return error.code }
    }

    @Test func `a refreshed file proves today's status, with why and since when`() throws {
        var district = try TestDistrict()
        let issued = try district.issue("CERT-04")
        let event = StatusAction.revoke.statement(
            about: issued.file.statement,
            leafIndex: issued.leafIndex,
            reason: "欠税已查明",
            by: issued.signer,
            nowMs: district.nowMs
        )
        let place = try district.record(event)
        let changes = [(leafIndex: issued.leafIndex, statement: event, at: place)]
        let parts = district.statusParts(changes: changes)
        let verdict = district.verdict(try CertificateFile.refresh(issued.file, parts))
        #expect(verdict.conclusion == .invalid)
        #expect(verdict.statusEvent?.reason == "欠税已查明")
        let bare = try CertificateFile.refresh(issued.file, district.statusParts())
        #expect(district.verdict(bare).conclusion == .invalid, "the status needs no reason")
    }

    @Test func `a change of another entry in the chunk is not taken for this one's`() throws {
        var district = try TestDistrict()
        let issued = try district.issue("CERT-04")
        let other = try district.issue("CERT-01")
        let event = StatusAction.revoke.statement(
            about: other.file.statement,
            leafIndex: other.leafIndex,
            reason: "测试",
            by: other.signer,
            nowMs: district.nowMs
        )
        let place = try district.record(event)
        let changes = [(leafIndex: other.leafIndex, statement: event, at: place)]
        let parts = district.statusParts(changes: changes)
        let fresh = try CertificateFile.refresh(issued.file, parts)
        #expect(district.verdict(fresh).conclusion == .valid)
        #expect(fresh.evidence.statusEvent == nil)
        #expect(fresh.statusHeader.height > issued.file.statusHeader.height)
    }

    @Test func `an older state, or another chunk, is refused`() throws {
        var district = try TestDistrict()
        let issued = try district.issue("CERT-04")
        let old = district.statusParts()
        _ = try district.issue("CERT-01")
        let fresh = try CertificateFile.refresh(issued.file, district.statusParts())
        #expect(
            code { () throws(ClientError) in try CertificateFile.refresh(fresh, old) }
                == "client.unproven"
        )
        var moved = fresh
        moved.evidence.inclusion.leafIndex += StatusTree.entriesPerChunk
        #expect(CertificateFile.chunkIndex(of: moved) == CertificateFile.chunkIndex(of: fresh) + 1)
        let parts = district.statusParts()
        #expect(
            code { () throws(ClientError) in try CertificateFile.refresh(moved, parts) }
                == "client.unproven"
        )
    }

    @Test func `what is asked is one number for 512 statements`() throws {
        var district = try TestDistrict()
        let first = try district.issue("CERT-04")
        let second = try district.issue("CERT-01")
        #expect(first.leafIndex != second.leafIndex)
        #expect(
            CertificateFile.chunkIndex(of: first.file)
                == CertificateFile.chunkIndex(of: second.file)
        )
    }

    @Test func `a node proves with its statuses that its key is a validator's`() throws {
        let district = try TestDistrict()
        let parts = district.statusParts()
        for validator in district.genesis.validators.validators {
            let found = parts.validator(
                ofTransportKey: validator.transportKey,
                genesis: district.genesis
            )
            #expect(found == validator)
            let other = parts.validator(
                ofTransportKey: validator.voteKey,
                genesis: district.genesis
            )
            #expect(other == nil)
        }
        let forged = StatusParts(
            header: parts.header,
            finalization: parts.finalization,
            status: parts.status,
            validatorSet: parts.validatorSet,
            hops: [
                EvidenceHop(
                    header: parts.header,
                    finalization: parts.finalization,
                    nextValidators: parts.validatorSet
                )
            ]
        )
        let key = try #require(district.genesis.validators.validators.first).transportKey
        #expect(forged.validator(ofTransportKey: key, genesis: district.genesis) == nil)
    }

    @Test func `an address where nobody answers is named, and no node of the genesis`() throws {
        let district = try TestDistrict()
        let error = #expect(throws: ClientError.self) {
            try NodeConnection.open(at: "127.0.0.1:1", genesis: district.genesis)
        }
        guard case .unreachable("127.0.0.1:1", _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
