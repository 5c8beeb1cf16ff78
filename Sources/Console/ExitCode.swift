import Glibc

/// What a tool tells the shell; the same four answers for every tool.
package enum ExitCode: Int32, Sendable {
    /// Everything asked for is so, or was done.
    case good = 0
    /// It is not so, or was refused.
    case bad = 1
    /// The tool was called in a way it does not understand.
    case usage = 2
    /// It cannot be told: something needed is missing, too old or out of reach.
    case cannotTell = 3

    /// Ends the process with this code.
    package func exit() -> Never { Glibc.exit(rawValue) }
}
