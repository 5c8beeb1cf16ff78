import Consensus
package import Cryptography
package import Ledger
import Storage

/// The change from one epoch to the next.
///
/// ```
///  last block final ─► its finalization in the batch ─► charter, set, roster, inspector
///                                                     ─► replica on the block, view 1
/// ```
/// No vote of the new epoch leaves before the finalization is durable: both are in one batch, or
/// the vote in a later one.
extension Node {
    /// What governance decided for the epoch after the finalized tip.
    var charter: Charter { blocks.state.charter }
    /// The limits of that epoch.
    var limits: Limits { charter.limits }
    /// The other nodes of the epoch, with the keys to pin and where they are reached.
    package var peers: [NodeEntry] { charter.nodes.filter { $0.name != setting.name } }
    /// The validators of the epoch that this node is in.
    package var validators: ValidatorSet { epochs.current }
    /// What the charter says about this node; nil for one that is not registered.
    package var ownEntry: NodeEntry? { charter.node(setting.name) }

    /// *Rule versions*: at a height whose rules this program does not know it stops, and never
    /// guesses.
    func checkRules() {
        let height = blocks.tip.header.height + 1
        guard charter.rules.version(at: height) == nil else { return }
        let version = charter.rules.number(at: height)
        let error = LedgerError(.block(.unknownRules(version: version, height: height)))
        log(.error, error.code, ["why": error.english])
        effects.append(.endProcess(.rules(version: version, height: height)))
    }

    /// The vote keys that governance replaced, once the first block of the epoch is durable: who
    /// has voted in an earlier epoch needs its key no more.
    package var retiredVoteKeys: (used: [PublicKey], current: PublicKey)? {
        guard let current = ownEntry?.voteKey, electorate.epoch > 0,
            durableHeight > (epochs.ends.last?.last.header.height ?? .max)
        else { return nil }
        return (charter.usedVoteKeys, current)
    }

    /// The last block of the epoch is final: goes on with the next validators.
    func enterNextEpoch(after last: HashedHeader) {
        let next = charter.validators
        epochs.append(EpochHistory.End(last: last, finalization: tipProof, next: next))
        roster = Roster(charter, own: setting.name)
        forgetEpoch()
        do throws(ChainError) {
            electorate = try electorates.electorate(of: next)
        } catch {
            log(.error, error.code, ["while": "entering epoch \(next.epoch)"])
            effects.append(.endProcess(.validators(error)))
            return
        }
        startReplica(on: last)
        renewInspector()
        log(
            .info,
            "epoch.began",
            [
                "epoch": "\(next.epoch)", "height": "\(last.header.height)",
                "validators": "\(next.count)", "quorum": "\(next.quorum)",
                "role": roster.ownIndex == nil ? "observer" : "validator",
            ]
        )
        if charter.nodes != toldNodes { effects.append(.peersChanged(peers)) }
        toldNodes = charter.nodes
        feed(.started)
        for peer in livePeers.sorted() {
            if let index = roster.index(peer) { feed(.peerConnected(index)) }
        }
        workArrived = !pool.isEmpty
    }

    /// What is owed to the old replica is owed to nobody now.
    private func forgetEpoch() {
        journalSequences.removeAll()
        replicaTimerMs = nil
        window = CatchUpWindow(blocksPerAnswer: setting.options.blocksPerAnswer)
        gatherings.removeAll()
        gathered.removeAll()
        wanted.removeAll()
        wrongBytes.removeAll()
        livePeers = livePeers.filter { roster.index($0) != nil }
    }

    private func startReplica(on anchor: HashedHeader) {
        let seed = ReplicaSeed(
            epoch: Epoch(electorate: electorate, anchor: anchor),
            tip: FinalizedTip(block: anchor, proof: nil),
            validators: charter.validators,
            ownIndex: roster.ownIndex,
            options: setting.options,
            recoveryQuestion: recoveryQuestion,
            heartbeatMs: limits.heartbeatMs
        )
        if seed.ownIndex != nil, seed.signer(keyring) == nil {
            log(.error, "node.voteKeyMissing", ["epoch": "\(charter.epoch)"])
        }
        do throws(ConsensusError) {
            replica = try seed.replica(keyring, journal: journaled, nowMs: moment.monotonicMs)
        } catch {
            // What the journal of this epoch binds is unknown, so no vote.
            log(.error, error.code, ["why": error.english, "epoch": "\(charter.epoch)"])
            keyring = .empty
            guard
                let follower = try? seed.replica(keyring, journal: [], nowMs: moment.monotonicMs)
            else { preconditionFailure("without key and journal there is nothing to refuse") }
            replica = follower
        }
        journaled.removeAll { $0.mark.epoch <= electorate.epoch }
    }

    /// Other definitions or limits: what was checked by the old ones is checked again.
    private func renewInspector() {
        let renewed: StatementInspector
        do { renewed = try setting.inspector.under(charter) } catch {
            log(.error, "node.catalogueUnusable", ["why": error.english])
            effects.append(.endProcess(.catalogue))
            return
        }
        inspector = renewed
        for (key, _) in charter.ungrantedKeys where keys[key.identifier] == nil {
            keys[key.identifier] = key
        }
        guard charter.inspectionEpoch == charter.epoch else { return }
        inspection += 1
        let pooled = pool.takeAll()
        for start in stride(from: 0, to: pooled.count, by: CheckJob.statementCount) {
            let end = min(start + CheckJob.statementCount, pooled.count)
            let statements = pooled[start..<end].map(\.carried)
            startCheck(statements, .renewed(statements), isUrgent: false)
        }
    }
}

// MARK: - Messages of other epochs

extension Node {
    /// A message of another epoch; nothing in it is believed.
    ///
    /// Whoever is behind is shown how its epoch ended, in answer to its status. To whoever is
    /// ahead this node says where it stands, and is shown the same.
    func receive(_ frame: [UInt8], ofEpoch number: UInt64, from peer: PeerName) {
        if number < electorate.epoch {
            guard let end = epochs.end(of: number),
                case .status? = try? ConsensusMessage(
                    decoding: frame[...],
                    chain: electorate.chain,
                    validatorCount: 1
                )
            else { return }
            effects.append(.sendControl(end.message, to: peer))
        } else if let index = roster.index(peer), moment.monotonicMs >= nextGreetingMs {
            nextGreetingMs = moment.monotonicMs + setting.options.timing.retryMs
            feed(.peerConnected(index))
        }
    }
}
