import CBOR
import Cryptography
import Ledger
import NodeCore
import TestSupport
import Testing

@Suite struct ProtocolTests {
    private static let digest = Suite.p256.digest([1, 2, 3])

    private static let requests: [ClientRequest.Body] = [
        .status, .submit(statement: [1, 2], attachment: nil),
        .submit(statement: [1], attachment: [2, 3]), .query(statement: [9]),
        .evidence(leafIndex: 7), .locate(certificate: "1.2.156"), .governance,
        .proposal(entry: digest), .keys(member: "TAX"), .deposit(statement: [1]),
        .claim(certificate: "1.2.156", token: digest.bytes), .challenge,
        .claimByKey(statement: [2]), .statusChunk(index: 3),
    ]

    private static let replies: [ClientReply.Body] = [
        .status(json: [0x7B, 0x7D]),
        .recorded(Recorded(height: 1, leafIndex: 2, timeMs: 3)),
        .records(
            RecordPage(
                records: [
                    FoundRecord(
                        leafIndex: 1,
                        recordIndex: 2,
                        height: 3,
                        timeMs: 4,
                        statement: [5],
                        record: [6],
                        path: [digest, digest]
                    )
                ],
                next: 11
            )
        ),
        .evidence(
            EvidenceParts(
                statement: [1],
                recordedHeader: [2],
                recordedFinalization: [3],
                inclusion: [4],
                statusHeader: [5],
                statusFinalization: [6],
                status: [7],
                validatorSet: [8],
                issuerEvidence: [ProvenStatement(statement: [9], inclusion: [10])],
                statusEvent: ProvenStatement(statement: [11], inclusion: [12])
            )
        ),
        .located(leafIndex: 5), .governance(json: [1]), .proposal(statement: [2]),
        .keys(json: [3]), .deposited, .claimed(sealed: [1]), .challenge(digest),
        .statusChunk(
            StatusParts(
                header: [1],
                finalization: [2],
                status: [3],
                validatorSet: [4],
                hops: [EvidenceHop(header: [5], finalization: [6], nextValidators: [7])],
                changes: [
                    StatusParts.Change(
                        leafIndex: 8,
                        event: ProvenStatement(statement: [9], inclusion: [10])
                    )
                ]
            )
        ),
        .refused(
            Refusal(
                code: "ledger.x",
                chinese: "不行",
                english: "no",
                records: [
                    RefusedRecord(index: 3, code: "c", field: "f", chinese: "字", english: "e")
                ]
            )
        ),
    ]

    private static let peerMessages: [PeerMessage] = [
        .statements([Submission(statement: [1]), Submission(statement: [2], attachment: [3])]),
        .block(CarriedBlock(header: [1], body: [2])),
        .blockRequest(headerHash: digest),
        .blocksRequest(fromHeight: 12),
        .blocks(blocks: [CarriedBlock(header: [1], body: [2])], finalization: [3]),
    ]

    @Test func `every request reads back as it was written`() throws {
        for body in Self.requests {
            let request = ClientRequest(identifier: 42, body: body)
            #expect(try ClientRequest(decoding: request.encoded) == request)
        }
    }

    @Test func `every reply reads back as it was written`() throws {
        for body in Self.replies {
            let reply = ClientReply(identifier: 42, body: body)
            #expect(try ClientReply(decoding: reply.encoded) == reply)
        }
    }

    @Test func `every message between nodes reads back as it was written`() throws {
        for message in Self.peerMessages {
            #expect(try PeerMessage(decoding: message.encoded) == message)
        }
    }

    @Test func `a query reads back as it was written`() throws {
        let query = RecordQuery(purpose: "贷前审查", category: "TAX-029", subject: [1], node: "tax")
        #expect(try RecordQuery(decoding: query.encoded[...]) == query)
    }

    @Test func `mutated frames are refused or read as something else, never a trap`() {
        let frames =
            Self.requests.map { ClientRequest(identifier: 1, body: $0).encoded }
            + Self.replies.map { ClientReply(identifier: 1, body: $0).encoded }
            + Self.peerMessages.map(\.encoded)
        withSeeds(0..<3_000) { generator in
            for frame in frames {
                let mutant = generator.mutated(frame)
                if let read = try? ClientRequest(decoding: mutant), read.encoded != mutant {
                    return false
                }
                if let read = try? ClientReply(decoding: mutant), read.encoded != mutant {
                    return false
                }
                if let read = try? PeerMessage(decoding: mutant), read.encoded != mutant {
                    return false
                }
            }
            return true
        }
    }

    @Test func `a frame cut short anywhere is refused`() {
        for message in Self.peerMessages {
            let frame = message.encoded
            for count in 0..<frame.count {
                #expect(throws: CBORError.self) {
                    try PeerMessage(decoding: Array(frame[..<count]))
                }
            }
        }
    }
}
