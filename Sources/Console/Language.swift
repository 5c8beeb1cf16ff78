import Glibc

/// The language a person reads: Chinese or English.
package enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case chinese = "zh"

    /// The language of a locale name such as "zh_CN.UTF-8"; nil when the name is empty.
    package init?(locale: String) {
        guard !locale.isEmpty else { return nil }
        self = locale.lowercased().hasPrefix("zh") ? .chinese : .english
    }

    /// The language of the first of LC_ALL, LC_MESSAGES and LANG that is set; otherwise English.
    package static func preferred(among variables: (String) -> String?) -> Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let language = variables(name).flatMap(Language.init(locale:)) { return language }
        }
        return .english
    }

    /// The language of this process's environment.
    package static var ofEnvironment: Language {
        preferred { name in
            // Safe: getenv returns nil or a terminated string, copied here before anything else
            // runs.
            unsafe getenv(name).map { unsafe String(cString: $0) }
        }
    }
}

/// A sentence in both languages.
package struct Phrase: Hashable, Sendable {
    /// The English form.
    package let english: String
    /// The Chinese form.
    package let chinese: String

    /// Pairs the two forms of one sentence.
    package init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// The form for this language.
    package func text(_ language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}
