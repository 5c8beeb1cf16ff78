import Glibc

/// Where a tool finds a file that it trusts when nobody names one.
///
/// Never beside what it is to check, nor in the current folder: whoever sends a forged file would
/// send along the file to check it with.
package enum TrustedFile {
    /// The places to look, in order: the user's own configuration, then the machine's.
    package static func places(
        of name: String,
        among variables: (String) -> String?
    ) -> [String] {
        let own =
            folder(variables("XDG_CONFIG_HOME"))
            ?? folder(variables("HOME")).map { $0 + "/.config" }
        return [own, "/etc"].compactMap { $0.map { "\($0)/lianzheng/\(name)" } }
    }

    /// The places by this process's environment.
    package static func places(of name: String) -> [String] {
        places(of: name) { variable in
            // Safe: getenv returns nil or a terminated string, copied here before anything else
            // runs.
            unsafe getenv(variable).map { unsafe String(cString: $0) }
        }
    }

    /// Only absolute folders count (XDG Base Directory Specification).
    private static func folder(_ path: String?) -> String? {
        path.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
