/// One thing that was looked at, and what was found.
public struct Check: Hashable, Sendable {
    /// The things that are looked at, in this order.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        /// The bytes are a certificate's file.
        case file
        /// The statement names this ledger.
        case ledger
        /// The issuer's signature fits.
        case signature
        /// The validators follow from the genesis.
        case validators
        /// The recording block is final.
        case recordedBlock
        /// The statement is in the recording block's tree.
        case inclusion
        /// Another person drafted what the signer approved; where two persons sign.
        case approval
        /// The key was granted by the source of the type.
        case issuer
        /// The shown fields are the issuer's.
        case disclosures
        /// The document is the one whose digests the issuer signed.
        case document
        /// The receipts are votes for the recording block.
        case receipts
        /// The block that proves the status is final and not older.
        case statusBlock
        /// The status, as of that block.
        case status
        /// The period of validity.
        case period
        /// The age of the evidence.
        case freshness

        /// The check's name in English.
        public var english: String {
            switch self {
            case .file: "File"
            case .ledger: "Ledger"
            case .signature: "Issuer's signature"
            case .validators: "Validators"
            case .recordedBlock: "Recording block"
            case .inclusion: "Place on the ledger"
            case .approval: "Two persons"
            case .issuer: "Issuer's authority"
            case .disclosures: "Fields shown"
            case .document: "Document"
            case .receipts: "Receipts"
            case .statusBlock: "Status block"
            case .status: "Status"
            case .period: "Period of validity"
            case .freshness: "Age of the evidence"
            }
        }

        /// The check's name in Chinese.
        public var chinese: String {
            switch self {
            case .file: "文件格式"
            case .ledger: "所属账本"
            case .signature: "签发签名"
            case .validators: "验证节点"
            case .recordedBlock: "登记区块"
            case .inclusion: "账本位置"
            case .approval: "双人审批"
            case .issuer: "签发权限"
            case .disclosures: "披露字段"
            case .document: "所附文件"
            case .receipts: "共识回执"
            case .statusBlock: "状态区块"
            case .status: "证照状态"
            case .period: "有效期"
            case .freshness: "证明时效"
            }
        }
    }

    /// What was looked at.
    public let name: Name
    /// Why it speaks against the file; nil when it does not.
    public let reason: Reason?
    /// What was found, in English.
    public let english: String
    /// What was found, in Chinese.
    public let chinese: String

    /// Whether nothing was found against the file.
    public var isPassed: Bool { reason == nil }
}
