import Console
import JSON

/// The figures of one run.
struct BenchReport {
    var batchRecords = 0.0
    var singleStatements = 0.0
    var latencyP50 = 0.0
    var latencyP99 = 0.0
    var replayRecords = 0.0
    /// Percent of the limit that signatures and one pass of hashing set.
    var replayShare = 0.0
    /// Certificates a second, by a process each.
    var singleCertificates = 0.0
    /// Certificates a second, of one table.
    var batchCertificates = 0.0
    var verifyMs = 0.0
    var bytesPerRecord = 0.0
    var nodeMemoryMB = 0.0
    /// The verifier's whole process on a ledger of a hundred validators.
    var verifyHundredMs = 0.0
    let limits: BenchLimits

    var json: JSONValue {
        [
            "batch_records_per_second": .rounded(batchRecords),
            "single_statements_per_second": .rounded(singleStatements),
            "latency_p50_ms": .rounded(latencyP50, places: 2),
            "latency_p99_ms": .rounded(latencyP99, places: 2),
            "replay_records_per_second": .rounded(replayRecords),
            "replay_share_of_limit_percent": .rounded(replayShare, places: 1),
            "single_certificates_per_second": .rounded(singleCertificates, places: 1),
            "batch_certificates_per_second": .rounded(batchCertificates, places: 1),
            "verify_ms": .rounded(verifyMs, places: 1),
            "verify_hundred_validators_ms": .rounded(verifyHundredMs, places: 1),
            "bytes_per_record": .rounded(bytesPerRecord),
            "node_memory_mb": .rounded(nodeMemoryMB),
            "limits": limits.json,
        ]
    }

    func text(_ language: Language) -> String {
        let chinese = language == .chinese
        var lines: [String] = []
        func add(_ english: String, _ local: String, _ value: Double, _ unit: String) {
            let name = DisplayWidth.padded(chinese ? local : english, to: 46)
            lines.append("\(name)\(Self.shown(value)) \(unit)")
        }
        add("records a second, statements of 1,000", "每秒记录数（每份声明 1,000 条）", batchRecords, "/s")
        add("statements a second, of one record", "每秒单条声明数", singleStatements, "/s")
        add("latency to finality, p50, one client", "终局时延中位数（单客户端）", latencyP50, "ms")
        add("latency to finality, p99, one client", "终局时延 p99（单客户端）", latencyP99, "ms")
        add("records a second replayed by the auditor", "审计回放每秒记录数", replayRecords, "/s")
        add("  of what signatures and hashing allow", "  占验签与散列极限之比", replayShare, "%")
        add("certificates a second, a process each", "每秒签发证照（逐份）", singleCertificates, "/s")
        add("certificates a second, one table", "每秒签发证照（批量）", batchCertificates, "/s")
        add("verifying one certificate file, process", "核验一份证照文件（整个进程）", verifyMs, "ms")
        add("the same, with a hundred validators", "同上，一百个共识节点", verifyHundredMs, "ms")
        add("bytes a record on disk", "每条记录占盘字节", bytesPerRecord, "B")
        add("memory of the largest node", "节点内存（最大者）", nodeMemoryMB, "MB")
        lines.append(chinese ? "本机极限：" : "limits of this machine:")
        add(
            "  signatures verified a second, all cores",
            "  每秒验签次数（全部核）",
            limits.verifications,
            "/s"
        )
        add("  bytes hashed a second, one core", "  每秒散列（单核）", limits.hashedBytes / 1e6, "MB/s")
        add("  tree nodes hashed a second, one core", "  每秒树节点散列（单核）", limits.nodeDigests, "/s")
        add("  4 KiB made durable, p50", "  4 KiB 落盘中位数", limits.syncMs, "ms")
        add("  bytes made durable a second", "  每秒落盘字节", limits.syncedBytes / 1e6, "MB/s")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func shown(_ value: Double) -> String {
        value >= 100 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }
}

extension JSONValue {
    /// A measured number with so many places after the point.
    static func rounded(_ value: Double, places: Int = 0) -> JSONValue {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        let scaled = (value * factor).rounded() / factor
        return .number(places == 0 ? "\(Int(scaled))" : "\(scaled)")
    }
}
