import Client
import Console
import Cryptography
import Glibc
import JSON
import Ledger
import NodeCore
import Storage

/// One measurement of a fresh network of four validators on this machine.
struct BenchRun {
    let suite: Suite
    let folder: NetworkFolder
    let data: GenesisData
    let nodes: String
    let batches: Int
    let singles: Int
    let samples: Int
    let tell: (Phrase) -> Void

    /// Makes the network, measures, and stops it whatever happens.
    func run() throws -> BenchReport {
        try make()
        let network = try Network(folder)
        let runner = NetworkRunner(network)
        tell(Phrase("measuring the machine…", "正在测量本机极限……"))
        var report = BenchReport(limits: try BenchLimits(suite, folder: folder.path))
        _ = try runner.start(binary: try Executable.beside("lianzheng-node"))
        do {
            _ = try runner.wait(seconds: 30)
            try measureNetwork(network, &report)
            try measureVerifier(&report)
            try measureCertificates(&report)
        } catch {
            _ = runner.stop()
            throw error
        }
        _ = runner.stop()
        try measureReplay(network, &report)
        return report
    }

    private func make() throws {
        let consortium = try data.consortium()
        let plans = try GenesisData.nodePlans(in: nodes)
        guard let chosen = NodePlan.choose(from: plans, for: consortium, validators: 4) else {
            throw ClientError.unknown(kind: Phrase("four validators", "四个共识节点"), name: nodes)
        }
        let maker = NetworkMaker(
            catalogue: try data.catalogue(),
            consortium: consortium,
            validators: chosen.validators,
            observers: [],
            suite: suite,
            folder: folder
        )
        _ = try maker.make(nowMs: WallClock.nowMs)
    }

    private func measureNetwork(_ network: Network, _ report: inout BenchReport) throws {
        var workload = try BenchWorkload(network, examples: data.path + "/examples/valid.json")
        tell(Phrase("signing the load…", "正在准备负载……"))
        let latencyLoad = try workload.statements(samples, recordsEach: 1)
        let singleLoad = try workload.statements(singles, recordsEach: 1)
        let batchLoad = try workload.statements(batches, recordsEach: 1_000)
        tell(Phrase("latency…", "测量时延……"))
        let latencies = try BenchClient.latencies(latencyLoad, network)
        report.latencyP50 = latencies[latencies.count / 2]
        report.latencyP99 = latencies[latencies.count * 99 / 100]
        tell(Phrase("single statements…", "测量单条声明……"))
        report.singleStatements = Double(singles) / (try BenchClient.flood(singleLoad, network))
        tell(Phrase("batches…", "测量批量记录……"))
        let before = try ledgerBytes(network)
        let seconds = try BenchClient.flood(batchLoad, network)
        report.batchRecords = Double(batches * 1_000) / seconds
        report.bytesPerRecord = Double(try ledgerBytes(network) - before) / Double(batches * 1_000)
        report.nodeMemoryMB = memoryMB(network)
    }

    private func measureVerifier(_ report: inout BenchReport) throws {
        tell(Phrase("one certificate…", "签发并核验一份证照……"))
        let fields = folder.path + "/fields.json"
        let file = folder.path + "/certificate.cose"
        let example: JSONValue = [
            "holder_uscc": "91440399000000019Q", "holder_name": "示范制造有限公司",
            "checked_as_of": "2026-06-30", "scope": "ALL", "conclusion": "NONE",
        ]
        try OutputFile.write(Array(JSONText.compact(example).utf8), to: fields)
        let issued = try BenchProcess.run(
            "lianzheng",
            [
                "issue", "--dir", folder.path, "--type", "CERT-04", fields, "--as", "TAX", "--out",
                file,
            ]
        )
        guard issued.exitCode == 0 else { throw BenchFailure.tool("lianzheng issue") }
        report.verifyMs = try verifierMs(file, genesis: folder.genesis)
        let hundred = try BenchHundred(suite, nowMs: WallClock.nowMs).write(to: folder.path)
        report.verifyHundredMs = try verifierMs(hundred.file, genesis: hundred.genesis)
    }

    /// The median of 21 whole processes.
    private func verifierMs(_ file: String, genesis: String) throws -> Double {
        var times: [Double] = []
        for _ in 0..<21 {
            let verified = try BenchProcess.run("lianzheng-verify", [file, "--genesis", genesis])
            guard verified.exitCode == 0 else { throw BenchFailure.tool("lianzheng-verify") }
            times.append(verified.seconds * 1_000)
        }
        return times.sorted()[10]
    }

    private func measureReplay(_ network: Network, _ report: inout BenchReport) throws {
        tell(Phrase("audit replay…", "测量审计回放……"))
        guard let node = network.nodes.first else { return }
        let audited = try BenchProcess.run(
            "lianzheng-audit",
            ["replay", folder.home(node.name).ledger, "--json"]
        )
        let result = try JSONValue(parsing: audited.output)
        guard audited.exitCode == 0, let rate = result["records_per_second"]?.integer else {
            throw BenchFailure.tool("lianzheng-audit replay")
        }
        report.replayRecords = Double(rate)
        report.replayShare = replayShare(result, report.limits)
    }

    private func ledgerBytes(_ network: Network) throws -> Int {
        guard let node = network.nodes.first else { return 0 }
        let ledger = folder.home(node.name).ledger
        let files = PosixFileSystem()
        return try files.list(ledger).reduce(0) { sum, name in
            sum + Int(try files.open("\(ledger)/\(name)", .read).byteCount())
        }
    }

    /// The largest peak of resident memory among the nodes.
    private func memoryMB(_ network: Network) -> Double {
        let peaks = network.nodes.compactMap { node -> Double? in
            guard let id = NodeProcess(node.name, in: folder).identifier,
                let bytes = try? InputFile.read("/proc/\(id)/status")
            else { return nil }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            let peak = lines.first { $0.hasPrefix("VmHWM:") }
            return peak?.split(separator: " ").compactMap { Double($0) }.first
        }
        return (peaks.max() ?? 0) / 1_024
    }
}

/// A tool that the benchmark needs has failed.
enum BenchFailure: Error {
    case tool(String)
}
