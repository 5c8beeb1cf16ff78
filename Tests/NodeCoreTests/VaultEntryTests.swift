import CBOR
import Cryptography
import NodeCore
import TestSupport
import Testing

/// The bytes of a vault's entries, and of the statements about them.
@Suite struct VaultEntryTests {
    private static func entry(holder: PublicKey?) -> VaultEntry {
        VaultEntry(
            certificate: "1.2.156.3005.2.x",
            tokenDigest: Suite.p256.digest([1]),
            holder: holder,
            sealed: [1, 2, 3]
        )
    }

    private static let entries = [
        entry(holder: nil), entry(holder: SigningKey(generating: .p256).publicKey),
    ]

    @Test func `an entry reads back as it was written`() throws {
        for entry in Self.entries {
            #expect(try VaultEntry(decoding: entry.encoded) == entry)
            let deposit = VaultDeposit(entry, at: "tax")
            #expect(try VaultDeposit(decoding: deposit.encoded[...]) == deposit)
        }
        let claim = VaultClaim(challenge: Suite.sm2.digest([2]), at: "tax")
        #expect(try VaultClaim(decoding: claim.encoded[...]) == claim)
    }

    @Test func `mutated bytes are refused or another entry's, never a trap`() {
        withSeeds(0..<5_000) { generator in
            for entry in Self.entries {
                let mutant = generator.mutated(entry.encoded)
                if let read = try? VaultEntry(decoding: mutant), read.encoded != mutant {
                    return false
                }
                let deposit = generator.mutated(VaultDeposit(entry, at: "tax").encoded)
                if let read = try? VaultDeposit(decoding: deposit[...]), read.encoded != deposit {
                    return false
                }
            }
            return true
        }
    }

    @Test func `an entry cut short anywhere, or longer, is refused`() {
        for bytes in Self.entries.map(\.encoded) {
            for count in 0..<bytes.count {
                #expect(throws: CBORError.self) {
                    try VaultEntry(decoding: Array(bytes[..<count]))
                }
            }
            #expect(throws: CBORError.self) { try VaultEntry(decoding: bytes + [0]) }
        }
    }

    @Test func `identifiers and sealed fields have their limits`() throws {
        func entry(_ identifier: Int, _ sealed: Int) -> [UInt8] {
            VaultEntry(
                certificate: String(repeating: "1", count: identifier),
                tokenDigest: .zero,
                holder: nil,
                sealed: [UInt8](repeating: 0, count: sealed)
            ).encoded
        }
        #expect(throws: Never.self) {
            try VaultEntry(decoding: entry(128, VaultEntry.maximumSealedByteCount))
        }
        for (identifier, sealed) in [
            (0, 1), (129, 1), (1, 0), (1, VaultEntry.maximumSealedByteCount + 1), (1, 1 << 20),
        ] {
            #expect(throws: CBORError.self) { try VaultEntry(decoding: entry(identifier, sealed)) }
        }
    }
}
