import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct ValidatorSetTests {
    let fixture: ChainFixture

    init() throws { fixture = try ChainFixture() }

    @Test func `a set reads back as it was written`() throws {
        #expect(try ValidatorSet(decoding: fixture.set.encoded) == fixture.set)
    }

    @Test(arguments: [
        (1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (6, 5), (7, 5), (8, 6), (9, 7), (10, 7), (100, 67),
    ])
    func `the quorum is n minus f and never 2f plus 1`(count: Int, quorum: Int) {
        let thresholds = QuorumThresholds(count: count)
        #expect(thresholds.quorum == quorum)
        #expect(2 * thresholds.quorum - count >= thresholds.oneHonest)
    }

    @Test func `an empty set is refused`() {
        #expect(throws: ChainError.validatorCount(found: 0)) {
            try ValidatorSet(epoch: 0, validators: [])
        }
    }

    @Test func `a set with the same member or key twice is refused`() throws {
        let first = fixture.set.validators[0]
        let other = fixture.set.validators[1]
        let twins = [
            Validator(
                member: first.member,
                voteKey: other.voteKey,
                transportKey: other.transportKey,
                name: ""
            ),
            Validator(
                member: other.member,
                voteKey: first.voteKey,
                transportKey: other.transportKey,
                name: ""
            ),
            Validator(
                member: other.member,
                voteKey: other.voteKey,
                transportKey: first.transportKey,
                name: ""
            ),
        ]
        for twin in twins {
            #expect(throws: ChainError.duplicateValidator(index: 1)) {
                try ValidatorSet(epoch: 0, validators: [first, twin])
            }
        }
    }

    @Test func `a key off the curve is refused before it is used`() throws {
        let broken = try #require(PublicKey([4] + [UInt8](repeating: 1, count: 64)))
        let validator = Validator(
            member: "urn:uscc:1",
            voteKey: broken,
            transportKey: fixture.set.validators[0].transportKey,
            name: ""
        )
        let set = try ValidatorSet(epoch: 0, validators: [validator])
        #expect(throws: ChainError.unusableKey(index: 0)) {
            try Electorate(chain: fixture.chain, set: set)
        }
    }

    @Test func `a mutated set is refused or is another set`() {
        let bytes = fixture.set.encoded
        withSeeds(0..<3_000) { generator in
            let mutant = generator.mutated(bytes)
            guard let decoded = try? ValidatorSet(decoding: mutant) else { return true }
            return decoded.encoded == mutant
        }
    }

    @Test func `in n views every validator leads once`() {
        for count in [1, 4, 7, 100] {
            let anchor = fixture.digest("anchor \(count)")
            let schedule = LeaderSchedule(count: count, anchor: anchor, suite: .p256)
            let leaders = (1...UInt64(count)).map(schedule.leader)
            #expect(leaders.sorted() == (0..<UInt64(count)).map { $0 })
            #expect(schedule.leader(of: 1) == schedule.leader(of: UInt64(count) + 1))
        }
    }

    @Test func `another anchor gives another order of leaders`() {
        let orders = (0..<8).map { number in
            let anchor = fixture.digest("anchor \(number)")
            let schedule = LeaderSchedule(count: 16, anchor: anchor, suite: .p256)
            return (1...16).map(schedule.leader)
        }
        #expect(Set(orders).count == 8)
    }
}
