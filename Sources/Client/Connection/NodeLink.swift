package import NodeCore

/// A line to a node, on which many requests may be under way.
package protocol NodeLink {
    /// The node at the other end.
    var node: NodeAddress { get }
    /// Sends a request without waiting, and gives the number that its answer will carry.
    func send(_ body: ClientRequest.Body) throws(ClientError) -> UInt64
    /// Waits for the next answer, whichever request it belongs to.
    func receive() throws(ClientError) -> ClientReply
}

extension NodeConnection: NodeLink {}

/// How a long command gets its node back when the line breaks: it asks again and again, with
/// longer and longer pauses, and gives up after two minutes without progress.
package struct Reconnection {
    /// The pauses before each attempt, in milliseconds.
    package static let pausesMs: [UInt64] =
        [250, 500, 1_000, 2_000, 4_000, 8_000] + Array(repeating: 10_000, count: 10)

    private let connect: () throws(ClientError) -> any NodeLink
    private let wait: (UInt64) -> Void
    private let tell: (ClientError, UInt64) -> Void
    /// The pauses that are left until it gives up.
    private var left = Self.pausesMs[...]

    /// Describes how to connect, how to wait so many milliseconds, and who hears of it beforehand.
    package init(
        connect: @escaping () throws(ClientError) -> any NodeLink,
        wait: @escaping (UInt64) -> Void,
        tell: @escaping (ClientError, UInt64) -> Void = { _, _ in }
    ) {
        self.connect = connect
        self.wait = wait
        self.tell = tell
    }

    /// The new line, after an error that broke the old one; the last error when there is none.
    ///
    /// Errors that waiting does not mend are thrown on at once.
    package mutating func link(after error: ClientError) throws(ClientError) -> any NodeLink {
        var last = error
        while let pauseMs = left.popFirst() {
            guard last.isBrokenLine else { throw last }
            tell(last, pauseMs)
            wait(pauseMs)
            do { return try connect() } catch { last = error }
        }
        throw last
    }

    /// Asks over a line that may break, until there is an answer.
    ///
    /// The question is asked anew after each break, so it has to be one that may be: a statement
    /// has one place however often the same bytes are sent.
    package mutating func ask<Answer>(
        over link: inout any NodeLink,
        _ question: (any NodeLink) throws(ClientError) -> Answer
    ) throws(ClientError) -> Answer {
        while true {
            do { return try question(link) } catch {
                guard error.isBrokenLine else { throw error }
                link = try self.link(after: error)
            }
        }
    }

    /// Notes that the command got on, so that the next break is a new one.
    package mutating func noteProgress() { left = Self.pausesMs[...] }
}

extension ClientError {
    /// Whether the node went away, and may be back soon.
    var isBrokenLine: Bool {
        if case .unreachable = self { true } else { false }
    }
}
