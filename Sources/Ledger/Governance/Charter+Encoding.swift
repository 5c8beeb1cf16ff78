import CBOR
package import Cryptography

extension Charter {
    /// The deterministic encoding, which the digest of the state covers at every epoch's end.
    ///
    ///     [ validator-set, [* member], [* removed], [* [member index, founding key, leaf index]],
    ///       [* [name, member, vote-key / null, transport-key, address / null]], [* used vote-key],
    ///       [* [code, version]], [* row], [* row], [* limit], [* [version, height]],
    ///       [floor ms, window ms, skew ms], inspection-epoch ]
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 16_384)
        writer.array(13)
        validators.encode(into: &writer)
        writer.array(members.count)
        for member in members { member.encode(into: &writer) }
        writer.array(removedMembers.count)
        for index in removedMembers { writer.unsigned(UInt64(index)) }
        writer.array(foundingKeys.count)
        for founding in foundingKeys {
            writer.array(3)
            writer.unsigned(UInt64(founding.memberIndex))
            writer.byteString(founding.key)
            writer.unsigned(founding.leafIndex)
        }
        encodeNodes(into: &writer)
        encodeCatalogue(into: &writer)
        writer.array(Limits.table.count)
        for entry in Limits.table { writer.unsigned(limits[keyPath: entry.path]) }
        writer.array(rules.entries.count)
        for entry in rules.entries {
            writer.array(2)
            writer.unsigned(entry.version)
            writer.unsigned(entry.height)
        }
        writer.array(3)
        writer.unsigned(replay.floorMs)
        writer.unsigned(replay.longestWindowMs)
        writer.unsigned(replay.widestSkewMs)
        writer.unsigned(inspectionEpoch)
        return writer.bytes
    }

    private func encodeNodes(into writer: inout CBORWriter) {
        writer.array(nodes.count)
        for node in nodes {
            writer.array(5)
            writer.text(node.name)
            writer.text(node.member)
            if let voteKey = node.voteKey { writer.byteString(voteKey) } else { writer.null() }
            writer.byteString(node.transportKey)
            if let address = node.address { writer.text(address) } else { writer.null() }
        }
        writer.array(usedVoteKeys.count)
        for key in usedVoteKeys { writer.byteString(key) }
    }

    private func encodeCatalogue(into writer: inout CBORWriter) {
        writer.array(certificateTypes.count)
        for type in certificateTypes {
            writer.array(2)
            writer.text(type.definition.code)
            writer.unsigned(type.version)
        }
        for rows in [certificateRows, categoryRows] {
            writer.array(rows.count)
            for row in rows {
                writer.array(4)
                writer.text(row.code)
                writer.unsigned(row.version)
                writer.text(row.json)
                writer.unsigned(row.leafIndex)
            }
        }
    }

    /// The digest of the encoding.
    package var digest: Digest { chain.suite.digest(encoded) }
}
