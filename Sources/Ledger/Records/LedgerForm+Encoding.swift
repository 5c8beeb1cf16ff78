import CBOR
package import Catalogue

extension LedgerForm {
    /// The form's number in encodings.
    package var number: UInt64 {
        switch self {
        case .plain: 0
        case .sealed: 1
        case .digest: 2
        case .compute: 3
        }
    }

    /// The form with this number.
    package init?(number: UInt64) {
        guard let form = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = form
    }

    /// The form's name in Chinese.
    var chinese: String {
        switch self {
        case .plain: "明文"
        case .sealed: "密文"
        case .digest: "摘要"
        case .compute: "可用不可见"
        }
    }
}

extension CBORReader {
    mutating func ledgerForm() throws(CBORError) -> LedgerForm {
        let start = position
        guard let form = LedgerForm(number: try unsigned()) else { throw .outOfRange(at: start) }
        return form
    }
}
