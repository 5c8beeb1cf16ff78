import Ledger
import CBOR
import Cryptography
import Storage

extension Node {
    /// One frame of a peer's bulk connection.
    func receiveBulk(_ frame: [UInt8], from peer: PeerName) {
        do throws(CBORError) {
            receive(try PeerMessage(decoding: frame), from: peer)
        } catch {
            noteBadFrame(of: peer, error.code)
        }
    }

    private func receive(_ message: PeerMessage, from peer: PeerName) {
        switch message {
        case .statements(let carried):
            checkSpread(carried.filter(isNews), from: peer)
        case .block(let carried):
            receiveBlock(carried, from: peer)
        case .blockRequest(let hash):
            serveBlock(hash, to: peer)
        case .blocksRequest(let height):
            serveBlocks(from: height, to: peer)
        case .blocks(let carried, let finalization):
            receiveBlocks(carried, finalization: finalization, from: peer)
        }
    }

    /// Whether a spread statement is neither pooled nor recorded, and finds room.
    private func isNews(_ carried: Submission) -> Bool {
        let entry = electorate.chain.suite.digest(carried.statement)
        return pool[entry] == nil && history.place(ofRecent: entry) == nil
            && pool.hasRoom(for: carried.byteCount + admission.byteCount)
    }

    private func serveBlock(_ hash: Digest, to peer: PeerName) {
        do throws(StorageError) {
            guard let stored = try setting.archive.block(hash) else { return }
            let block = CarriedBlock(header: stored.header, body: stored.body)
            effects.append(.sendBulk(PeerMessage.block(block).encoded, to: peer))
        } catch {
            log(.error, error.code, ["while": "serving a block", "why": error.english])
        }
    }
}
