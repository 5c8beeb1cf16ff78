import Catalogue
import Ledger

extension Refusal {
    /// The query is no query.
    static func badQuery(_ english: String, _ chinese: String) -> Refusal {
        Refusal(
            code: "query.malformed",
            chinese: "查询无法解析：\(chinese)",
            english: "the query cannot be read: \(english)"
        )
    }

    /// The query was signed for another node, chain or purpose.
    static let queryForAnother = Refusal(
        code: "query.forAnother",
        chinese: "该查询是签给另一节点或另一条链的，本节点不予受理",
        english: "the query was signed for another node or chain"
    )

    /// The key is not one that the ledger granted to a member.
    static let stranger = Refusal(
        code: "query.stranger",
        chinese: "密钥未在本链登记、已撤销或已过期，不提供任何数据",
        english: "the key is not registered on this ledger, revoked or expired; nothing is shown"
    )

    /// The query is older than a minute.
    static let staleQuery = Refusal(
        code: "query.stale",
        chinese: "查询签名时间与本节点时钟相差超过一分钟，请校准时钟后重试",
        english: "the query was signed more than a minute off this node's clock; set the clock"
    )

    /// Neither a category nor a subject was named.
    static let queryTooWide = Refusal(
        code: "query.tooWide",
        chinese: "请指定类别或企业（统一社会信用代码）",
        english: "name a category or an enterprise"
    )

    /// The catalogue has no such category.
    static func unknownCategory(_ code: String) -> Refusal {
        Refusal(
            code: "query.unknownCategory",
            chinese: "数据目录中没有类别 \(code)",
            english: "the catalogue has no category \(code)"
        )
    }

    /// The role reads this category with the enterprise's consent only.
    static func needsConsent(_ category: Category) -> Refusal {
        Refusal(
            code: "query.needsConsent",
            chinese: "\(category.code) \(category.name.chinese)须经企业授权方可读取，尚无授权",
            english: "\(category.code) \(category.name.english) is read with the enterprise's "
                + "consent only, and there is none"
        )
    }

    /// The role reads this category on a recorded legal instrument only.
    static func needsInstrument(_ category: Category) -> Refusal {
        Refusal(
            code: "query.needsInstrument",
            chinese: "\(category.code) \(category.name.chinese)须先登记法定调取文书方可读取",
            english: "\(category.code) \(category.name.english) is read on a legal instrument "
                + "that is recorded first"
        )
    }

    /// The catalogue does not list the role among the readers.
    static func notAReader(_ category: Category, _ member: Member) -> Refusal {
        Refusal(
            code: "query.notAReader",
            chinese: "\(member.code) 不在 \(category.code) \(category.name.chinese)的共享范围内",
            english: "\(member.code) is not among the readers of \(category.code) "
                + category.name.english
        )
    }
}
