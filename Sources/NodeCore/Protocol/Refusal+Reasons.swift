package import CBOR
package import Cryptography
package import Ledger

extension Refusal {
    /// The pool holds as much as it may.
    package static let poolFull = Refusal(
        code: "node.poolFull",
        chinese: "本节点待上链的声明已满，请稍后再试",
        english: "too many statements wait at this node; try again shortly"
    )

    /// The node's disk is full.
    package static let diskFull = Refusal(
        code: "node.diskFull",
        chinese: "本节点磁盘已满，暂不接受提交；请联系该节点的运维人员，或改向其他节点提交",
        english: "this node's disk is full and it takes no submissions; tell its operator, "
            + "or submit to another node"
    )

    /// The client asked for more in one go than a node reads for one client.
    package static let busy = Refusal(
        code: "node.busy",
        chinese: "同时请求过多，请等前面的答复到达后再试",
        english: "too many requests at once; wait for the answers and ask again"
    )

    /// The answer does not fit what is waiting to be sent to the client.
    package static let answerTooLong = Refusal(
        code: "node.answerTooLong",
        chinese: "答复过长，无法发送；请缩小查询范围或减少每页条数",
        english: "the answer is too long to be sent; narrow the query or ask for smaller pages"
    )

    /// A statement or its attachment is over the chain's limit.
    package static let tooLarge = Refusal(
        code: "node.tooLarge",
        chinese: "声明或所附记录超过本链的大小上限，请分批提交",
        english: "the statement or its records are over the chain's size limit; split the batch"
    )

    /// A frame was no request.
    package static func malformed(_ error: CBORError) -> Refusal {
        Refusal(
            code: "node.malformedRequest",
            chinese: "请求无法解析：\(error.chinese)",
            english: "the request cannot be read: \(error.english)"
        )
    }

    /// No certificate has this identifier here.
    package static func unknownCertificate(_ identifier: String) -> Refusal {
        Refusal(
            code: "node.unknownCertificate",
            chinese: "本链没有标识为 \(identifier) 的证照",
            english: "no certificate \(identifier) is on this ledger"
        )
    }

    /// No proposal of this name is remembered.
    package static func unknownProposal(_ entry: Digest) -> Refusal {
        Refusal(
            code: "ledger.unknownProposal",
            chinese: "没有提案 \(entry.hexadecimal.prefix(16))…",
            english: "no proposal \(entry.hexadecimal.prefix(16))… is known"
        )
    }

    /// No statement has this leaf index yet.
    package static func unknownLeaf(_ leafIndex: UInt64) -> Refusal {
        Refusal(
            code: "node.unknownLeaf",
            chinese: "本链尚无第 \(leafIndex) 号声明",
            english: "there is no statement \(leafIndex) on this ledger yet"
        )
    }

    /// No status has been recorded that far.
    package static func unknownChunk(_ index: UInt64) -> Refusal {
        Refusal(
            code: "node.unknownChunk",
            chinese: "本链尚无第 \(index) 块状态",
            english: "there are no statuses in a chunk \(index) on this ledger yet"
        )
    }

    /// The store could not be read.
    package static func unreadable(code: String, chinese: String, english: String) -> Refusal {
        Refusal(code: code, chinese: chinese, english: english)
    }

    /// A rule of the ledger refuses the statement.
    package init(_ error: LedgerError) {
        var records: [RefusedRecord] = []
        if let record = error.place.record {
            records = [
                RefusedRecord(
                    index: UInt64(record),
                    code: error.code,
                    field: error.place.field ?? "",
                    chinese: error.violation.chinese,
                    english: error.violation.english
                )
            ]
        }
        self.init(
            code: error.code,
            chinese: error.chinese,
            english: error.english,
            records: records
        )
    }
}
