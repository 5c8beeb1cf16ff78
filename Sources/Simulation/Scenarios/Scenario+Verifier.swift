import Cryptography
import Evidence
import Ledger
import Merkle
import NodeCore

extension Scenario {
    private static let files = WorldSetting(
        seed: 0,
        observers: 1,
        spares: 1,
        statements: 0,
        usesRealKeys: true,
        issuesCertificates: true
    )

    /// Scenarios 51 to 54: certificate files of a chain, true and forged, in the verifier.
    static let verifier: [Scenario] = [
        Scenario(
            51,
            "every byte of a certificate's file is changed",
            shows: "G7, none is found valid",
            in: files
        ) { $0.changeEveryByte() },
        Scenario(
            52,
            "files across a hundred epochs and every size of the tree",
            shows: "G7, a verifier follows the chain",
            in: files
        ) { $0.followTheChain() },
        Scenario(
            53,
            "forged sets: too few, of another epoch, one twice",
            shows: "no block of theirs is final",
            in: files
        ) { $0.forgeSets() },
        Scenario(
            54,
            "an empty tree, a single leaf, an index beyond the size",
            shows: "refused, or handled",
            in: files
        ) { $0.askForOddPlaces() },
    ]
}

extension World {
    /// Scenario 51.
    fileprivate func changeEveryByte() {
        guard let file = fileAcrossEpochs() else { return }
        var bytes = file.encoded
        for position in bytes.indices {
            let mask = UInt8(1) << ((UInt64(position) &* 7 &+ setting.seed) % 8)
            bytes[position] ^= mask
            let verdict = verdict(on: bytes)
            expect(verdict.conclusion != .valid, "byte \(position) does not matter")
            bytes[position] ^= mask
        }
        for length in [0, 1, bytes.count / 2, bytes.count - 1] {
            let verdict = verdict(on: Array(bytes.prefix(length)))
            expect(verdict.conclusion != .valid, "\(length) bytes are enough")
        }
        expect(
            verdict(on: bytes + [0]).conclusion != .valid,
            "a byte more does not matter"
        )
    }

    /// Scenario 52.
    fileprivate func followTheChain() {
        begin()
        run(untilMs: 200)
        var sizes: Set<UInt64> = []
        var oldest: IssuedCertificate?
        var number = 0
        while sizes.count < 29, violations.isEmpty {
            guard let certificate = issue(number) else { return }
            let file = expectValid(certificate)
            sizes.insert(file?.evidence.recorded.header.treeSize ?? 0)
            oldest = oldest ?? certificate
            number += 1
        }
        for power in [8, 16, 32] as [UInt64] {
            let around = [power - 1, power, power + 1]
            expect(around.allSatisfy(sizes.contains), "not all sizes near \(power)")
        }
        for epoch in UInt64(1)...100 where violations.isEmpty {
            enact([[change(inEpoch: epoch)].compactMap(\.self)])
            guard [1, 2, 3, 4, 5, 10, 33, 66, 100].contains(epoch), let oldest else {
                continue
            }
            expectValid(oldest)
            guard let newest = issue(number) else { return }
            expectValid(newest)
            number += 1
        }
        expect(validators.epoch == 100, "epoch \(validators.epoch)")
    }

    /// Scenario 53.
    fileprivate func forgeSets() {
        guard let file = fileAcrossEpochs() else { return }
        let forger = FileForger(file, in: self)
        expect(forger.isAccepted { $0.extendedByAQuorum() }, "the forger cannot forge")
        expect(forger.isAccepted { $0.takenOverByAQuorum() }, "the forger cannot forge")
        for (name, forge) in FileForger.attempts {
            expect(forger.reason(forge) == .notFinal, "\(name): accepted")
        }
    }

    /// Scenario 54.
    fileprivate func askForOddPlaces() {
        begin()
        run(untilMs: 200)
        for leaf in [0, 5, 6, .max] as [UInt64] {
            guard case .refused? = ask(0, .evidence(leafIndex: leaf)) else {
                return expect(false, "evidence of leaf \(leaf) of an empty chain")
            }
        }
        guard let certificate = issue(0), let file = expectValid(certificate)
        else { return }
        let size = file.evidence.recorded.header.treeSize
        for leaf in [size, size + 1, .max] {
            guard case .refused? = ask(0, .evidence(leafIndex: leaf)) else {
                return expect(false, "evidence of leaf \(leaf) of \(size)")
            }
        }
        let forger = FileForger(file, in: self)
        expect(forger.isAccepted { $0.signedAgain() }, "the forger cannot forge")
        for (name, forge) in FileForger.oddTrees {
            let reason = forger.reason(forge)
            expect(reason == .notRecorded || reason == .unreadable, "\(name): accepted")
        }
        for (name, forge) in FileForger.oddStatuses {
            let reason = forger.reason(forge)
            expect(reason == .statusNotProven || reason == .unreadable, "\(name): accepted")
        }
        expectSmallestTrees()
    }

    /// A single leaf is the root of its tree and nothing else is; an empty tree holds nothing.
    fileprivate func expectSmallestTrees() {
        let hasher = MerkleHasher(.p256)
        let (leaf, other) = (hasher.leaf([1]), hasher.leaf([2]))
        let proves = { (size: UInt64, index: UInt64, path: [Digest], root: Digest) in
            let proof = InclusionProof(treeSize: size, leafIndex: index, path: path)
            return (try? proof.verify(leafHash: leaf, root: root, hasher: hasher)) != nil
        }
        expect(proves(1, 0, [], leaf), "a single leaf is not proven")
        let refused = [
            proves(1, 0, [], other), proves(1, 0, [other], leaf), proves(1, 1, [], leaf),
            proves(0, 0, [], leaf), proves(0, 0, [], hasher.emptyRoot), proves(2, 0, [], leaf),
        ]
        expect(!refused.contains(true), "a proof about the smallest trees holds wrongly")
    }

    /// The file of a certificate that was recorded in epoch 0 and whose status is proven in epoch
    /// 1, after one key changed.
    fileprivate func fileAcrossEpochs() -> EvidenceFile? {
        begin()
        run(untilMs: 200)
        guard let certificate = issue(0), let seat = district.seat("n1", laterKey: 0) else {
            return nil
        }
        enact(.rekeyValidator(seat))
        _ = issue(1)
        return expectValid(certificate)
    }

    /// What changes at the end of an epoch: first everything that a set can change in, then only
    /// limits, so that the validators stay.
    fileprivate func change(inEpoch epoch: UInt64) -> CharterChange? {
        switch epoch {
        case 1: district.seat("n4").map { .addValidator($0) }
        case 2: district.seat("n1", laterKey: 0).map { .rekeyValidator($0) }
        case 3: district.seat("s0").map { .replaceValidator(name: "n0", $0) }
        case 4: .removeValidator(name: "n2")
        case 50: district.seat("n1", laterKey: 1).map { .rekeyValidator($0) }
        default: .limit(name: "batchRecords", value: 100 + epoch)
        }
    }
}
