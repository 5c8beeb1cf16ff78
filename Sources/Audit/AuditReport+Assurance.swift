package import Console

extension AuditReport {
    /// What an audit without findings may say: it claims no signature that it left to others.
    package var assurance: Phrase {
        let left = counts.acceptedSignatures
        guard left > 0 else {
            return Phrase(
                "every rule, signature and byte of heights 0–\(height) holds.",
                "高度 0–\(height) 的每条规则、每个签名、每个字节均成立。"
            )
        }
        let others = vouching
        let signatures =
            scope.from > height
            ? Phrase(
                "no statement's signature was checked: \(others.english) for all \(left)",
                "未逐一核验声明签名，\(left) 个签名均由\(others.chinese)"
            )
            : Phrase(
                "so does every signature from height \(scope.from) on, and \(others.english) for "
                    + "the \(left) below it",
                "自高度 \(scope.from) 起的每个签名亦成立，此前 \(left) 个由\(others.chinese)"
            )
        return Phrase(
            "every rule and byte of heights 0–\(height) holds; \(signatures.english).",
            "高度 0–\(height) 的每条规则、每个字节均成立；\(signatures.chinese)。"
        )
    }

    /// Who vouches for the signatures below the scope.
    private var vouching: Phrase {
        scope.checkpoint == nil
            ? Phrase("the validators' finalizations vouch", "验证节点终局证明担保")
            : Phrase("an earlier audit vouches", "上次审计担保")
    }
}
