import Ledger
import CBOR

extension Node {
    /// One frame of a client.
    func receiveClient(_ frame: [UInt8], from client: ClientName) {
        let request: ClientRequest
        do throws(CBORError) {
            request = try ClientRequest(decoding: frame)
        } catch {
            return reply(Waiter(client: client, request: 0), .refused(.malformed(error)))
        }
        let waiter = Waiter(client: client, request: request.identifier)
        guard !request.body.readsBlocks || mayRead(for: client) else {
            return refuse(waiter, .busy)
        }
        switch request.body {
        case .status:
            reply(waiter, .status(json: statusJSON()))
        case .submit(let statement, let attachment):
            submit(Submission(statement: statement, attachment: attachment), waiter)
        case .query(let statement):
            reply(waiter, answer(toQuery: statement))
        case .evidence(let leafIndex):
            reply(waiter, evidence(of: leafIndex))
        case .locate(let certificate):
            if let leaf = history.leaf(ofCertificate: certificate) {
                reply(waiter, .located(leafIndex: leaf))
            } else {
                reply(waiter, .refused(.unknownCertificate(certificate)))
            }
        case .governance:
            reply(waiter, .governance(json: governanceJSON()))
        case .proposal(let entry):
            reply(waiter, proposal(entry))
        case .keys(let member):
            reply(waiter, .keys(json: keysJSON(of: member)))
        case .deposit(let statement):
            deposit(statement, waiter)
        case .claim(let certificate, let token):
            claim(certificate, token: token, waiter)
        case .challenge:
            challenge(waiter)
        case .claimByKey(let statement):
            claim(byKey: statement, waiter)
        case .statusChunk(let index):
            reply(waiter, statusChunk(index))
        }
    }

    /// Whether another request that reads whole blocks fits this turn; the loop has votes to count.
    private func mayRead(for client: ClientName) -> Bool {
        let reads = readsThisTurn[client, default: 0]
        guard reads < Self.readsPerClient, readsThisTurn.count < Self.readersPerTurn else {
            return false
        }
        readsThisTurn[client] = reads + 1
        return true
    }

    /// Requests of one client in one turn that may read blocks.
    private static let readsPerClient = 16
    /// Clients in one turn whose requests may read blocks.
    private static let readersPerTurn = 16

    private func submit(_ carried: Submission, _ waiter: Waiter) {
        guard carried.statement.count <= limits.statementBytes,
            carried.attachment?.count ?? 0 <= limits.attachmentBytes
        else { return refuse(waiter, .tooLarge) }
        guard !disk.isFull else { return refuse(waiter, .diskFull) }
        let sender = AdmissionMeter.Sender.client(waiter.client)
        guard haltReason == nil, pool.hasRoom(for: carried.byteCount + admission.byteCount),
            admission.enter(sender, count: 1, byteCount: carried.byteCount)
        else { return refuse(waiter, .poolFull) }
        startCheck([carried], .submitted(carried, by: waiter), isUrgent: false)
    }

    func reply(_ waiter: Waiter, _ body: ClientReply.Body) {
        let frame = ClientReply(identifier: waiter.request, body: body).encoded
        effects.append(.sendClient(frame, to: waiter.client))
    }

    func refuse(_ waiter: Waiter, _ refusal: Refusal) {
        counters.refused += 1
        reply(waiter, .refused(refusal))
    }

    /// A client is gone: its statements stay, its answers are owed to nobody.
    func forget(_ client: ClientName) {
        waitingClients.forget(client)
        vault.forget(client)
    }
}

extension ClientRequest.Body {
    /// Whether answering it reads blocks from the store, or takes as long.
    fileprivate var readsBlocks: Bool {
        switch self {
        case .query, .evidence, .proposal, .governance, .keys, .deposit, .claimByKey, .statusChunk:
            true
        case .status, .submit, .locate, .claim, .challenge: false
        }
    }
}
