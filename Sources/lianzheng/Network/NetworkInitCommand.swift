import Catalogue
import Client
import Console
import Cryptography
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng network init`.
    static let networkInit = ToolCommand(
        flags: Flags(
            "lianzheng network init",
            summary: Phrase(
                "Make keys, genesis, node homes and agency folders for a network on this machine.",
                "在本机生成网络所需的密钥、创世文件、节点与部门文件夹。"
            ),
            flags: [
                .genesisData,
                .option(
                    "nodes-data",
                    "FOLDER",
                    Phrase("one file a node (default: Nodes)", "每节点一个文件（默认 Nodes）")
                ),
                .option("dir", "FOLDER", Phrase("what to make (default: .demo)", "生成到（默认 .demo）")),
                .option(
                    "first-port",
                    "PORT",
                    Phrase("ports from here up (default: as in Nodes)", "端口自此递增（默认按 Nodes）")
                ),
                .option("nodes", "N", Phrase("validators (default: 4)", "共识节点数（默认 4）")),
                .option(
                    "suite",
                    "p256|sm2",
                    Phrase("algorithms (default: the consortium's)", "算法套件（默认按联盟配置）")
                ),
            ],
            examples: [
                (
                    "lianzheng network init",
                    Phrase("four validators and an observer in .demo", "四个共识节点和一个观察节点")
                ),
                (
                    "lianzheng network init --nodes 7 --suite sm2 --dir .demo-sm2",
                    Phrase("seven validators on SM2 and SM3", "七个共识节点，国密算法")
                ),
            ]
        )
    ) { invocation in
        let arguments = invocation.arguments
        let data = GenesisData(arguments["genesis-data"] ?? GenesisData.standardPath)
        let consortium = try data.consortium()
        let plans = try invocation.nodePlans()
        let count = Int(try arguments.integer("nodes", in: 1...100) ?? 4)
        guard
            let chosen = NodePlan.choose(from: plans, for: consortium, validators: count)
        else {
            throw UsageError.badValue(
                flag: "nodes",
                value: "\(count)",
                expected: "\(consortium.validators.count)…\(plans.filter(\.mayVote).count)"
            )
        }
        let maker = NetworkMaker(
            catalogue: try data.catalogue(),
            consortium: consortium,
            validators: chosen.validators,
            observers: chosen.observers,
            suite: try invocation.suite() ?? consortium.suite,
            folder: invocation.folder
        )
        let genesis = try maker.make(nowMs: WallClock.nowMs)
        invocation.answer(
            [
                "folder": .string(maker.folder.path),
                "chain": .string(genesis.chainID.hexadecimal),
                "suite": .string(genesis.suite.rawValue),
                "members": .integer(genesis.members.count),
                "categories": .integer(maker.catalogue.categories.count),
                "certificate_types": .integer(maker.catalogue.certificateTypes.count),
                "validators": .array(chosen.validators.map { .string($0.name) }),
                "observers": .array(chosen.observers.map { .string($0.name) }),
            ]
        ) {
            let voting = chosen.validators.map(\.name).joined(separator: ", ")
            let following = chosen.observers.map(\.name).joined(separator: ", ")
            return Phrase(
                """
                chain \(genesis.chainID.hexadecimal) (\(genesis.suite.rawValue))
                \(genesis.members.count) members, \(maker.catalogue.categories.count) categories, \
                \(maker.catalogue.certificateTypes.count) certificate types
                validators: \(voting); observers: \(following)
                """,
                """
                链 \(genesis.chainID.hexadecimal)（\(genesis.suite.rawValue)）
                成员 \(genesis.members.count) 个，数据目录 \(maker.catalogue.categories.count) 类，\
                证照类型 \(maker.catalogue.certificateTypes.count) 种
                共识节点：\(voting)；观察节点：\(following)
                """
            ).text(invocation.language)
        }
        return .good
    }
}

extension Flag {
    /// Where the catalogue and the consortium are read from.
    static let genesisData = Flag.option(
        "genesis-data",
        "FOLDER",
        Phrase("catalogue and consortium (default: Genesis)", "数据目录与联盟配置（默认 Genesis）")
    )
}

extension Invocation {
    /// The nodes that the network may have, on the ports asked for.
    fileprivate func nodePlans() throws -> [NodePlan] {
        let plans = try GenesisData.nodePlans(in: arguments["nodes-data"] ?? "Nodes")
        guard let port = try arguments.integer("first-port", in: 1_024...65_000) else {
            return plans
        }
        return plans.enumerated().map { index, plan in
            let first = UInt16(port) + UInt16(index) * 2
            return plan.moved(peerPort: first, clientPort: first + 1)
        }
    }

    /// The suite asked for.
    func suite() throws(UsageError) -> Suite? {
        guard let name = arguments["suite"] else { return nil }
        guard let suite = Suite(rawValue: name) else {
            let known = Suite.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badValue(flag: "suite", value: name, expected: known)
        }
        return suite
    }
}
