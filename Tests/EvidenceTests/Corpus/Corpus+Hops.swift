import CBOR
import Cryptography
import Evidence
import Ledger

// MARK: - Changes of validators

extension Corpus {
    mutating func addHopFaults() throws {
        let ledger = source.ledger
        let hops = source.main.evidence.hops
        add("hop-first-missing", .notFinal) { $0.evidence.hops = [hops[1]] }
        add("hop-last-missing", .notFinal) { $0.evidence.hops = [hops[0]] }
        add("hops-missing", .notFinal) { $0.evidence.hops = [] }
        add("hops-swapped", .notFinal) { $0.evidence.hops = [hops[1], hops[0]] }
        add("hop-repeated", .notFinal) { $0.evidence.hops = [hops[0], hops[0], hops[1]] }
        add("hop-back-to-the-first", .notFinal) { $0.evidence.hops = hops + [hops[0]] }
        add("hops-too-many", .unreadable) {
            $0.evidence.hops = Array(repeating: hops[0], count: 1_025)
        }
        add("hops-an-empty-list", .unreadable, at: .hops) { _ in .array([]) }
        for (place, hop) in hops.enumerated() {
            let name = "hop-\(place + 1)"
            let path: [CBORStep] = .hops + [.item(place), .item(2)]
            add("\(name)-next-set-changed", .notFinal, at: path)
            add("\(name)-next-set-without-one", .notFinal, at: path + [.embedded, .item(1)])
            add("\(name)-next-set-epoch", .notFinal, at: path + [.embedded, .item(0)])
            add("\(name)-next-set-of-the-other", .notFinal) {
                $0.evidence.hops[place] = Hop(
                    anchor: hop.anchor,
                    nextValidators: hops[1 - place].nextValidators
                )
            }
            add("\(name)-next-set-missing", .notFinal) {
                $0.evidence.hops[place] = Hop(anchor: hop.anchor, nextValidators: [])
            }
            try addSignedHopFaults(name, place, hop)
        }
        try addHopsWithoutSets()
        let strangers = (0..<4).map { _ in SigningKey(generating: ledger.suite) }
        add("hops-of-strangers", .notFinal) {
            $0.evidence.hops = hops.map { hop in
                Hop(
                    anchor: ledger.anchor(header: hop.anchor.header, by: strangers),
                    nextValidators: hop.nextValidators
                )
            }
        }
    }

    /// Hops that say by an empty set that the validators stayed, rightly and wrongly.
    private mutating func addHopsWithoutSets() throws {
        var ledger = source.ledger
        let kept = try ledger.keepValidators()
        ledger.advance()
        let status = try ledger.status(of: source.main.leafIndex)
        let hops = source.main.evidence.hops
        let unnamed = Hop(anchor: kept.anchor, nextValidators: [])
        add("good-hop-without-a-set", nil) {
            $0 = $0.withRefreshedStatus(status, hops: hops + [unnamed])
        }
        add("hop-3-keeps-other-validators", .notFinal) {
            let other = Hop(anchor: kept.anchor, nextValidators: hops[1].nextValidators)
            $0 = $0.withRefreshedStatus(status, hops: hops + [other])
        }
        add("hop-3-twice", .notFinal) {
            $0 = $0.withRefreshedStatus(status, hops: hops + [unnamed, unnamed])
        }
    }

    /// Hops whose block was signed, by the wrong ones, too few, or for what may not be.
    private mutating func addSignedHopFaults(_ name: String, _ place: Int, _ hop: Hop) throws {
        let ledger = source.ledger
        let header = hop.anchor.header
        let put = { (anchor: Anchor, next: ArraySlice<UInt8>?, file: inout EvidenceFile) in
            let validators = next ?? hop.nextValidators
            file.evidence.hops[place] = Hop(anchor: anchor, nextValidators: validators)
        }
        add("\(name)-one-vote-short", .notFinal) {
            put(ledger.anchor(signers: [2, 3], header: header), nil, &$0)
        }
        add("\(name)-only-notarized", .notFinal) {
            put(ledger.anchor(kind: .notarize, header: header), nil, &$0)
        }
        add("\(name)-signed-by-the-next-set", .notFinal) {
            put(ledger.anchor(header: header, by: ledger.keysByEpoch[place + 1]), nil, &$0)
        }
        let usurpers = (0..<4).map { _ in SigningKey(generating: ledger.suite) }
        add("\(name)-signed-by-strangers", .notFinal) {
            put(ledger.anchor(header: header, by: usurpers), nil, &$0)
        }
        var plain = header
        plain.nextValidatorsHash = header.validatorsHash
        let own =
            place == 0
            ? ledger.genesis.validators.encoded[...] : source.main.evidence.hops[0].nextValidators
        add("\(name)-signed-and-no-boundary", .notFinal) {
            put(ledger.anchor(header: plain), own, &$0)
        }
        let next = try ValidatorSet(decoding: Array(hop.nextValidators))
        for (fault, epoch) in [
            ("skips-an-epoch", next.epoch + 1), ("keeps-the-epoch", next.epoch - 1),
        ] {
            let wrong = try ValidatorSet(epoch: epoch, validators: next.validators).encoded
            var signed = header
            signed.nextValidatorsHash = ledger.suite.digest(wrong)
            add("\(name)-signed-set-\(fault)", .notFinal) {
                put(ledger.anchor(header: signed), wrong[...], &$0)
            }
        }
        let nobody = [UInt8]([0x82, UInt8(next.epoch), 0x80])
        var empty = header
        empty.nextValidatorsHash = ledger.suite.digest(nobody)
        add("\(name)-signed-set-of-nobody", .notFinal) {
            put(ledger.anchor(header: empty), nobody[...], &$0)
        }
        var low = header
        low.height = 0
        add("\(name)-signed-too-low", .notFinal) { put(ledger.anchor(header: low), nil, &$0) }
        var last = header
        last.height = .max
        add("\(name)-signed-at-the-last-height", .notFinal) {
            put(ledger.anchor(header: last), nil, &$0)
        }
    }
}
