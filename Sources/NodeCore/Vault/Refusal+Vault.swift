import Ledger

extension Refusal {
    /// Nothing is handed out.
    ///
    /// Says the same, byte for byte, whether there is no such certificate, nothing was deposited,
    /// or the code or the key is another.
    package static let notClaimed = Refusal(
        code: "vault.notClaimed",
        chinese: "本节点没有可凭此标识与领取码（或持证人密钥）领取的内容",
        english: "nothing is kept here for this identifier with this code or key"
    )

    /// Too many claims by one connection, or for one certificate.
    package static let tooManyClaims = Refusal(
        code: "vault.tooManyClaims",
        chinese: "领取请求过于频繁，请一分钟后再试",
        english: "too many claims; try again in a minute"
    )

    /// The statement is no deposit for this node.
    static func badDeposit(_ english: String, _ chinese: String) -> Refusal {
        Refusal(
            code: "vault.malformed",
            chinese: "存放请求无法解析：\(chinese)",
            english: "the deposit cannot be read: \(english)"
        )
    }

    /// Only the issuer deposits, by an officer who may issue the type.
    static let notTheIssuer = Refusal(
        code: "vault.notTheIssuer",
        chinese: "只有该证照的签发机构、且有权签发该类证照的经办人可以存放",
        english: "only an officer of the certificate's issuer who may issue its type deposits"
    )

    /// The connection has deposited as much as one may.
    package static let depositQuota = Refusal(
        code: "vault.quota",
        chinese: "本连接存放的证照已达上限，请重新连接后继续",
        english: "this connection has deposited as much as one may; go on with another"
    )

    /// The vault holds as many entries as it may.
    package static let vaultFull = Refusal(
        code: "vault.full",
        chinese: "本节点保险库已满；请联系该节点的运维人员",
        english: "this node's vault is full; tell its operator"
    )
}
